"""What booking hangs up on start pages: a booker's next things, and what the office has to watch."""

import datetime as dt

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.booking.models import Booking
from courses.booking.outlook import TAKEN, UNNAMED, cohorts_to_book, decision_day, naming_day, sessions_ahead
from courses.booking.permissions import companies_bookable_by
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from lms.accounts.roles import roles_of
from lms.home.navigation import NavItem, register
from lms.home.panels import Panel, hang_up

FOLDER = "courses/booking"
# How long before a deadline it presses.
PRESSING = dt.timedelta(days=30)
MOST = 8

register(NavItem(_("Seats"), "companies", {"booker"}, order=20))


@hang_up
def my_unnamed_seats(request, at):
    """A booker's seats that want a name, those that press first."""
    if "booker" not in roles_of(request.user):
        return None
    day = timezone.localdate(at)
    bookings = (
        Booking.objects.filter(company__in=companies_bookable_by(request.user), status=Booking.Status.ACTIVE)
        .exclude(cohort__status__in=[Cohort.Status.COMPLETED, Cohort.Status.CANCELLED])
        .select_related("company", "cohort__edition__programme")
        .annotate(unnamed=Count("seats", filter=Q(seats__enrolment__isnull=True)))
        .filter(unnamed__gt=0)
    )
    per_cohort = {}
    for booking in bookings:
        task = per_cohort.setdefault((booking.company_id, booking.cohort_id), {"booking": booking, "unnamed": 0})
        task["unnamed"] += booking.unnamed
    tasks = sorted(per_cohort.values(), key=lambda task: naming_day(task["booking"].cohort))
    for task in tasks:
        task["until"] = naming_day(task["booking"].cohort)
        task["soon"] = task["until"] - day <= PRESSING
    return Panel(f"{FOLDER}/panel_unnamed.html", {"tasks": tasks[:MOST]}, order=10)


@hang_up
def my_next_sessions(request, at):
    """Where a booker's people go next."""
    if "booker" not in roles_of(request.user):
        return None
    sessions = sessions_ahead(companies_bookable_by(request.user), at)
    return Panel(f"{FOLDER}/section_sessions.html", {"sessions": sessions}, order=30)


@hang_up
def bookable(request, at):
    """What a booker may book."""
    if "booker" not in roles_of(request.user):
        return None
    return Panel(f"{FOLDER}/panel_open.html", {"cohorts": list(cohorts_to_book(at)[:MOST])}, order=20)


@hang_up
def office_bookings(request, at):
    """The bookings that came in today, or the latest before that."""
    if "office" not in roles_of(request.user):
        return None
    bookings = (
        Booking.objects.filter(cohort__in=cohorts_run_by(request.user))
        .select_related("cohort", "company", "private_payer")
        .order_by("-booked_at", "-pk")
    )
    day = timezone.localdate(at)
    latest = list(bookings[:MOST])
    today = sum(timezone.localdate(booking.booked_at) == day for booking in latest)
    return Panel(f"{FOLDER}/panel_bookings.html", {"bookings": latest, "today": today, "day": day}, order=40)


@hang_up
def too_few(request, at):
    """Open cohorts below their minimum, with the day on which the office decides."""
    if "office" not in roles_of(request.user):
        return None
    cohorts = [
        cohort
        for cohort in cohorts_run_by(request.user)
        .filter(status=Cohort.Status.BOOKING_OPEN, starts_on__gte=timezone.localdate(at))
        .select_related("edition__programme")
        .annotate(taken=TAKEN)
        .order_by("starts_on", "code")
        if cohort.taken < cohort.edition.min_group_size
    ]
    if not cohorts:
        return None
    for cohort in cohorts:
        cohort.missing = cohort.edition.min_group_size - cohort.taken
        cohort.decide_on = decision_day(cohort)
        cohort.soon = cohort.decide_on - timezone.localdate(at) <= PRESSING
    return Panel(f"{FOLDER}/panel_too_few.html", {"cohorts": cohorts[:MOST]}, order=20)


@hang_up
def names_wanted(request, at):
    """Cohorts whose naming deadline is near or over while seats have no name."""
    if "office" not in roles_of(request.user):
        return None
    day = timezone.localdate(at)
    cohorts = (
        cohorts_run_by(request.user)
        .filter(status__in=[Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING])
        .annotate(unnamed=UNNAMED)
        .filter(unnamed__gt=0)
        .order_by("starts_on", "code")
    )
    near = [cohort for cohort in cohorts if naming_day(cohort) - day <= PRESSING]
    for cohort in near:
        cohort.until = naming_day(cohort)
        cohort.late = cohort.until < day
    return Panel(f"{FOLDER}/panel_names.html", {"cohorts": near[:MOST]}, order=25) if near else None
