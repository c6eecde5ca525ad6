"""What a detail of an act says, in words: money, days, choices, fields, people. What is unknown stays as it is."""

from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from lms.accounts.staffing import staffing_for
from lms.lib.figures import euro, percent

NOTHING = "–"
# Words of ours, whatever they stand under.
WORDS = {
    True: gettext_lazy("yes"),
    False: gettext_lazy("no"),
    "attendance": gettext_lazy("attendance"),
    "birth_data": gettext_lazy("date and place of birth"),
    "course_test": gettext_lazy("course test"),
    "knowledge_checks": gettext_lazy("knowledge checks"),
    "practical_task": gettext_lazy("practical task"),
    "project_work": gettext_lazy("project work"),
    # What a consumer agreed to, and why nothing fell due.
    "notice": gettext_lazy("notice of withdrawal and costs of cancelling read"),
    "early_start": gettext_lazy("teaching begins before the right of withdrawal ends"),
    "consumer": gettext_lazy("consumer's right of withdrawal"),
    "moved": gettext_lazy("a date was moved"),
    "organiser": gettext_lazy("called off by the office"),
    # What is kept beside the fields of a record.
    "parts": gettext_lazy("memberships or employments"),
}
# Under which column the choices of a detail stand.
CHOICES = {
    "category": ("courses.priceline", "category"),
    "how": ("courses.payment", "how"),
    "outcome": ("courses.seatsgiven", "outcome"),
    "purpose": ("certificates.signingkey", "purpose"),
}


def value_in_words(key, value, model=""):
    """
    Return what an act says under `key`, in the active language; `model` ("courses.cohort") is what it was done to.

    Rows of an earlier version may hold anything: what does not read as it should is shown as it is.
    """
    try:
        if key in CHOICES:
            return _choice(*CHOICES[key], value)
        return _READERS[key](value, model) if key in _READERS else _plain(value)
    except (AttributeError, InvalidOperation, LookupError, TypeError, ValueError):
        return _plain(value)


def _plain(value):
    if isinstance(value, dict):
        value = [f"{_model_name(name)} {number}" for name, number in value.items()]
    return ", ".join(map(_word, value)) if isinstance(value, list) else _word(value)


def _word(value):
    # 1 == True for a dict.
    return str(WORDS.get(value, value)) if isinstance(value, str | bool) else str(value)


def _model_name(name):
    """What rows of "organisations.company" are called; any other name stays as it is."""
    try:
        return apps.get_model(name)._meta.verbose_name
    except (LookupError, ValueError):
        return name


def _field(model, name):
    try:
        return apps.get_model(model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _field_name(model, name):
    field = _field(model, name)
    return str(field.verbose_name) if field else _word(name)


def _choice(model, name, value):
    return str(dict(apps.get_model(model)._meta.get_field(name).flatchoices)[value])


def _day(text):
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


def _per_cent(text):
    return percent(Fraction(Decimal(text)) / 100)


def _of_field(model, name, value):
    """The value of a column as a person reads it."""
    field = _field(model, name)
    if value in (None, ""):
        return NOTHING
    if field is not None and field.flatchoices:
        return _choice(model, name, value)
    return _day(value) if isinstance(field, models.DateField) else _word(value)


def _change(value, model):
    """One side of a change: a status, a figure, or several columns by name."""
    if isinstance(value, dict):
        return ", ".join(f"{_field_name(model, name)}: {_of_field(model, name, one)}" for name, one in value.items())
    return _of_field(model, "status", value) if isinstance(value, str | None) else _word(value)


def _pair(value, read=str):
    """A figure, or what it was and what it became."""
    return (
        " → ".join(NOTHING if one is None else read(one) for one in value) if isinstance(value, list) else read(value)
    )


def _units_of_card(punched):
    """The teaching units that are punched on a card, one per bit: "1–4, 6"."""
    spans = []
    for number in (number for number in range(1, punched.bit_length() + 1) if punched >> (number - 1) & 1):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans) or NOTHING


def _lines(value):
    """How many lines; of a roll that was called, how many of each state."""
    if not isinstance(value, list):
        return _plain(value)
    states = Counter(_choice("courses.mark", "status", status) for _day, _enrolment, status, _punched in value)
    return ", ".join(f"{state} {count}" for state, count in states.items())


def _money(cents, _model):
    return euro(cents)


def _role(key, _model):
    return str(staffing_for(key).title) if staffing_for(key) else _word(key)


_READERS = {
    **dict.fromkeys(("cents", "fee_cents", "fee_of", "gross_cents", "price_per_seat"), _money),
    **dict.fromkeys(("fee_percent", "rate"), lambda value, model: _per_cent(value)),
    **dict.fromkeys(("first_day", "until"), lambda value, model: _day(value)),
    **dict.fromkeys(("before", "after"), _change),
    "fields": lambda value, model: ", ".join(_field_name(model, name) for name in value),
    "form": lambda value, model: value.upper(),
    "letters": lambda value, model: str(len(value)),
    "lines": lambda value, model: _lines(value),
    "punched": lambda value, model: _pair(value, _units_of_card),
    "role": _role,
    "units": lambda value, model: _pair(value),
    "via": lambda value, model: value.upper(),
}
