"""The arithmetic of the figures: percentiles, one row per benchmark, ratios to an earlier run."""

import math
from dataclasses import asdict, dataclass

# What is measured, in this order: name, unit, digits after the point.
FIGURES = [
    ("per_second", "/s", 1),
    ("p50_ms", "ms", 1),
    ("p95_ms", "ms", 1),
    ("sql", "SQL", 0),
    ("cpu_ms", "CPU ms", 1),
]


@dataclass(frozen=True)
class Answer:
    """
    One answer of the server: its status, how long it took, how many SQL statements it needed, what it said.

    `leads_on` says that it leads to another page, as after a booking.
    """

    status: int
    seconds: float
    sql: int
    text: str = ""
    leads_on: bool = False


@dataclass(frozen=True)
class Row:
    """
    The figures of one benchmark.

    `sql` is the median per request, `cpu_ms` what the web processes worked per request (not PostgreSQL, not the
    client), `note` a remark about its result; `fault` says what was wrong, empty if nothing was.
    """

    name: str
    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    sql: float
    cpu_ms: float
    note: str = ""
    fault: str = ""

    def as_json(self):
        return {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}


def percentile(values, percent):
    """Return the smallest of `values` that at least `percent` % of them do not exceed (the nearest rank)."""
    if not values or not 0 < percent <= 100:
        raise ValueError("A percentile needs values, and a percentage above 0 up to 100.")
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def row_of(name, answers, *, elapsed, cpu, note="", fault=""):
    """Return the Row of these answers; `elapsed` and `cpu` are seconds in all."""
    return Row(
        name=name,
        requests=len(answers),
        per_second=len(answers) / elapsed,
        p50_ms=1000 * percentile([answer.seconds for answer in answers], 50),
        p95_ms=1000 * percentile([answer.seconds for answer in answers], 95),
        sql=percentile([answer.sql for answer in answers], 50),
        cpu_ms=1000 * cpu / len(answers),
        note=note,
        fault=fault,
    )


def ratios(row, former):
    """Return each figure of `row` divided by that of `former`, both as JSON has them; None where that means nothing."""
    return {name: row[name] / former[name] if former.get(name) else None for name, _unit, _digits in FIGURES}


def corrected(found, slower):
    """Return ratios as they would be if this machine did not take `slower` times as long as that of the former run."""
    turned = {"per_second": slower, "p50_ms": 1 / slower, "p95_ms": 1 / slower, "cpu_ms": 1 / slower}
    return {name: ratio if ratio is None else ratio * turned.get(name, 1) for name, ratio in found.items()}


def table(heads, rows):
    """Return text in columns: the first and the last to the left, figures to the right."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    last = len(heads) - 1

    def line(row):
        drawn = [
            cell.ljust(width) if column in (0, last) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(drawn).rstrip()

    return "\n".join(line(row) for row in [cells[0], ["-" * width for width in widths], *cells[1:]])
