"""The letters about deadlines and decisions: names that are due, pledges, a cohort that takes place or does not."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from courses.booking.cohort_readers import Party, readers_of_booking
from courses.booking.outlook import other_cohorts
from courses.cohorts.letters import calendar_key
from courses.cohorts.models import Cohort, SeminarSession
from lms.messages.actions import post_letter
from lms.messages.texts import compose

FOLDER = "courses/booking/letters"


def ask_for_names(booking, unnamed, *, at):
    """Warn that seats have no name yet: until when, and what happens then."""
    cohort = booking.cohort
    _write(
        "names_wanted",
        readers_of_booking(booking),
        cohort,
        key=f"{booking.pk}:{booking.names_due_on}",
        at=at,
        booking=booking,
        payer=booking.payer,
        unnamed=unnamed,
        until=booking.names_due_on,
        returned=cohort.unnamed_seats == Cohort.UnnamedSeats.RETURN,
        company_url=_company_url(booking.company),
    )


def tell_returned(booking, seats, fee, *, at):
    """Tell that seats without a name went back, and what that costs."""
    _write(
        "seats_returned",
        readers_of_booking(booking),
        booking.cohort,
        key=f"{booking.pk}:{'-'.join(str(seat.number) for seat in seats)}:{at:%Y%m%d%H%M%S}",
        at=at,
        booking=booking,
        payer=booking.payer,
        seats=seats,
        fee=fee,
        total=fee.cents * len(seats),
        company_url=_company_url(booking.company),
    )


def confirm_pledge(pledge, *, at):
    """Confirm that a company's word was noted, and that it binds nobody yet."""
    _write(
        "pledged",
        Party(pledge.company).readers(),
        pledge.cohort,
        key=str(pledge.pk),
        at=at,
        pledge=pledge,
        payer=pledge.company,
        company_url=_company_url(pledge.company),
    )


def tell_confirmed(cohort, parties, pledges, *, at):
    """Tell every payer, what became of their pledge too, and every participant that the cohort takes place."""
    by_company = {pledge.company_id: pledge for pledge in pledges}
    told: set[str] = set()
    for party in parties.payers:
        pledge = by_company.get(party.company.pk) if party.company else None
        # Who only waits in line is told when there is an offer.
        if not party.seats and pledge is None:
            continue
        booking = pledge and pledge.booking
        told |= _write(
            "cohort_confirmed",
            party.readers(),
            cohort,
            key=_key_of(cohort, party),
            at=at,
            payer=party.payer,
            seats=party.seats,
            pledge=pledge,
            booking=booking,
            total=booking and booking.price_per_seat * booking.seat_count,
            company_url=_company_url(party.company),
        )
    _write_to_people("cohort_confirmed_person", parties.people, told, cohort, at=at, home_url=_url("home"))


def tell_called_off(cohort, parties, *, begun, at):
    """Tell everybody that the cohort does not take place, each once; return the addresses told, in lower case."""
    context = {
        "begun": begun,
        "reason": cohort.decision_reason,
        "dates": _dates(cohort),
    }
    told: set[str] = set()
    others = other_cohorts(cohort, at)
    for party in parties.payers:
        told |= _write(
            "cohort_cancelled",
            party.readers(),
            cohort,
            key=_key_of(cohort, party),
            at=at,
            payer=party.payer,
            party=party,
            others=_with_pages(others, party),
            **context,
        )
    return told | _write_to_people("cohort_cancelled_person", parties.people, told, cohort, at=at, **context)


def tell_line_closed(entry, *, at):
    """Tell who waited that the cohort has begun, so that their place in line is over."""
    party = Party(entry.payer)
    _write(
        "waiting_closed",
        party.readers(),
        entry.cohort,
        key=str(entry.pk),
        at=at,
        entry=entry,
        payer=entry.payer,
        others=_with_pages(other_cohorts(entry.cohort, at), party),
    )


def _with_pages(others, party):
    """Cohorts that can be booked instead, each with its page; that books for companies, so a private payer gets ""."""
    return [(other, _url("book_seats", other.code) if party.company else "") for other in others]


def _dates(cohort):
    """The sessions that do not take place: first day, title, and the link that takes them out of a calendar."""
    sessions = (
        cohort.sessions.filter(status=SeminarSession.Status.CANCELLED)
        .select_related("seminar")
        .prefetch_related("days")
        .order_by("seminar__position")
    )
    return [
        (
            min(day.date for day in session.days.all()),
            session.seminar,
            _url("session_calendar_by_key", calendar_key(session)),
        )
        for session in sessions
        if session.days.all()
    ]


def _write_to_people(template, people, told, cohort, *, at, **context):
    written: set[str] = set()
    for person in people:
        if person.email and person.email.lower() not in told | written:
            written |= _write(
                template,
                [(person.email, person.language)],
                cohort,
                key=f"{cohort.pk}:person{person.pk}",
                at=at,
                person=person,
                **context,
            )
    return written


def _write(template, readers, cohort, *, key, at, **context):
    """Write to each of the readers in their language; return their addresses in lower case."""
    office = cohort.edition.programme.office
    for address, language in readers:
        with translation.override(language):
            programme = str(cohort.edition.programme)
        subject, body = compose(
            f"{FOLDER}/{template}.txt", language, cohort=cohort, programme=programme, office=office, **context
        )
        post_letter(
            to=address,
            subject=subject,
            body=body,
            kind=f"booking.{template}",
            key=f"booking.{template}:{key}:{address.lower()[-120:]}",
            at=at,
        )
    return {address.lower() for address, _language in readers}


def _key_of(cohort, party):
    return f"{cohort.pk}:{'company' if party.company else 'payer'}{party.payer.pk}"


def _company_url(company):
    return _url("company", company.code) if company else ""


def _url(name, *args):
    return settings.PUBLIC_URL + reverse(name, args=args)
