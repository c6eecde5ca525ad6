"""English pages write the day before the month and twenty-four hours."""

import datetime as dt

import pytest
from django.utils import formats, translation

MOMENT = dt.datetime(2026, 11, 22, 16, 5)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("DATE_FORMAT", "22 November 2026"),
        ("SHORT_DATE_FORMAT", "22 Nov 2026"),
        ("MONTH_DAY_FORMAT", "22 November"),
        ("TIME_FORMAT", "16:05"),
        ("SHORT_DATETIME_FORMAT", "22 Nov 2026, 16:05"),
    ],
)
def test_day_month_year(kind, text):
    with translation.override("en"):
        assert formats.date_format(MOMENT, kind) == text


def test_german_stays_as_it_is():
    with translation.override("de"):
        assert formats.date_format(MOMENT, "SHORT_DATE_FORMAT") == "22.11.2026"
