"""What would become of each row of a list, by the rules that naming itself asks; nothing is written."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from courses.booking.actions.name import why_not_again
from courses.booking.forms import RowForm
from courses.booking.lists.lines import Line
from courses.booking.models import Enrolment, Seat
from courses.booking.people import Attendee, look_up
from courses.cohorts.permissions import may_run
from lms.lib.refusals import Refusal

LANGUAGES = {
    "de": {"de", "deutsch", "german", "d"},
    "en": {"en", "englisch", "english", "e"},
}


@dataclass(frozen=True)
class Fate:
    """A row and what becomes of it: `kind` is seat, there, full, empty or no; `why` says it in a sentence."""

    line: Line
    kind: str
    why: str
    seat: Seat | None = None
    attendee: Attendee | None = None


def fates_of(lines, *, cohort, company, actor, at, telling=False, passed=()):
    """
    Return the Fate of each line, in order, if the good ones were named now on the company's unnamed seats.

    Rows take these seats in order, the lowest number first. The same number of queries for any number of rows. To a
    booker somebody whom another company employs looks as new as an address that nobody has, unless `telling`: that is
    for rows that are being named, where each that nobody has takes a seat and an invitation. Lines in
    `passed`, a dict, have their Fate already.
    """
    attendees = {line: attendee_of(line) for line in lines if not line.is_empty and line not in passed}
    able = [line for line, read in attendees.items() if isinstance(read, Attendee)]
    trusted = may_run(actor, cohort)
    people = [attendees[line] for line in able]
    found = look_up(people, company=company, trusted=trusted, discreet=not (trusted or telling), at=at)
    known = dict(zip(able, found, strict=True))
    enrolled = {
        one.person_id: one
        for one in Enrolment.objects.filter(
            cohort=cohort, person__in=[one for one in found if one is not None and not isinstance(one, Refusal)]
        ).select_related("booking", "seat")
    }
    seats = iter(unnamed_seats(cohort, company))
    return [
        passed[line]
        if line in passed
        else _empty(line)
        if line.is_empty
        else Fate(line, "no", attendees[line])
        if line not in known
        else _fate(line, attendees[line], known[line], enrolled, cohort, company, seats)
        for line in lines
    ]


def unnamed_seats(cohort, company):
    """The company's booked chairs of this cohort without a name, the lowest number first."""
    return Seat.objects.unnamed().filter(cohort=cohort, booking__company=company).order_by("number")


def attendee_of(line):
    """Return the Attendee that a line describes, or the sentence that says what is wrong with it."""
    if not line.email:
        return _("The e-mail is missing. The invitation goes there, and it is the name for signing in.")
    if not (line.given_name and line.family_name):
        return _("The given name or the family name is missing.")
    language = language_of(line)
    if language is None:
        return _("“%(word)s” is no language of our letters. Write de or en, or leave it empty.") % {
            "word": line.language[:40]
        }
    form = RowForm(data_of(line))
    if form.is_valid():
        return form.attendee
    return " ".join(f"{form[name].label}: {' '.join(errors)}" for name, errors in form.errors.items())


def data_of(line):
    """What somebody would have typed into the form for one person; a language that we do not know is left open."""
    return {
        "given_name": line.given_name,
        "family_name": line.family_name,
        "email": line.email,
        "language": language_of(line) or "",
        "date_of_birth": line.date_of_birth,
    }


def language_of(line):
    """The language's code, that of the house where nothing stands, or None for a word that is none."""
    word = line.language.casefold()
    return (
        settings.LANGUAGE_CODE if not word else next((code for code, all_ in LANGUAGES.items() if word in all_), None)
    )


def _fate(line, attendee, person, enrolled, cohort, company, seats):
    if isinstance(person, Refusal):
        return Fate(line, "no", str(person))
    earlier = enrolled.get(person.pk) if person else None
    if earlier is not None and (refusal := why_not_again(earlier, person, cohort)):
        seat = getattr(earlier, "seat", None)
        if earlier.ends_on is None and seat and earlier.booking and earlier.booking.company_id == company.pk:
            return Fate(line, "there", _("Already has seat %(number)d.") % {"number": seat.number}, seat)
        return Fate(line, "no", str(refusal))
    seat = next(seats, None)
    if seat is None:
        return Fate(line, "full", _("No seat is left for this person. Book another one, or let the office know."))
    return Fate(line, "seat", _("Will get seat %(number)d.") % {"number": seat.number}, seat, attendee)


def _empty(line):
    if line.last > line.number:
        return Fate(line, "empty", _("Empty rows, skipped."))
    return Fate(line, "empty", _("Empty row, skipped."))
