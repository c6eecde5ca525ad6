"""Form fields that the whole house shares: days, times and amounts as the browser gives them or a German types them."""

import datetime as dt
import re
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.lib.nul import is_one_line

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


class LineField(forms.CharField):
    """A sentence of one line; control characters are refused."""

    def clean(self, value):
        """Return the text. Raises ValidationError."""
        text = super().clean(value)
        if not is_one_line(text):
            raise forms.ValidationError(_("There is a control character in it that prints nothing. Type it anew."))
        return text


class LinesField(forms.CharField):
    """A list of short texts, one per line; for JSON columns that hold a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class DaysField(LinesField):
    """
    Days, one per line, each with a word behind it if one likes: "15.08.2028 Mariä Himmelfahrt".

    Cleans to a list of texts in the order of the days, each with its day first as ISO: "2028-08-15 Mariä Himmelfahrt".
    """

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{dt.date.fromisoformat(line[:10]):%d.%m.%Y}{line[10:]}" for line in value)

    def clean(self, value):
        """Return the list. Raises ValidationError naming each line without a day, or with one that was said."""
        day, found, faults = DayField(), {}, []
        for line in super().clean(value):
            typed, _space, words = line.partition(" ")
            try:
                on = day.clean(typed)
            except forms.ValidationError:
                faults.append(gettext("“%(line)s” does not begin with a day such as 15.08.2028.") % {"line": line[:40]})
                continue
            if on in found:
                faults.append(
                    gettext("“%(line)s”: this day stands in another line already. Say each day once.")
                    % {"line": line[:40]}
                )
            found.setdefault(on, f"{on.isoformat()} {words.strip()}".strip())
        if faults:
            raise forms.ValidationError(faults)
        return [found[on] for on in sorted(found)]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows to choose from; an id beyond what a database can count is no choice, instead of an error."""

    def _check_values(self, value):
        for pk in value if isinstance(value, (list, tuple)) else ():
            if len(str(pk)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(pk)[:30]}
                )
        return super()._check_values(value)


class EuroField(forms.DecimalField):
    """An amount of euros as a German or the browser writes it ("4.950,00", "4950.00"); cleans to whole cents."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(
            **{
                "min_value": 0,
                "max_value": Decimal("20000000"),
                "decimal_places": 2,
                "help_text": _("In euros."),
                **kwargs,
            }
        )

    def prepare_value(self, value):
        """Write cents as euros; what was typed stays as it was typed."""
        if isinstance(value, int):
            return formats.number_format(Decimal(value) / 100, 2, use_l10n=True, force_grouping=True)
        return value

    def to_python(self, value):
        """Return the amount as an exact Decimal of euros, or None. Raises ValidationError."""
        typed = "".join(str(value if value is not None else "").replace("€", "").split())
        if typed in self.empty_values:
            return None
        return super().to_python(_plain_amount(typed))

    def clean(self, value):
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)

    def has_changed(self, initial, data):
        try:
            return super(forms.DecimalField, self).has_changed(initial, self.clean(data))
        except forms.ValidationError:
            return True


def _plain_amount(typed):
    """Return "4.950,00", "4,950.00" and "4950,00" as "4950.00"; what fits none of them stays and is turned down."""
    # "10,005" in German: a slip of the pen rather than ten thousand.
    if re.fullmatch(rf"\d+\{formats.get_format('DECIMAL_SEPARATOR')}\d{{3}}", typed):
        return "?"
    for thousands, point in ((".", ","), (",", ".")):
        grouped = rf"\d{{1,3}}(?:\{thousands}\d{{3}})+|\d+"
        if re.fullmatch(rf"(?:{grouped})(?:\{point}\d{{1,2}})?", typed):
            return typed.replace(thousands, "").replace(point, ".")
    return "?" if "," in typed else typed
