"""What the demo shows of a waiting list: a full cohort, an offer that wants an answer, and somebody next in line."""

import datetime as dt

from django.utils import timezone

from courses.booking.actions import book_seats, give_back_seat, join_waiting_list, open_booking, wait_privately
from courses.booking.people import Attendee
from courses.cohorts.actions import plan_cohort
from courses.cohorts.models import Cohort
from courses.curriculum.models import Edition
from lms.accounts.models import Person
from lms.organisations.models import Company

CODE = "SP-5"
# Who booked it full, who waits (company, seats, whether fewer are welcome; who pays alone), how long an offer holds.
BOOKED = {"C01": 5, "C06": 4, "C09": 3, "C11": 2}
WAITING = (("C07", 2, True), ("C03", 3, False), ("C12", 1, False))
ALONE = "P56"
HOURS = 14 * 24


def show_waiting_list(*, actor, at):
    """
    Plan and book out a further cohort of the production workers, and let one seat come back; return the Cohort.

    All of it through the acts that people use. None where the file's own data are not there.
    """
    edition = Edition.objects.filter(programme__code="SP", published_on__isnull=False).order_by("-valid_from").first()
    companies = Company.objects.in_bulk([*BOOKED, *(code for code, *_wish in WAITING)], field_name="code")
    if edition is None or len(companies) < len(BOOKED) + len(WAITING):
        return None
    start = _monday(timezone.localdate(at) + dt.timedelta(days=140))
    cohort = plan_cohort(
        edition=edition, code=CODE, max_size=edition.max_group_size, starts_on=start,
        ends_on=start + dt.timedelta(days=540), naming_deadline=start - dt.timedelta(days=14), actor=actor, at=at,
    )  # fmt: skip
    Cohort.objects.filter(pk=cohort.pk).update(offer_hours=HOURS)
    cohort = open_booking(cohort=cohort, actor=actor, at=at)
    booked_at = at - dt.timedelta(days=20)
    left = cohort.max_size
    bookings = []
    for code, count in BOOKED.items():
        count = min(count, left)
        if count:
            number = {"purchase_order": f"B-{code}-17"} if companies[code].purchase_order_required else {}
            bookings.append(
                book_seats(cohort=cohort, company=companies[code], count=count, actor=actor, at=booked_at, **number)
            )
        left -= count
    for days, (code, seats, fewer) in enumerate(WAITING):
        number = f"B-{code}-18" if companies[code].purchase_order_required else ""
        join_waiting_list(
            cohort=cohort, company=companies[code], seats=seats, accepts_fewer=fewer, purchase_order=number,
            actor=actor, at=at - dt.timedelta(days=9 - 2 * days),
        )  # fmt: skip
    _wait_alone(cohort, actor, at - dt.timedelta(days=2))
    give_back_seat(seat=bookings[0].seats.order_by("number").last(), actor=actor, at=at)
    return cohort


def _wait_alone(cohort, actor, at):
    """Somebody who pays alone stands in the same line."""
    person = Person.objects.filter(reference=ALONE).first()
    if person is not None:
        who = Attendee(person.given_name, person.family_name, person.email, person.language)
        wait_privately(cohort=cohort, attendee=who, actor=actor, at=at)


def _monday(day):
    return day - dt.timedelta(days=day.weekday())
