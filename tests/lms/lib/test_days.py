"""A narrow cell gets a short day in the reader's language."""

import datetime as dt

import pytest
from django.utils import translation

from lms.lib.days import short_day

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(("language", "near", "far"), [("de", "21.1.", "3/28"), ("en", "21 Jan", "Mar 28")])
def test_by_language(language, near, far):
    with translation.override(language):
        assert short_day(dt.date(2027, 1, 21), TODAY) == near
        assert short_day(dt.date(2028, 3, 2), TODAY) == far
