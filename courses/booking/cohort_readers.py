"""Everybody who has to do with a cohort and is told of its decision: companies, private payers, participants."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count

from courses.booking.models import Booking, Enrolment, Pledge, WaitEntry
from courses.booking.permissions import books_for_everybody, may_book_for
from lms.accounts.grants import group_of
from lms.accounts.models import Person, User
from lms.organisations.models import Company


@dataclass
class Party:
    """A company or a private payer with what they have in a cohort: seats, pledged, waited for, offered."""

    payer: Company | Person
    seats: int = 0
    pledged: int = 0
    waiting: int = 0
    offered: int = 0

    @property
    def company(self):
        """The company, or None for a private payer."""
        return self.payer if isinstance(self.payer, Company) else None

    def readers(self):
        """
        Return pairs of address and language: those who book for the company, else its address for invoices.

        A private payer reads alone. Nobody without an address.
        """
        if self.company is None:
            return [(self.payer.email, self.payer.language)] if self.payer.email else []
        users = User.objects.filter(groups=group_of(self.payer, "bookers"), is_active=True).order_by("pk")
        found = [(user.email, user.language) for user in users if user.email]
        if not found and self.payer.billing_email:
            found = [(self.payer.billing_email, settings.LANGUAGE_CODE)]
        return found


def readers_of_booking(booking):
    """
    Return pairs of address and language: whoever booked it, as long as they book for the company.

    Else those who do, else its address for invoices. The office books for everybody and is nobody's reader.
    """
    booker = booking.booked_by
    reads = booking.company is not None and booker is not None and booker.is_active and booker.email
    if reads and may_book_for(booker, booking.company) and not books_for_everybody(booker):
        return [(booker.email, booker.language)]
    return Party(booking.payer).readers()


@dataclass
class Parties:
    """The parties of a cohort, each once, and the people who take part."""

    payers: list[Party] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def companies(self):
        """How many companies are among the payers."""
        return sum(party.company is not None for party in self.payers)


def parties_of(cohort):
    """Return the Parties of a cohort as they stand now: those with seats, an open pledge, or a place in line."""
    found: dict = defaultdict(dict)
    payers: dict = {}

    def note(payer, what, number):
        key = (type(payer), payer.pk)
        payers[key] = payer
        found[key][what] = found[key].get(what, 0) + number

    bookings = Booking.objects.filter(cohort=cohort, status=Booking.Status.ACTIVE).select_related(
        "company", "private_payer"
    )
    for booking in bookings.annotate(seats_now=Count("seats")).order_by("booked_at", "pk"):
        note(booking.payer, "seats", booking.seats_now)
    for pledge in Pledge.objects.filter(cohort=cohort, state=Pledge.State.OPEN).select_related("company"):
        note(pledge.company, "pledged", pledge.seats)
    for entry in WaitEntry.objects.live().filter(cohort=cohort).select_related("company", "private_payer"):
        note(entry.payer, "waiting", entry.seats_wanted)
        note(entry.payer, "offered", entry.seats_offered if entry.state == WaitEntry.State.OFFERED else 0)
    return Parties([Party(payers[key], **numbers) for key, numbers in found.items()], _people_of(cohort))


def _people_of(cohort):
    rows = Enrolment.objects.filter(cohort=cohort, ends_on__isnull=True).select_related("person").order_by("pk")
    return [row.person for row in rows]
