"""From what a booker typed to a person: found by e-mail or made new, never renamed."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.refusals import AlreadyEnrolled, PersonUnclear
from lms.accounts.models import Person
from lms.lib.refusals import Refusal
from lms.organisations.models import Employment


@dataclass(frozen=True)
class Attendee:
    """What is known of somebody who gets a seat."""

    given_name: str
    family_name: str
    email: str
    language: str = "de"
    # For the certificate. Kept of somebody new; what is known of a person is never changed by a booking.
    date_of_birth: dt.date | None = None

    def packed(self):
        """Return this as plain values, for keeping; `unpacked` turns them back."""
        born = self.date_of_birth and self.date_of_birth.isoformat()
        return {**asdict(self), "date_of_birth": born}

    @classmethod
    def unpacked(cls, values):
        """Return the Attendee that was `packed`."""
        born = values["date_of_birth"] and dt.date.fromisoformat(values["date_of_birth"])
        return cls(**{**values, "date_of_birth": born})

    @property
    def full_name(self):
        """Given and family name, as typed."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def address(self):
        """The e-mail as people are told apart by it."""
        return self.email.strip().lower()

    def is_person(self, person):
        """Whether this is somebody whom we know."""
        return self.address == person.email.lower() and self.has_name_of(person)

    def has_name_of(self, person):
        """Whether the name typed is the person's, whatever the case and the spaces."""
        return _plain(self.given_name, self.family_name) == _plain(person.given_name, person.family_name)


def people_for(attendees, *, company, trusted, ask_first=None, at):
    """
    Return the Person of each attendee, in order; make those whose e-mail is new, as employees of `company`.

    A known e-mail must belong to the name typed and to nobody of another company, else PersonUnclear: a booker must
    not reach somebody else's record by guessing an address. `trusted` (the office) may name anybody's employee.
    Raises AlreadyEnrolled if one address comes twice. `ask_first` gets the people found, before PersonUnclear is
    raised, and raises what stands in their way: else a row that is sure to be refused would make guessing free.
    """
    found = look_up(attendees, company=company, trusted=trusted, at=at)
    refusals = [one for one in found if isinstance(one, Refusal)]
    if refusals:
        if ask_first is not None:
            ask_first([one for one in found if isinstance(one, Person)])
        raise min(refusals, key=lambda one: isinstance(one, PersonUnclear))
    return [
        _new(attendee, company, trusted, at) if known is None else _known(known, company, at)
        for attendee, known in zip(attendees, found, strict=True)
    ]


def look_up(attendees, *, company, trusted, discreet=False, at):
    """
    Say of each attendee, in order, who they are: a Person, None (new), or the Refusal that `people_for` would raise.

    The second of two rows with one address is refused. Writes nothing; three queries at most. With `discreet` whoever
    does not work for `company` is as new: nobody learns from a list of addresses which of them we know.
    """
    addresses = [attendee.address for attendee in attendees]
    known = {
        person.address: person
        for person in Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    }
    employed = _employments_on(timezone.localdate(at), known.values())
    found, seen = [], set()
    for attendee in attendees:
        person = known.get(attendee.address)
        if attendee.address in seen:
            found.append(_twice(attendee))
        elif person is not None:
            person.employers = employed.get(person.pk, set())
            hidden = discreet and company.pk not in person.employers
            found.append(None if hidden else _unclear(person, attendee, company, trusted) or person)
        else:
            found.append(None)
        seen.add(attendee.address)
    return found


def _employments_on(day, people):
    """Return {person: the companies they work for on `day`}: also one whose end is known already."""
    found = {}
    if people:
        for person, company in Employment.objects.on(day).filter(person__in=people).values_list("person", "company"):
            found.setdefault(person, set()).add(company)
    return found


def _twice(attendee):
    return AlreadyEnrolled(
        _("%(email)s stands in two rows. Each person needs one seat and an e-mail of their own.")
        % {"email": attendee.email}
    )


def _unclear(person, attendee, company, trusted):
    elsewhere = company is not None and bool(person.employers) and company.pk not in person.employers
    if attendee.has_name_of(person) and (trusted or not elsewhere):
        return None
    if not trusted and company is not None and company.pk in person.employers:
        return PersonUnclear(
            _(
                "Among your own people we know %(email)s under another name. Check the address and the spelling; if "
                "both are right, the cluster office corrects its records."
            )
            % {"email": attendee.email}
        )
    if trusted:
        return PersonUnclear(
            _(
                "We know %(email)s under another name. Check the address and the spelling; if both are right, the "
                "cluster office corrects its records."
            )
            % {"email": attendee.email}
        )
    # Not whether we know the address, nor from where: whoever books shall not learn that by guessing.
    return PersonUnclear(
        _(
            "%(name)s cannot be entered here with the address %(email)s. Check both; if they are right, write to the "
            "cluster office: it enters the name for you."
        )
        % {"name": attendee.full_name, "email": attendee.email}
    )


def _known(person, company, at):
    if company is not None and not person.employers:
        _employ(person, company, at)
    return person


def _new(attendee, company, trusted, at):
    try:
        with transaction.atomic():
            person = Person.objects.create(
                given_name=attendee.given_name.strip(),
                family_name=attendee.family_name.strip(),
                email=attendee.address,
                language=attendee.language,
                date_of_birth=attendee.date_of_birth,
            )
    except IntegrityError:
        # Somebody else made the same person between our look and now: start over with what there is.
        return people_for([attendee], company=company, trusted=trusted, at=at)[0]
    if company is not None:
        _employ(person, company, at)
    return person


def _employ(person, company, at):
    if not Employment.objects.filter(person=person, until__isnull=True).exists():
        Employment.objects.create(person=person, company=company, since=timezone.localdate(at))


def _plain(*names):
    return " ".join(" ".join(names).split()).casefold()
