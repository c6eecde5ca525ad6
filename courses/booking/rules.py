"""What a seat costs, what giving it back costs, and until when a person may be replaced freely."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

# A consumer may withdraw from a contract made at a distance within fourteen days (§ 355 BGB).
CONSUMER_WITHDRAWAL_DAYS = 14


def price_per_seat(price_member, price_non_member, is_member):
    """Return the price of a seat in cents: members of the cluster on the day of booking pay the first."""
    return price_member if is_member else price_non_member


def fee_percent(steps, days_left):
    """
    Return the percentage of the price that cancelling costs, a Decimal.

    `steps` are pairs (until_days_before, percent). The step with the greatest `until_days_before` not above `days_left`
    applies. Without steps cancelling is free; later than every step the whole price is due.
    """
    steps = list(steps)
    if not steps:
        return Decimal(0)
    reached = [(until, percent) for until, percent in steps if until <= days_left]
    return max(reached)[1] if reached else Decimal(100)


def cancellation_fee(price, steps, days_left):
    """
    Return the fee in whole cents for one seat; half a cent goes up. See `fee_percent`.

    `price` is what the percentage is of, in cents: the whole price of the seat, or its next instalment.
    """
    exact = price * Fraction(fee_percent(steps, days_left)) / 100
    return int(exact + Fraction(1, 2))


def instalments_of(price, percents):
    """
    Return a price of whole cents in parts of these percentages; each is rounded half up, the last takes the rest.

    The parts add up to the price and none is below zero: many small roundings may not eat more than is left.
    Without percentages the whole price is one part.
    """
    parts: list[int] = []
    for percent in percents[:-1]:
        exact = price * Fraction(percent) / 100
        parts.append(min(int(exact + Fraction(1, 2)), price - sum(parts)))
    return [*parts, price - sum(parts)]


def free_beside_hosts(free, standing, room):
    """
    Return how many of `free` chairs every host admits, of `standing` ones in all.

    `room` is how many of the cohort fit at the tightest host; None where no host sets a limit.
    """
    return free if room is None else max(0, min(free, room - (standing - free)))


def next_instalment(parts, day):
    """
    Return the part of the price that falls due next, in cents, from `day` on (an instalment of today is the next one).

    `parts` are pairs (day on which it falls due, cents); a day not known yet (None) comes after all that are. 0 if
    everything has fallen due.
    """
    ahead = [
        (due is None, due or day, place, cents) for place, (due, cents) in enumerate(parts) if not due or due >= day
    ]
    return min(ahead)[3] if ahead else 0


def free_until_days_before(steps):
    """Return until how many days before the start cancelling is free, or None if it never is."""
    return min((until for until, percent in steps if percent == 0), default=None)


def withdrawal_ends(booked_on, is_working_day):
    """
    Return the last day on which a consumer withdraws freely from a contract concluded on `booked_on`.

    The fourteenth day after it or, where that is a Saturday, a Sunday or a public holiday, the next working day
    (§ 193 BGB). `is_working_day` says so of a date.
    """
    day = booked_on + dt.timedelta(days=CONSUMER_WITHDRAWAL_DAYS)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def consumer_agrees_to(term_ends, starts_on):
    """
    Return what a consumer agrees to before a seat is booked at a distance, as words; `term_ends`: `withdrawal_ends`.

    "notice": the notice of withdrawal and what cancelling costs were read. "early_start", where teaching begins while
    the right of withdrawal holds: they ask for that themselves, and pay for what was taught if they withdraw then
    (§ 357a BGB).
    """
    early = starts_on <= term_ends
    return ("notice", "early_start") if early else ("notice",)


def consent_needed(day, consent_from):
    """
    Whether replacing a person needs the office's consent on `day`.

    `consent_from` is the first day of the seminar from which the edition asks for it; None: not planned, or never.
    """
    return consent_from is not None and day >= consent_from


def seats_to_offer(wanted, accepts_fewer, free):
    """Return how many of `free` chairs are offered to somebody who wants `wanted`: all, or fewer if welcome, or 0."""
    if wanted <= free:
        return wanted
    return free if accepts_fewer else 0


def offer_end(at, hours, last_moment):
    """Return until when an offer made at `at` holds: `hours` hours, but not beyond `last_moment`."""
    return min(at + dt.timedelta(hours=hours), last_moment)


def why_waits(wanted, accepts_fewer, free, *, offers_open):
    """
    Return why somebody on the waiting list has no offer, as a word, while `free` chairs could be offered.

    "late" (no offers go out any more), "full" (nothing is free), "too_few" (passed over: fewer are free than wanted),
    or "next" (the offer goes out as soon as the cohort is settled).
    """
    if not offers_open:
        return "late"
    if not free:
        return "full"
    return "next" if seats_to_offer(wanted, accepts_fewer, free) else "too_few"


def priorities_for(keys):
    """
    Return the smallest priorities that keep a line in the order of its `keys`, the first to be served first.

    Of equal priority the smaller key (who came first) is served first; the last in line gets 0, as whoever comes new.
    """
    found = []
    for place in range(len(keys) - 1, -1, -1):
        if not found:
            found.append(0)
        else:
            found.append(found[-1] + (keys[place] > keys[place + 1]))
    return found[::-1]


# Whoever is warned late (a late booking, letters that stood still) still gets so many days for names.
NOTICE_FOR_NAMES = 3


def warned_from(deadline, warning_days):
    """Return the first day on which names are asked for."""
    return deadline - dt.timedelta(days=warning_days)


def names_due(deadline, warned_on):
    """Return the last day for names that a warning given on `warned_on` tells: the deadline, or some days of notice."""
    return max(deadline, warned_on + dt.timedelta(days=NOTICE_FOR_NAMES))


def seats_returned_from(deadline, told):
    """Return the first day on which unnamed seats go back: after the deadline and after the day that was told."""
    return max(deadline, told) + dt.timedelta(days=1)
