"""What the office types when it plans."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import Edition
from courses.curriculum.permissions import programmes_managed_by
from lms.accounts.models import Person
from lms.organisations.models import Site


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


def date_field(label, **kwargs):
    """A date as the browser gives it (ISO) or as a German types it (22.11.2026)."""
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
    return forms.DateField(label=label, widget=DateInput(), input_formats=formats, **kwargs)


class CohortForm(forms.Form):
    """A new cohort."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition of the curriculum"))
    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("For example PK-7. It stands on every list."))
    max_size = forms.IntegerField(label=_("Group size at most"), min_value=1, max_value=500)
    starts_on = date_field(_("Starts on"))
    ends_on = date_field(_("Ends on"))
    booking_closes_on = date_field(_("Booking closes on"), required=False)
    naming_deadline = date_field(_("Names known by"), required=False)
    decision_on = date_field(_("Decision whether it runs, by"), required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = (
            Edition.objects.published().filter(programme__in=programmes_managed_by(actor)).select_related("programme")
        )

    def clean_code(self):
        """Refuse a code that is taken."""
        code = self.cleaned_data["code"]
        if Cohort.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("There is a cohort with this code already."))
        return code


class SessionForm(forms.Form):
    """A session, new or changed."""

    first_day = date_field(_("First day"))
    starts_at = forms.TimeField(label=_("From"), widget=TimeInput(), initial="09:00")
    ends_at = forms.TimeField(label=_("To"), widget=TimeInput(), initial="16:30")
    host = forms.ModelChoiceField(Site.objects.none(), label=_("Host"), required=False)
    lecturers = forms.ModelMultipleChoiceField(Person.objects.none(), label=_("Lecturers"), required=False)

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        edition = cohort.edition
        self.fields["host"].queryset = Site.objects.filter(can_host=True).select_related("company")
        self.fields["lecturers"].queryset = Person.objects.filter(
            pk__in={
                *edition.seminars.exclude(lecturer=None).values_list("lecturer", flat=True),
                *SeminarSession.lecturers.through.objects.values_list("person", flat=True),
            }
        )

    def clean_first_day(self):
        """Refuse days in the past."""
        day = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose a day from today on."))
        return day


class ChangeSessionForm(SessionForm):
    """A session that moves or gets another host."""

    parallel_groups = forms.IntegerField(label=_("Parallel groups"), min_value=1, max_value=20, initial=1)
    reason = forms.CharField(
        label=_("Reason, if it moves"),
        required=False,
        max_length=300,
        help_text=_("Participants and companies read it."),
    )


class PlanSessionForm(SessionForm):
    """A seminar that has no session yet."""

    seminar: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Seminar"))
    field_order = ["seminar"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, cohort=cohort, **kwargs)
        planned = cohort.sessions.values("seminar")
        self.fields["seminar"].queryset = cohort.edition.seminars.exclude(pk__in=planned)
