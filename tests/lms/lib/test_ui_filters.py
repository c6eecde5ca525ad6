"""Numbers are written as the reader's language does, and never claim what the exact value misses."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.lib.figures import css_percent, euro, heat_kind, percent, rounded_honestly, teaching_units
from lms.lib.templatetags.ui import day, dial, weekday_short

NBSP = "\u00a0"
TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (Fraction(84, 104), "80,8 %"),
        (Fraction(83, 104), "79,8 %"),
        (Fraction(4, 5), "80 %"),
        (Decimal("0.79995"), "79,9 %"),
        (Fraction(9999, 10000), "99,9 %"),
        (Fraction(846, 1000), "84,6 %"),
        (1, "100 %"),
        (0, "0 %"),
        (None, ""),
    ],
)
def test_a_share_reads_as_percent(share, written):
    assert percent(share) == written.replace(" ", NBSP)


def test_does_not_round_up_to_a_threshold_between_whole_percents():
    just_below = Fraction(8246, 10000)
    assert percent(just_below) == f"82,5{NBSP}%"
    assert percent(just_below, Fraction(825, 1000)) == f"82,4{NBSP}%"


@given(st.fractions(min_value=0, max_value=1))
def test_never_shows_a_whole_percent_that_is_not_reached(share):
    shown = Fraction(rounded_honestly(share * 100))
    assert shown // 1 == (share * 100) // 1
    assert abs(shown - share * 100) < Fraction(1, 10)


def test_refuses_a_float():
    with pytest.raises(TypeError):
        percent(0.8)


def test_english_readers_get_english_figures():
    with translation.override("en"):
        assert percent(Fraction(84, 104)) == "80.8%"
        assert euro(495000) == "€4,950.00"
        assert teaching_units(52) == f"52{NBSP}UE"


def test_cents_are_written_as_euros():
    assert euro(495000) == f"4.950,00{NBSP}€"
    assert euro(5) == f"0,05{NBSP}€"
    assert euro(-123456789) == f"−1.234.567,89{NBSP}€"
    assert euro(None) == ""


def test_teaching_units_keep_halves():
    assert teaching_units(52) == f"52{NBSP}UE"
    assert teaching_units(Fraction(5, 2)) == f"2,5{NBSP}UE"


def test_weekday_and_date():
    assert weekday_short(date(2027, 1, 21)) == "Do"
    assert day(date(2027, 1, 21)) == f"Do{NBSP}21. Januar 2027"
    assert day(None) == ""


def test_heat_steps_are_decided_on_the_exact_value():
    assert heat_kind(Fraction(95, 100)) == "5"
    assert heat_kind(Fraction(94999, 100000)) == "4"
    assert heat_kind(Fraction(846, 1000)) == "2"
    assert heat_kind(None) == "none"


def test_widths_have_a_decimal_point_in_every_language_and_stay_inside():
    assert css_percent(32, 104) == "30.76%"
    assert css_percent(120, 104) == "100.00%"
    assert css_percent(1, 0) == "0%"


def test_an_icon_speaks_only_with_a_label():
    silent = Template('{% icon "check" %}').render(Context())
    speaking = Template("{% icon 'check' word %}").render(Context({"word": 'done "<b>"'}))
    assert 'aria-hidden="true"' in silent and "aria-label" not in silent
    assert 'role="img" aria-label="done &quot;&lt;b&gt;&quot;"' in speaking


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("0921 / 55-0", "0921550"), ("+49 (0) 921 55 0", "+49921550"), (" (0921) 55 ", "092155"), ("", "")],
)
def test_a_link_dials_digits_only(written, dialled):
    assert dial(written) == dialled


def test_every_link_to_a_telephone_does():
    links = [link for path in TEMPLATES.rglob("*.html") for link in re.findall(r'href="tel:([^"]+)"', path.read_text())]
    assert links and all("|dial }}" in link for link in links)
