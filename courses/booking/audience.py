"""Participants and the companies that sent them: who sees a session, and who is told when it changes."""

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from courses.booking.models import Booking, Enrolment, StandIn
from courses.cohorts.audience import Reader, tells_of_sessions
from courses.cohorts.models import SessionDay
from courses.cohorts.sections import lets_see_sessions
from lms.accounts.grants import group_of
from lms.accounts.models import User
from lms.organisations.models import Company


@lets_see_sessions
def taken_part_in(user):
    """The sessions of somebody's cohorts that lie within the time they take part, and those they are a stand-in for."""
    person = getattr(user, "person_id", None)
    if person is None or not user.is_active:
        return Q(pk__in=[])
    stays = "session__cohort__enrolments__"
    days = SessionDay.objects.filter(
        Q(**{f"{stays}ends_on__isnull": True}) | Q(**{f"{stays}ends_on__gt": F("date")}),
        **{f"{stays}person": person, f"{stays}starts_on__lte": F("date")},
    )
    return Q(pk__in=days.values("session")) | Q(pk__in=StandIn.objects.coming().filter(person=person).values("session"))


@tells_of_sessions
def participants_and_payers(session, at):
    """Who takes part or stands in, and the companies that booked: their address for invoices, else their bookers."""
    today = timezone.localdate(at)
    # Who left before the start has an end in the future, on the day of the start: they never took part.
    stays = Q(ends_on__isnull=True) | Q(ends_on__gt=today, starts_on__lt=F("ends_on"))
    taking_part = Enrolment.objects.filter(stays, cohort=session.cohort_id).select_related("person").order_by("pk")
    readers = [Reader.of_person(enrolment.person, "participant") for enrolment in taking_part]
    coming = StandIn.objects.coming().filter(session=session).select_related("person").order_by("pk")
    readers += [Reader.of_person(stand_in.person, "stand_in") for stand_in in coming]
    companies = Company.objects.filter(
        pk__in=Booking.objects.filter(cohort=session.cohort_id, status=Booking.Status.ACTIVE).values("company")
    )
    for company in companies:
        readers += _of_company(company)
    return readers


def _of_company(company):
    if company.billing_email:
        return [Reader(company.billing_email, _language_of(company.billing_email), "company", company.name)]
    bookers = User.objects.filter(groups=group_of(company, "bookers"), is_active=True)
    return [Reader.of_user(user, "company") for user in bookers]


def _language_of(address):
    """The language of whoever has an account with this address; else that of the house."""
    user = User.objects.filter(email__iexact=address, is_active=True).only("language").first()
    return user.language if user else settings.LANGUAGE_CODE
