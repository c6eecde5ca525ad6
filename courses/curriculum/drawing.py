"""Where things stand in the drawings of a programme page. Floats are fine here: nothing is decided by a picture."""

import datetime as dt
from dataclasses import dataclass
from math import cos, pi, radians, sin

TREE, TREE_ARM, TREE_PART = 400, 150, 50
MAP_WIDTH, MAP_MARGIN, LABEL_HEIGHT, LETTER, PILL = 600, 56, 20, 7.6, 24


def tree(count):
    """Return `count` parts around a sprue, clockwise from the top: dicts of number, x and y of the middle."""
    middle = TREE / 2
    arm = TREE_ARM if count <= 14 else TREE_ARM + 20
    parts = []
    for n in range(count):
        x, y = middle + arm * sin(2 * pi * n / count), middle - arm * cos(2 * pi * n / count)
        places = {"x": x, "y": y, "left": x - TREE_PART / 2, "top": y - TREE_PART / 2}
        # Texts, so that no locale writes a comma into the drawing.
        parts.append({"number": n + 1, **{name: f"{value:.1f}" for name, value in places.items()}})
    return parts


@dataclass(frozen=True)
class Scale:
    """A row of columns, one per week: where each part begins, how wide it may be, and the first week of each year."""

    columns: int
    span: int
    starts: list
    months: list
    years: list


def to_scale(dates):
    """
    Return the Scale on which these dates stand, in order, one column per week; None if they would run into each other.

    Parts hang above and below in turn, so the second next is the neighbour.
    """
    if len(dates) < 2 or any(date is None for date in dates):
        return None
    weeks = [(date - dates[0]).days // 7 for date in dates]
    gaps = [later - earlier for earlier, later in zip(weeks, weeks[1:], strict=False)]
    neighbours = [later - earlier for earlier, later in zip(weeks, weeks[2:], strict=False)]
    if min(gaps) <= 0:
        return None
    span = 2 * max(round(sum(gaps) / len(gaps)), 1)
    if neighbours and min(neighbours) < 0.8 * span:
        return None
    months = _firsts_of_months(dates[0], dates[-1])
    return Scale(
        columns=weeks[-1] + span,
        span=span,
        starts=[week + 1 for week in weeks],
        months=[_column(month, dates[0], span) for month in months],
        years=[{"year": one.year, "column": _column(one, dates[0], span)} for one in months if one.month == 1],
    )


def _column(date, first, span):
    return (date - first).days // 7 + 1 + span // 2


def _firsts_of_months(first, last):
    year, month = first.year, first.month
    found = []
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if dt.date(year, month, 1) > last:
            return found
        found.append(dt.date(year, month, 1))


def host_map(places):
    """
    Return what the map draws, or None with fewer than two places.

    `places` are dicts of numbers, town, latitude, longitude, in the order of the way; lengths are units of the drawing.
    """
    placed = [place for place in places if place["latitude"] is not None and place["longitude"] is not None]
    if len(placed) < 2:
        return None
    project, height, scale = _projection(placed)
    dots = []
    for place in placed:
        x, y = project(place["longitude"], place["latitude"])
        label = ", ".join(str(number) for number in place["numbers"])
        pill = max(PILL, len(label) * 7.2 + 12)
        dots.append({"x": x, "y": y, "label": label, "town": place["town"], "numbers": place["numbers"], "pill": pill})
    boxes = [(dot["x"] - dot["pill"] / 2, dot["y"] - PILL / 2, dot["pill"], PILL) for dot in dots]
    for dot in dots:
        _place_town(dot, boxes)
    return {
        "width": MAP_WIDTH,
        "height": height,
        "dots": [_drawn(dot) for dot in dots],
        "route": _route(dots),
        "bar": f"{50 * scale:.1f}",
        "bar_y": height - 18,
        "columns": range(50, MAP_WIDTH, 50),
        "rows": range(50, height, 50),
    }


def _projection(places):
    """Return the function from longitude and latitude to x and y, the height, and units per kilometre."""
    lons = [float(place["longitude"]) for place in places]
    lats = [float(place["latitude"]) for place in places]
    squeeze = cos(radians((min(lats) + max(lats)) / 2))
    width, height = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
    factor = (MAP_WIDTH - 2 * MAP_MARGIN) / max(width, height / 1.1, 0.01)
    left = (MAP_WIDTH - width * factor) / 2

    def project(lon, lat):
        x = left + (float(lon) - min(lons)) * squeeze * factor
        return round(x, 1), round(MAP_MARGIN + (max(lats) - float(lat)) * factor, 1)

    return project, round(height * factor + 2 * MAP_MARGIN), factor / 111.2


def _place_town(dot, boxes):
    """Put the town's name right, left, below or above its dot, wherever it covers least; note the place as taken."""
    width, half = len(dot["town"]) * LETTER, dot["pill"] / 2 + 5
    x, y = dot["x"], dot["y"]
    choices = [
        ("start", x + half, y + 5, (x + half, y - 10)),
        ("end", x - half, y + 5, (x - half - width, y - 10)),
        ("middle", x, y + 28, (x - width / 2, y + 13)),
        ("middle", x, y - 18, (x - width / 2, y - 33)),
    ]

    def covers(choice):
        left, top = choice[3]
        outside = max(0, 4 - left) + max(0, left + width - MAP_WIDTH + 4)
        return 10 * outside + sum(_overlap((left, top, width, LABEL_HEIGHT), box) for box in boxes)

    anchor, text_x, text_y, (left, top) = min(choices, key=covers)
    dot.update(anchor=anchor, text_x=text_x, text_y=text_y)
    boxes.append((left, top, width, LABEL_HEIGHT))


def _overlap(one, other):
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _drawn(dot):
    """Return a dot as texts, so that no locale writes a comma into the drawing."""
    shape = {"left": dot["x"] - dot["pill"] / 2, "top": dot["y"] - PILL / 2, "pill": dot["pill"]}
    numbers = {name: f"{dot[name]:.1f}" for name in ("x", "y", "text_x", "text_y")}
    return {
        **{name: f"{value:.1f}" for name, value in shape.items()},
        **numbers,
        "label": dot["label"],
        "town": dot["town"],
        "anchor": dot["anchor"],
    }


def _route(dots):
    """Return the way from seminar to seminar as an SVG path."""
    stops = sorted((number, dot["x"], dot["y"]) for dot in dots for number in dot["numbers"])
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for _number, x, y in stops)
