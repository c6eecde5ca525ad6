"""Where chairs stand in a drawn seminar room: a U around the table, for any number of seats."""

from collections import Counter

CHAIR = 40
STEP = 48
LEAST_ROWS, LEAST_COLUMNS = 4, 5  # so that the number of free chairs fits into the U


def plan(seats):
    """
    Return what components/chairs.html draws: walls, table and the place of each seat.

    `seats` are dicts of number and state, in order: up the left wall, along the back, down the right wall.
    Lengths are units of the drawing.
    """
    count = len(seats)
    side = min(round(count * 5 / 16), max((count - 3) // 2, 0))
    back = max(count - 2 * side, 0)
    rows, columns = max(side, LEAST_ROWS), max(back, LEAST_COLUMNS)
    right, bottom = 80 + columns * STEP + 58, 98 + rows * STEP + 14
    spots = [(32, 98 + (side - 1 - n) * STEP) for n in range(side)]
    indent = 80 + (columns - back) * STEP // 2
    spots += [(indent + n * STEP, 44) for n in range(back)]
    spots += [(right - 58, 98 + n * STEP) for n in range(side)]
    numbers = Counter(seat["state"] for seat in seats)
    return {
        "chairs": [
            {
                **seat,
                "x": x,
                "y": y,
                "text_x": x + CHAIR // 2,
                "text_y": y + CHAIR // 2 + 1,
            }
            for seat, (x, y) in zip(seats, spots, strict=True)
        ],
        "count": count,
        "taken": numbers["taken"],
        "free": numbers["free"],
        "yours": numbers["yours"],
        "chosen": numbers["chosen"],
        "out": numbers["out"],
        "held": numbers["held"],
        "width": right + 14,
        "height": bottom + 40,
        "wall": f"M14 34H{right}V{bottom}H14Z",
        "door": f"M{right - 96} {bottom}h56",
        "swing": f"M{right - 96} {bottom}a56 56 0 0156-56V{bottom}",
        "table": f"M80 92H{right - 66}V{bottom - 16}H{right - 104}V130H118V{bottom - 16}H80Z",
        "screen": f"M{right // 2 - 60} {bottom - 16}h120",
        "dimension": f"M14 {bottom + 26}H{right}M14 {bottom + 20}v12M{right} {bottom + 20}v12",
        "middle": right // 2 + 7,
        "note_x": right // 2 + 7 - 52,
        "note_y": bottom + 14,
        "note_text_y": bottom + 31,
        "screen_y": bottom - 26,
        "big_y": (130 + bottom) // 2 - 3,
        "small_y": (130 + bottom) // 2 + 25,
    }
