"""Form fields that the whole house shares: days and times as the browser gives them or as a German types them."""

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

# Beyond these years it is a slip of the pen, and reckoning with time zones ends.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class DateInput(forms.DateInput):
    """The browser's own date field; it speaks ISO dates."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class DayField(forms.DateField):
    """A day between 1900 and 2199, as the browser gives it (ISO) or as a German types it (22.11.2026)."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", DateInput())
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        super().__init__(**kwargs)
        said = _("Check the year.")
        self.validators += [MinValueValidator(EARLIEST, said), MaxValueValidator(LATEST, said)]


class LinesField(forms.CharField):
    """A list of short texts, one per line; for JSON columns that hold a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows to choose from; an id beyond what a database can count is no choice, instead of an error."""

    def _check_values(self, value):
        for pk in value if isinstance(value, (list, tuple)) else ():
            if len(str(pk)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(pk)[:30]}
                )
        return super()._check_values(value)
