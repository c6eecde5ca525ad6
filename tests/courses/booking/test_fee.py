"""The step with the greatest number of days not above the days left decides, in exact cents."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from courses.booking.rules import cancellation_fee, fee_percent, withdrawal_ends
from lms.lib.public_holidays import is_working_day

STEPS = [(28, Decimal(0)), (14, Decimal(30)), (1, Decimal(80)), (0, Decimal(100))]


@pytest.mark.parametrize(
    ("days", "percent"),
    [(400, 0), (28, 0), (27, 30), (14, 30), (13, 80), (9, 80), (1, 80), (0, 100), (-1, 100), (-300, 100)],
)
def test_each_edge_of_the_table(days, percent):
    assert fee_percent(STEPS, days) == percent
    assert fee_percent(reversed(STEPS), days) == percent


def test_no_table_means_no_fee():
    assert cancellation_fee(495_000, [], -5) == 0


def test_half_a_cent_goes_up_and_nothing_is_lost_to_floats():
    assert cancellation_fee(1, [(0, Decimal(50))], 3) == 1
    assert cancellation_fee(101, [(0, Decimal("33.33"))], 3) == 34
    assert cancellation_fee(10**15 + 1, [(0, Decimal(100))], 0) == 10**15 + 1


def test_the_demo_files_table_gives_80_percent_nine_days_before():
    """Edge case E14: P57, not a member, cancels nine days before the start."""
    data = yaml.safe_load((Path(settings.BASE_DIR) / "courses/demo/demo_data.yaml").read_text(encoding="utf-8"))
    steps = [(row["until_days_before"], Decimal(row["fee_percent"])) for row in data["policies"]["cancellation"]]
    price = next(row["price"] for row in data["programmes"] if row["code"] == "PK")
    p57 = next(row for row in data["participants"] if row["id"] == "P57")
    company = next(row for row in data["companies"] if row["id"] == p57["company"])
    euros = price["member"] if company["member"] else price["non_member"]
    assert cancellation_fee(euros * 100, steps, 9) == 476_000


@pytest.mark.parametrize(
    ("booked_on", "last"),
    [
        ("2026-11-23", "2026-12-07"),  # Monday to Monday
        ("2026-11-21", "2026-12-07"),  # the fourteenth day is a Saturday
        ("2026-11-22", "2026-12-07"),  # a Sunday
        ("2026-12-11", "2026-12-28"),  # Christmas Day, a Friday; the 26th is a Saturday
        ("2026-12-23", "2027-01-07"),  # Epiphany, a holiday in Bavaria
    ],
)
def test_a_consumer_withdraws_freely_for_fourteen_days_and_to_the_next_working_day(booked_on, last):
    day, ends = dt.date.fromisoformat(booked_on), dt.date.fromisoformat(last)
    assert withdrawal_ends(day, lambda one: is_working_day(one, "BY")) == ends
