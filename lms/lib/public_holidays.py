"""
Public holidays of the German Länder, reckoned exactly, as the laws stand since 2026.

Only what is a holiday in the whole Land. Where it depends on the town (15 August in Bavaria, Corpus Christi in parts of
Saxony and Thuringia, 8 August in Augsburg) it counts as a working day unless the office has entered it: whoever cancels
has a day more, not a day less. Functions take such further days `off` as a set of dates.
"""

import datetime as dt
from functools import lru_cache

LAENDER = [
    ("BW", "Baden-Württemberg"),
    ("BY", "Bayern"),
    ("BE", "Berlin"),
    ("BB", "Brandenburg"),
    ("HB", "Bremen"),
    ("HH", "Hamburg"),
    ("HE", "Hessen"),
    ("MV", "Mecklenburg-Vorpommern"),
    ("NI", "Niedersachsen"),
    ("NW", "Nordrhein-Westfalen"),
    ("RP", "Rheinland-Pfalz"),
    ("SL", "Saarland"),
    ("SN", "Sachsen"),
    ("ST", "Sachsen-Anhalt"),
    ("SH", "Schleswig-Holstein"),
    ("TH", "Thüringen"),
]
EVERYWHERE = {land for land, _name in LAENDER}

# Month and day, and where.
FIXED = (
    (1, 1, EVERYWHERE),
    (1, 6, {"BW", "BY", "ST"}),
    (3, 8, {"BE", "MV"}),
    (5, 1, EVERYWHERE),
    (8, 15, {"SL"}),
    (9, 20, {"TH"}),
    (10, 3, EVERYWHERE),
    (10, 31, {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
    (11, 1, {"BW", "BY", "NW", "RP", "SL"}),
    (12, 25, EVERYWHERE),
    (12, 26, EVERYWHERE),
)
# Days after Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi. Sundays are none anyway.
MOVABLE = (
    (-2, EVERYWHERE),
    (1, EVERYWHERE),
    (39, EVERYWHERE),
    (50, EVERYWHERE),
    (60, {"BW", "BY", "HE", "NW", "RP", "SL"}),
)


def easter(year):
    """Return Easter Sunday of a year (Gregorian calendar; the algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    i, k = divmod(c, 4)
    h = (19 * a + b - d - (8 * b + 13) // 25 + 15) % 30
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=256)
def holidays(year, land):
    """Return the public holidays of a year in a Land ("BY") as a frozenset of dates; Sundays are left out."""
    found = {dt.date(year, month, day) for month, day, where in FIXED if land in where}
    found |= {easter(year) + dt.timedelta(days=days) for days, where in MOVABLE if land in where}
    if land == "SN":
        # Repentance Day, the Wednesday before 23 November.
        found.add(max(dt.date(year, 11, day) for day in range(16, 23) if dt.date(year, 11, day).weekday() == 2))
    return frozenset(found)


def is_working_day(day, land, off=frozenset()):
    """Whether `day` is a Monday to Friday, no public holiday of the Land and none of the further days `off`."""
    return day.weekday() < 5 and day not in holidays(day.year, land) and day not in off


def working_days_until(day, start, land, off=frozenset()):
    """
    Return how many working days lie from `day` on and before `start`; 0 if `day` is not before it.

    The day itself counts, the start does not: on the Friday before a Monday one is left, on the Saturday none.
    """
    return sum(is_working_day(day + dt.timedelta(days=n), land, off) for n in range((start - day).days))


def last_day_with_working_days(start, days, land, off=frozenset()):
    """Return the latest day on which at least `days` working days are left before `start` (0: the start itself)."""
    day = start
    while days > 0:
        day -= dt.timedelta(days=1)
        days -= is_working_day(day, land, off)
    return day
