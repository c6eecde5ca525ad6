"""Who takes part, on which chair, booked by whom at which price."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.loading.writers.chairs import seat_everybody
from certificates.loading.writers.people import employer_on
from certificates.loading.writers.stays import stays_of
from courses.booking.models import Booking, Enrolment
from courses.cohorts.models import Cohort
from lms.organisations.models import Membership

# The file has no bookings. We take it that a seat was booked so long before it was first used ...
BOOKED_BEFORE = dt.timedelta(weeks=8)
# ... but some time before the day on which the file was written, and cancelled on the day before that.
BOOKED_AT_LATEST = dt.timedelta(days=14)
CANCELLED_BEFORE = dt.timedelta(days=1)


def moment(day, hour=10, minute=0):
    """An aware moment of that day where the project lives."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=ZoneInfo(settings.TIME_ZONE))


def write_bookings(ledger):
    """Leave `enrolments` (by participant) in the ledger; new people of running cohorts get a booking and a chair."""
    stays = stays_of(ledger)
    people = ledger.data["participants"]
    there = set(
        Enrolment.objects.filter(cohort__in=ledger.cohorts.values()).values_list("cohort__code", "person__reference")
    )
    fresh = [person for person in people if (person["cohort"], person["id"]) not in there]
    bookings = book(ledger, [person for person in fresh if on_contract(person, ledger)], stays)
    rows = [(person.node, enrolment_of(person, stays[person["id"]], bookings, ledger)) for person in people]
    enrolments = ledger.settle(Enrolment, rows, ("cohort_id", "person_id"), skip=("booking", "enrolled_at"))
    ledger.enrolments = {person["id"]: enrolment for person, enrolment in zip(people, enrolments, strict=True)}
    for code, cohort in ledger.cohorts.items():
        here = [person for person in fresh if person["cohort"] == code and person["id"] in bookings]
        if here and not seat_everybody(ledger, cohort, here, stays, bookings):
            place = ledger.index.cohorts[code].node
            ledger.fault(place, _("there are not enough free chairs for the new people of this cohort"))


def on_contract(person, ledger):
    """Whether somebody booked for this person here: runs from before this system have no bookings."""
    past = ledger.cohorts[person["cohort"]].status == Cohort.Status.COMPLETED
    return not past and person["payer"] != "none" and (person["company"] is not None or person["payer"] == "self")


def enrolment_of(person, stay, bookings, ledger):
    booking = bookings.get(person["id"])
    return Enrolment(
        cohort=ledger.cohorts[person["cohort"]],
        person=ledger.people[person["id"]],
        booking=booking,
        starts_on=stay.starts_on,
        ends_on=stay.ends_on,
        ending=stay.ending,
        enrolled_at=booking.booked_at if booking else moment(stay.starts_on),
    )


def book(ledger, people, stays):
    """Make one booking per payer, cohort and first day; return the bookings by participant."""
    memberships = list(Membership.objects.filter(office=ledger.office))
    groups = {}
    for person in people:
        stay = stays[person["id"]]
        day = min(stay.starts_on - BOOKED_BEFORE, ledger.clock - BOOKED_AT_LATEST)
        company = None if person["payer"] == "self" else employer_on(person, day)
        payer = company or person["id"]
        groups.setdefault((person["cohort"], payer, day, person["status"] == "cancelled"), []).append(person)
    made, by_person = [], {}
    for (code, payer, day, cancelled), members in groups.items():
        booking = booking_of(ledger, code, payer, day, len(members), memberships)
        if cancelled:
            booking.status = Booking.Status.CANCELLED
            booking.cancelled_at = moment(ledger.clock - CANCELLED_BEFORE)
        made.append(booking)
        by_person.update({person["id"]: booking for person in members})
    ledger.add(made)
    return by_person


def booking_of(ledger, code, payer, day, count, memberships):
    """A Booking with the price of its day: members of the office pay theirs, everybody else the other."""
    cohort, company = ledger.cohorts[code], ledger.companies.get(payer)
    member = company is not None and any(
        one.company_id == company.pk
        and (one.since is None or one.since <= day)
        and (one.until is None or day < one.until)
        for one in memberships
    )
    edition = ledger.editions[ledger.index.cohorts[code]["programme"]]
    return Booking(
        cohort=cohort,
        company=company,
        private_payer=None if company else ledger.people[payer],
        seat_count=count,
        price_per_seat=edition.price_member if member else edition.price_non_member,
        member_price=member,
        currency=edition.currency,
        booked_at=moment(day),
        booked_by=ledger.actor,
    )
