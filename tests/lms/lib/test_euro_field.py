"""Money is typed in euros, as people write it, and kept in whole cents; what is unclear is turned down."""

import pytest
from django.core.exceptions import ValidationError

from lms.lib.fields import EuroField


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("4.950,00", 495000),
        ("4,950.00", 495000),
        ("4950", 495000),
        ("4950,5", 495050),
        ("4950.05", 495005),
        ("4.950", 495000),
        ("1.234.567,89 €", 123456789),
        ("0", 0),
        ("0,29", 29),
    ],
)
def test_euros_become_exact_cents(typed, cents):
    assert EuroField().clean(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "-1", "4,95,0", "1.23.456", "4,999,5", "10,005", "viel", "NaN", "1e3000", "1e2,5"]
)
def test_what_is_unclear_is_turned_down(typed):
    with pytest.raises(ValidationError):
        EuroField().clean(typed)


def test_cents_are_shown_as_euros_and_nothing_has_changed_then():
    field = EuroField()
    assert field.prepare_value(495000) == "4.950,00"
    assert not field.has_changed(495000, "4.950,00") and field.has_changed(495000, "4.950,01")
    assert field.prepare_value("4,9,5") == "4,9,5"
