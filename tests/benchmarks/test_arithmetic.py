"""The figures of the benchmarks are what they are called: percentiles by nearest rank, rates, ratios, a table."""

import pytest

from benchmarks.arithmetic import Answer, corrected, percentile, ratios, row_of, table


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [
        ([3, 1, 2], 50, 2),
        ([1, 2, 3, 4], 50, 2),
        ([5], 95, 5),
        (range(1, 101), 95, 95),
        (range(1, 201), 95, 190),
        (range(1, 21), 95, 19),
        ([1, 2, 3], 100, 3),
        ([1, 2, 3], 1, 1),
    ],
)
def test_percentile(values, percent, found):
    assert percentile(list(values), percent) == found


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1], 0), ([1], 101)])
def test_percentile_of_nothing(values, percent):
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, percent)


def test_row():
    answers = [Answer(200, 0.010, 4), Answer(200, 0.030, 4), Answer(302, 0.020, 9), Answer(200, 0.500, 4)]
    row = row_of("page", answers, elapsed=2, cpu=0.4)
    assert (row.requests, row.per_second, row.sql) == (4, 2.0, 4)
    assert row.p50_ms == pytest.approx(20)
    assert row.p95_ms == pytest.approx(500)
    assert row.cpu_ms == pytest.approx(100)


def test_ratio_of_nothing_is_not_a_number():
    now = {"per_second": 20.0, "p50_ms": 5.0, "p95_ms": 9.0, "sql": 3, "cpu_ms": 2.0}
    before = {"per_second": 10.0, "p50_ms": 10.0, "p95_ms": 9.0, "sql": 0}
    assert ratios(now, before) == {"per_second": 2, "p50_ms": 0.5, "p95_ms": 1, "sql": None, "cpu_ms": None}


def test_a_slower_machine_is_taken_out_of_times_and_rates_and_not_of_statements():
    found = {"per_second": 0.5, "p50_ms": 2, "p95_ms": 4, "sql": 1, "cpu_ms": None}
    assert corrected(found, 2) == {"per_second": 1, "p50_ms": 1, "p95_ms": 2, "sql": 1, "cpu_ms": None}


def test_table_stands_in_columns():
    drawn = table(["name", "ms", "remark"], [["page", "1.5", ""], ["booking", "12.0", "slow"]])
    assert drawn.splitlines() == [
        "name       ms  remark",
        "-------  ----  ------",
        "page      1.5",
        "booking  12.0  slow",
    ]
