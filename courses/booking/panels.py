"""What booking hangs up on start pages: a booker's next things, and what the office has to watch."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.booking.line import places_of
from courses.booking.models import Booking
from courses.booking.outlook import (
    TAKEN,
    UNNAMED,
    called_off_for,
    cohorts_to_book,
    decision_day,
    naming_day,
    sessions_ahead,
)
from courses.booking.permissions import companies_bookable_by
from courses.booking.strength import PLEDGED, Strength
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from lms.accounts.roles import roles_of
from lms.home.decisions import CALM, DECIDE, URGENT, Decision, decides
from lms.home.navigation import NavItem, register
from lms.home.panels import Panel, hang_up

FOLDER = "courses/booking"
# How long before a deadline it presses.
PRESSING = dt.timedelta(days=30)
# What is decided later than this is told, not asked.
FAR = dt.timedelta(days=180)
MOST = 8

register(NavItem(gettext_lazy("Seats"), "companies", {"booker"}, order=20))


@hang_up
def my_waiting_lists(request, at):
    """A booker's offers that want an answer, and their places in line; nothing where they wait for nothing."""
    if "booker" not in roles_of(request.user):
        return None
    places = places_of(companies_bookable_by(request.user), at)
    if not places:
        return None
    offers = [place for place in places if place.is_offer]
    others = [place for place in places if not place.is_offer]
    return Panel(f"{FOLDER}/panel_offers.html", {"offers": offers[:MOST], "waiting": others[:MOST]}, order=5)


@hang_up
def my_cohorts_called_off(request, at):
    """Cohorts of a booker's companies that were called off, until they would have ended."""
    if "booker" not in roles_of(request.user):
        return None
    rows = called_off_for(companies_bookable_by(request.user), at)[:MOST]
    several = len({row.company_id for row in rows}) > 1
    return Panel(f"{FOLDER}/cohorts_called_off.html", {"rows": rows, "several": several}, order=18) if rows else None


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
    return Panel(f"{FOLDER}/panel_open.html", {"cohorts": cohorts_to_book(at, MOST)}, order=20)


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


@decides
def too_few(request, at):
    """Open cohorts that nobody has confirmed: below their minimum, or strong enough by pledges only."""
    day = timezone.localdate(at)
    cohorts = (
        cohorts_run_by(request.user)
        .filter(status=Cohort.Status.BOOKING_OPEN, starts_on__gte=day, confirmed_at__isnull=True)
        .select_related("edition__programme")
        .annotate(taken=TAKEN, pledged=PLEDGED)
        .order_by("starts_on", "code")
    )
    for cohort in cohorts:
        strength = Strength(cohort.taken, cohort.pledged, cohort.edition.min_group_size)
        decide_on = decision_day(cohort)
        if strength.taken >= strength.least and not strength.pledged:
            continue
        facts = {"start": date_format(cohort.starts_on, "DATE_FORMAT"), "day": date_format(decide_on, "DATE_FORMAT")}
        enough = not strength.missing
        yield Decision(
            title=_strength_said(cohort, strength),
            text=_(
                "Strong enough with the pledges. Confirm it by %(day)s, so that they become bookings; start: %(start)s."
            )
            % facts
            if enough
            else _missing_seats(strength.missing, late=decide_on < day) % {"missing": strength.missing, **facts},
            url=reverse("cohort_decision", args=[cohort.code]),
            url_label=_("Decide"),
            urgency=URGENT if decide_on - day <= PRESSING else CALM if decide_on - day > FAR else DECIDE,
            icon="chair",
            on=decide_on,
        )


def _strength_said(cohort, strength):
    facts = {"cohort": cohort.code, "taken": strength.taken, "least": strength.least, "pledged": strength.pledged}
    if strength.pledged:
        return _("%(cohort)s: %(taken)s booked, %(pledged)s pledged, %(least)s needed") % facts
    return _("%(cohort)s: %(taken)s booked, %(least)s needed") % facts


def _missing_seats(missing, *, late):
    if late:
        return ngettext(
            "%(missing)s seat is missing; it starts on %(start)s. Whether it takes place was to be decided on %(day)s.",
            "%(missing)s seats are missing; it starts on %(start)s. Whether it takes place was to be decided on "
            "%(day)s.",
            missing,
        )
    return ngettext(
        "%(missing)s seat is missing; it starts on %(start)s. Decide by %(day)s whether it takes place.",
        "%(missing)s seats are missing; it starts on %(start)s. Decide by %(day)s whether it takes place.",
        missing,
    )


@decides
def names_wanted(request, at):
    """Cohorts whose naming deadline is near or over while seats have no name."""
    day = timezone.localdate(at)
    cohorts = (
        cohorts_run_by(request.user)
        .filter(status__in=[Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING])
        .annotate(unnamed=UNNAMED)
        .filter(unnamed__gt=0)
        .order_by("starts_on", "code")
    )
    for cohort in cohorts:
        until = naming_day(cohort)
        if until - day <= PRESSING:
            yield Decision(
                title=ngettext(
                    "%(cohort)s: %(seats)s seat without a name",
                    "%(cohort)s: %(seats)s seats without a name",
                    cohort.unnamed,
                )
                % {"cohort": cohort.code, "seats": cohort.unnamed},
                text=_("Wanted by %(day)s. Call the companies, or enter the names yourself.")
                % {"day": date_format(until, "DATE_FORMAT")},
                url=reverse("cohort", args=[cohort.code]) + "#chairs",
                url_label=_("See the seats"),
                urgency=URGENT if until < day else DECIDE,
                icon="person",
                on=until,
            )
