"""What is typed when results are recorded: a line per person, empty lines are left alone."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.marking import Attempt

VERDICTS = [("", _("no result yet")), ("yes", _("passed")), ("no", _("not passed"))]


class ResultsForm(forms.Form):
    """Results of one requirement for the people of a cohort; `rows` come from `attempts_so_far`."""

    decided_on = forms.DateField(
        label=_("Decided on"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, requirement, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        self.fields["decided_on"].initial = timezone.localdate()
        self.lines = []
        for row in rows:
            row.locked = bool(row.succeeded) or bool(requirement.max_attempts and row.tries >= requirement.max_attempts)
            if not row.locked:
                self.fields[f"result_{row.pk}"] = self._field(row)
        self.lines = [(row, None if row.locked else self[f"result_{row.pk}"]) for row in rows]

    def _field(self, row):
        name = row.person.full_name
        if self.requirement.pass_percent is None:
            field = forms.ChoiceField(label=name, choices=VERDICTS, required=False)
        else:
            field = forms.DecimalField(
                label=name,
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(100),
                max_digits=5,
                decimal_places=2,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
            )
        field.widget.attrs["aria-label"] = name
        return field

    def attempts(self):
        """Return the Attempts that were typed."""
        given = []
        for name, value in self.cleaned_data.items():
            if not name.startswith("result_") or value in (None, ""):
                continue
            enrolment = int(name.removeprefix("result_"))
            if self.requirement.pass_percent is None:
                given.append(Attempt(enrolment, passed=value == "yes"))
            else:
                given.append(Attempt(enrolment, percent=value))
        return given
