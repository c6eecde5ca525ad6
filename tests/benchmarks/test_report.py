"""A run can be kept and compared with; too much memory or a wrong answer is said and is no success."""

import datetime as dt
import json

import pytest

from benchmarks import report
from benchmarks.arithmetic import Answer, row_of

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MB = 1024 * 1024
QUICK, SLOW = (0.05, 0.05), (0.09, 0.11)
SMALL, LARGE = (149 * MB, 80 * MB), (150 * MB, 90 * MB)


def rows(cpu=0.1, fault=""):
    return [row_of("page", [Answer(200, 0.01, 4)], elapsed=1, cpu=cpu, fault=fault).as_json()]


def test_what_is_written_can_be_read(tmp_path):
    run = report.as_json(rows(), [SMALL], at=AT, yardsticks=QUICK)
    path = report.write(run, tmp_path / "bench")
    assert path.name == "2026-11-22-120000.json"
    assert report.read(path) == run


def test_compares_with_an_earlier_run():
    former = report.as_json(rows(cpu=0.2), [SMALL], at=AT, yardsticks=QUICK)
    drawn = report.ratios_text([*rows(cpu=0.1), {**rows()[0], "name": "new"}], former)
    assert "0.50" in drawn
    assert "new" not in drawn


def test_compares_with_a_run_on_a_quicker_machine():
    former = report.as_json(rows(cpu=0.1), [SMALL], at=AT, yardsticks=QUICK)
    run = report.as_json(rows(cpu=0.2), [SMALL], at=AT, yardsticks=SLOW)
    slower = report.how_much_slower(run, former)
    assert slower == pytest.approx(2)
    assert report.ratios_text(run["benchmarks"], former).splitlines()[-1].split()[-1] == "2.00"
    drawn = report.ratios_text(run["benchmarks"], former, slower)
    assert drawn.splitlines()[-1].split()[-1] == "1.00"
    assert "2.00 times as slow" in drawn
    assert "yardstick 90.0 ms before and 110.0 ms after" in report.machine_text(run["machine"])


def test_a_run_from_before_there_was_a_yardstick_is_compared_as_it_is():
    run = report.as_json(rows(), [SMALL], at=AT, yardsticks=QUICK)
    former = {**run, "machine": {"cores": 2}}
    assert report.how_much_slower(run, former) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"benchmarks": [], "date": "2026"}', '{"benchmarks": [1], "date": 3}']
)
def test_refuses_a_file_of_somebody_else(tmp_path, text):
    path = tmp_path / "file.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="file.json"):
        report.read(path)
    with pytest.raises(ValueError, match="none.json"):
        report.read(tmp_path / "none.json")


def test_a_good_run_has_no_faults():
    assert report.faults(rows(), [SMALL, SMALL]) == []
    assert "below 150 MB" in report.memory_text([SMALL])


def test_too_much_memory_is_a_fault():
    [fault] = report.faults(rows(), [SMALL, LARGE])
    assert "NOT below 150 MB" in fault


def test_a_wrong_answer_is_a_fault():
    wrong = rows(fault="17 seats are taken")
    assert report.faults(wrong, [SMALL]) == ["page: 17 seats are taken"]
    assert "WRONG: 17 seats are taken" in report.figures_text(wrong)
    assert json.dumps(wrong)
