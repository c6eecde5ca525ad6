"""What lies ahead, as queries: cohorts to book, deadlines, the sessions that a company's people go to."""

import datetime as dt

from django.db.models import (
    BigAutoField,
    CharField,
    Count,
    DateTimeField,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.utils import timezone

from courses.booking.models import Booking, Seat
from courses.booking.models.seats import not_held
from courses.booking.permissions import cohorts_shown_to, open_on
from courses.booking.room_at_hosts import room_beside_cohorts
from courses.booking.rules import free_beside_hosts
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import run_by, run_by_key
from lms.accounts.grants import is_told_by_key
from lms.lib.compiled import compiled

UNNAMED = Count("seats", filter=Q(seats__booking__isnull=False, seats__enrolment__isnull=True))
TAKEN = Count("seats", filter=Q(seats__booking__isnull=False))
STANDING = Count("seats", filter=Q(seats__removed_at__isnull=True))

# Named in a letter, or where a cohort is called off.
OTHERS = 3


def free_seats(at):
    """The chairs that nobody has booked or holds at `at`, counted per cohort: the same rule as `Seat.objects.free`."""
    over = not_held(at, "seats__")
    return Count("seats", filter=Q(over, seats__booking__isnull=True, seats__removed_at__isnull=True))


def chairs_counted(at):
    """
    What `bookable` needs of cohorts, as annotations: chairs `free` at `at`, `standing` in the room, `room_at_hosts`.

    One query for any number of cohorts.
    """
    return {"free": free_seats(at), "standing": STANDING, "room_at_hosts": room_beside_cohorts()}


def bookable(cohort):
    """How many chairs of a cohort, which comes with `chairs_counted`, are free and admitted by every host."""
    return free_beside_hosts(cohort.free, cohort.standing, cohort.room_at_hosts)


def admitted_at_hosts(cohort, free):
    """Return how many of the `free` chairs of a cohort every host admits: one query."""
    rows = Cohort.objects.filter(pk=cohort.pk).annotate(standing=STANDING, room_at_hosts=room_beside_cohorts())
    return free_beside_hosts(free, *rows.values_list("standing", "room_at_hosts").get())


def seats_left_for(actor, at):
    """
    The chairs free for `actor` at `at` as a number beside a cohort: also those that they keep for a form.

    As `left` of an open cohort (None of another one) it tells `book_seats` what its first look would.
    """
    over = Q(held_until__isnull=True) | Q(held_until__lte=at) | Q(held_by=actor)
    free = Seat.objects.in_room().filter(over, cohort=OuterRef("pk"), booking__isnull=True).order_by()
    # Count() would group by chairs; this counts all of them.
    return Subquery(free.values_list(Func("pk", function="COUNT", output_field=IntegerField())))


def cohort_at_door(actor, code, at, key=""):
    """
    Return the cohort whose booking page `actor` may open, else None, with `runs` (do they run it?) and `left`.

    With the `key` of a form it also knows whether that was `sent_before`.
    What is open to all, or was, needs no further question: this is the door of a rush. Two queries for others.
    """
    if is_told_by_key(actor):
        asked = {"code": code, "actor": actor.pk, "at": at}
        found = _with_form_at_door(**asked, key=key) if key else _at_door(**asked)
    else:
        found = _with_left(code, actor, at).annotate(runs=run_by(actor))
    cohort = found[0] if found else None
    if cohort is None or cohort.is_open(at):
        return cohort
    cohort.left = None
    # Whoever comes too late is told so; of what was never open to all nobody hears.
    if cohort.status in (Cohort.Status.BOOKING_OPEN, Cohort.Status.CANCELLED):
        return cohort
    return cohort if cohorts_shown_to(actor, at).filter(pk=cohort.pk).exists() else None


def _with_left(code, actor, at):
    rows = Cohort.objects.select_related("edition__programme__office").filter(code=code).order_by()
    return rows.annotate(left=seats_left_for(actor, at))


@compiled(code=CharField(), actor=BigAutoField(), at=DateTimeField())
def _at_door(code, actor, at):
    return _with_left(code, actor, at).annotate(runs=run_by_key(actor))


@compiled(code=CharField(), actor=BigAutoField(), at=DateTimeField(), key=CharField())
def _with_form_at_door(code, actor, at, key):
    rows = _with_left(code, actor, at).annotate(runs=run_by_key(actor))
    return rows.annotate(sent_before=Exists(Booking.objects.under(key, actor)))


def cohorts_to_book(at, most, **facts):
    """
    Return the first `most` cohorts that are open to anybody, soonest first, with how many seats are `bookable`.

    `facts` are expressions that they are annotated with besides. One query.
    """
    return [_with_bookable(cohort) for cohort in _open(at).annotate(**facts)[:most]]


def other_cohorts(cohort, at):
    """Return the next other cohorts of the same programme in which seats are `bookable`, at most OTHERS."""
    rows = _open(at).filter(edition__programme=cohort.edition.programme_id).exclude(pk=cohort.pk)
    return [row for row in map(_with_bookable, rows) if row.bookable][:OTHERS]


def _open(at):
    return (
        Cohort.objects.filter(open_on(timezone.localdate(at)))
        .select_related("edition__programme")
        .annotate(**chairs_counted(at))
        .order_by("starts_on", "code")
    )


def _with_bookable(cohort):
    cohort.bookable = bookable(cohort)
    return cohort


def called_off_for(companies, at):
    """
    Return the bookings of these companies that ended when their cohort was called off, one for each cohort and company.

    Until its planned end, the soonest first. `cancelled_at` is the moment: nothing is cancelled in such a cohort later.
    """
    last = Booking.objects.filter(cohort=OuterRef("cohort"), cancelled_at__isnull=False).order_by("-cancelled_at")
    rows = (
        Booking.objects.filter(
            company__in=companies,
            cohort__status=Cohort.Status.CANCELLED,
            cohort__ends_on__gte=timezone.localdate(at),
            cancelled_at=Subquery(last.values("cancelled_at")[:1]),
        )
        .select_related("company", "cohort__edition__programme")
        .order_by("cohort__starts_on", "company", "pk")
    )
    return list({(row.cohort_id, row.company_id): row for row in rows}.values())


def naming_day(cohort):
    """The day by which names are wanted."""
    return cohort.naming_deadline or cohort.starts_on


def decision_day(cohort):
    """The day by which the office decides whether the cohort takes place."""
    return cohort.decision_on or cohort.starts_on - dt.timedelta(days=cohort.edition.organiser_cancels_by_days)


def sessions_ahead(companies, at, most=5):
    """The next sessions of cohorts in which these companies hold seats, soonest first, with their days."""
    rows = (
        SeminarSession.objects.filter(
            cohort__in=Booking.objects.filter(company__in=companies, seats__isnull=False).values("cohort"),
            days__date__gte=timezone.localdate(at),
        )
        .exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("seminar", "cohort", "host__company")
        .prefetch_related("days")
        .order_by("days__date", "pk")[: most * 3]
    )
    return list({row.pk: row for row in rows}.values())[:most]
