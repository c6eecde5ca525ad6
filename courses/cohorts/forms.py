"""What the office types when it plans."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.cohorts.actions import ends_before_start, too_large, too_small
from courses.cohorts.actions_of_cohort import terms_of
from courses.cohorts.dates import ASK, KEEP, MOVE
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.refusals import ChangedMeanwhile, DatesDiffer
from courses.cohorts.rules import terms_fit
from courses.cohorts.seen import KeepsSeen, packed, token_of
from courses.curriculum.models import Edition
from courses.curriculum.permissions import LECTURERS, programmes_managed_by
from lms.accounts.grants import group_of
from lms.accounts.models import Person
from lms.lib.fields import DayField, LineField, RowsField, TimeInput
from lms.organisations.models import Site


def _fits(site, people):
    return site.max_visitors is None or site.max_visitors >= people


class HostField(forms.ModelChoiceField):
    """Sites that receive groups; each says how many it admits, and whether the whole group fits."""

    def __init__(self, *, people, **kwargs):
        self.people = people
        super().__init__(Site.objects.filter(can_host=True).select_related("company"), **kwargs)

    def label_from_instance(self, site):
        name = ", ".join(part for part in (site.company.name if site.company else site.name, site.town) if part)
        if site.max_visitors is None:
            return name
        if _fits(site, self.people):
            return gettext("%(name)s (at most %(limit)s)") % {"name": name, "limit": site.max_visitors}
        return gettext("%(name)s (at most %(limit)s: too few for one group)") % {
            "name": name,
            "limit": site.max_visitors,
        }


def _refuse_past(day):
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("This day is over. Choose a day from today on."))
    return day


class TermsForm(forms.Form):
    """Deadlines and rules of a cohort, which may change later."""

    booking_closes_on = DayField(
        label=_("Booking closes on"), required=False, help_text=_("Empty: with the first day of the cohort.")
    )
    decision_on = DayField(
        label=_("Decision whether it runs, by"),
        required=False,
        help_text=_("Empty: so many days before the start as the edition says."),
    )
    naming_deadline = DayField(
        label=_("Names known by"),
        required=False,
        help_text=_("Companies name the people of their seats by then. Empty: nobody is asked, nothing goes back."),
    )
    unnamed_seats = forms.ChoiceField(
        label=_("Seats without a name after that"),
        required=False,
        choices=Cohort.UnnamedSeats.choices,
        initial=Cohort.UnnamedSeats.KEEP,
        help_text=_("What goes back costs what cancelling costs on that day, and is offered to the waiting list."),
    )
    naming_warning_days = forms.IntegerField(
        label=_("Warn so many days before"),
        required=False,
        min_value=0,
        max_value=365,
        initial=14,
        help_text=_("Each booking gets one letter. Whoever books later is warned at once and has three days at least."),
    )
    offer_hours = forms.IntegerField(
        label=_("Offers to the waiting list hold (hours)"),
        required=False,
        min_value=1,
        max_value=2_000,
        initial=48,
        help_text=_("Offers made already keep their end."),
    )
    offer_lead_days = forms.IntegerField(
        label=_("No more offers from so many days before the start"),
        required=False,
        min_value=0,
        max_value=365,
        initial=3,
        help_text=_("From then on the office fills free seats by telephone."),
    )

    # Left empty they stay as they are.
    kept = ("unnamed_seats", "naming_warning_days", "offer_hours", "offer_lead_days")

    def clean_naming_deadline(self):
        """Refuse days in the past."""
        return _refuse_past(self.cleaned_data["naming_deadline"])

    def clean(self):
        """Say at the field what lies too late; the act asks again."""
        cleaned = super().clean()
        for name in self.kept:
            if name not in self.errors and cleaned.get(name) in (None, ""):
                cleaned[name] = self.get_initial_for_field(self.fields[name], name)
        first = cleaned.get("starts_on") or self.initial.get("starts_on")
        last = cleaned.get("ends_on") or self.initial.get("ends_on")
        # What is said of a field is taken out of `cleaned`, so each turn finds the next.
        while first and last and (name := terms_fit(first, last, cleaned)):
            self.add_error(name, _("This day is too late. Choose an earlier one."))
        return cleaned


class ChangeTermsForm(KeepsSeen, TermsForm):
    """Deadlines and rules that a cohort has already."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, cohort, **kwargs):
        stored = terms_of(cohort)
        dates = {"starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
        super().__init__(*args, initial={**stored, **dates, "seen": packed(token_of(stored))}, **kwargs)

    def clean_naming_deadline(self):
        """Let an old deadline stay; refuse other days in the past."""
        day = self.cleaned_data["naming_deadline"]
        return day if self.stood_at("naming_deadline", day) else super().clean_naming_deadline()


class CohortForm(TermsForm):
    """A new cohort."""

    field_order = ["edition", "code", "max_size", "starts_on", "ends_on"]

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition of the curriculum"))
    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("For example PK-7. It stands on every list."))
    max_size = forms.IntegerField(label=_("Group size at most"), min_value=1, max_value=500)
    starts_on = DayField(label=_("Starts on"))
    ends_on = DayField(label=_("Ends on"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = (
            Edition.objects.published().filter(programme__in=programmes_managed_by(actor)).select_related("programme")
        )

    def clean_code(self):
        """Refuse a code that is taken."""
        code = self.cleaned_data["code"]
        # "new" is the address of this very form.
        if code.lower() == "new" or Cohort.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("There is a cohort with this code already."))
        return code

    def clean_max_size(self):
        """Refuse a group that is smaller than the edition needs; the act asks again."""
        size, edition = self.cleaned_data["max_size"], self.cleaned_data.get("edition")
        if edition is not None and size < edition.min_group_size:
            raise forms.ValidationError(too_small(edition))
        if edition is not None and size > edition.max_group_size:
            raise forms.ValidationError(too_large(edition))
        return size

    def clean(self):
        """Refuse an end before the start together with all other faults; the act asks again."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", ends_before_start())
        return cleaned


class SessionForm(forms.Form):
    """A session, new or changed."""

    # A DatesDiffer, once the cohort's own dates do not fit the session: the page asks, and its buttons answer.
    question = None
    first_day = DayField(label=_("First day"))
    starts_at = forms.TimeField(label=_("From"), widget=TimeInput(), initial="09:00")
    ends_at = forms.TimeField(label=_("To"), widget=TimeInput(), initial="16:30")
    lecturers = RowsField(
        Person.objects.none(), label=_("Lecturers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        edition = cohort.edition
        self.fields["host"] = HostField(people=cohort.max_size, label=_("Host"), required=False)
        self.order_fields(self.field_order or ["first_day", "starts_at", "ends_at", "host", "lecturers"])
        self.fields["lecturers"].queryset = Person.objects.filter(
            Q(pk__in=edition.seminars.exclude(lecturer=None).values("lecturer"))
            | Q(pk__in=SeminarSession.lecturers.through.objects.values("person"))
            | Q(user__groups=group_of(edition.programme, LECTURERS), user__is_active=True)
        ).distinct()

    def clean_first_day(self):
        """Refuse days in the past."""
        return _refuse_past(self.cleaned_data["first_day"])

    @property
    def plan(self):
        """The typed data as the acts take them; an answer on the cohort's own dates holds for the day asked about."""
        answer, day = self.data.get("dates"), self.cleaned_data["first_day"].isoformat()
        answered = answer in (MOVE, KEEP) and self.data.get("dates_for") == day
        return self.cleaned_data | {"dates": answer if answered else ASK}

    def refuse(self, refusal):
        """Say why nothing was planned; ask about the cohort's own dates where they do not fit."""
        if isinstance(refusal, DatesDiffer):
            self.question = refusal
        else:
            self.add_error(None, str(refusal))


class ChangeSessionForm(KeepsSeen, SessionForm):
    """A session that moves or gets another host; `stored` are its values as they stand."""

    field_order = ["first_day", "starts_at", "ends_at", "host", "parallel_groups", "lecturers", "reason"]
    parallel_groups = forms.IntegerField(label=_("Parallel groups"), min_value=1, max_value=20, initial=1)
    reason = forms.CharField(
        label=_("Reason, if it moves"),
        required=False,
        max_length=300,
        help_text=_("Participants and companies read it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, stored, initial, **kwargs):
        super().__init__(*args, initial={**stored, **initial, "seen": packed(token_of(stored))}, **kwargs)

    def clean_first_day(self):
        """Let a begun session keep its day; refuse other days in the past."""
        day = self.cleaned_data["first_day"]
        return day if self.stood_at("first_day", day) else super().clean_first_day()

    def refuse(self, refusal):
        """Say also what somebody else has changed meanwhile."""
        if isinstance(refusal, ChangedMeanwhile):
            self.begin_anew(refusal)
        else:
            super().refuse(refusal)


class PlanSessionForm(SessionForm):
    """A seminar that has no session yet."""

    seminar: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Seminar"))
    field_order = ["seminar", "first_day", "starts_at", "ends_at", "host", "lecturers"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, cohort=cohort, **kwargs)
        planned = cohort.sessions.values("seminar")
        self.fields["seminar"].queryset = cohort.edition.seminars.exclude(pk__in=planned)


class CallOffForm(forms.Form):
    """Why a cohort does not take place."""

    reason = LineField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "Everybody concerned reads it, in the letters and on the pages: companies, participants, whoever waits, "
            "lecturers, hosts. For example: too few people have booked. It stays in the log too, so name nobody."
        ),
    )


class StartForm(forms.Form):
    """Why a cohort starts that nobody has confirmed and that has fewer seats booked than it needs."""

    reason = LineField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Needed, as the minimum is not reached. It stays in the books; the letters do not quote it."),
    )
