"""The letters about substitutes: takeovers that need the office's word, takeovers undone, stand-ins for a day."""

from django.conf import settings
from django.urls import reverse

from courses.booking.cohort_readers import Party, readers_of_booking
from courses.booking.letters import _password_url, _post, _url
from courses.booking.letters import _write as _to_each
from courses.booking.permissions import books_for_everybody, may_book_for
from courses.cohorts.audience import host_contacts
from courses.cohorts.letters import calendar_key


def ask_office(request, *, at):
    """Ask the programme's office whether somebody may take a seat over."""
    cohort = request.seat.cohort
    _post(
        "takeover_asked",
        cohort.edition.programme.office.email,
        settings.LANGUAGE_CODE,
        key=f"booking.takeover_asked:{request.pk}",
        at=at,
        request=request,
        cohort=cohort,
        payer=request.seat.booking.payer,
        answer_url=_url("takeover", request.pk),
    )


def confirm_asking(request, *, at):
    """Confirm to whoever asked that the office has the request."""
    _write_to_company("takeover_waits", request, at=at)


def answer_company(request, *, at):
    """Tell the company what the office has decided."""
    _write_to_company("takeover_answered", request, at=at, agreed=request.state == request.State.AGREED)


def _write_to_company(name, request, *, at, **context):
    booking = request.seat.booking
    asker = request.asked_by
    # Whoever asked may have left the company meanwhile; then the answer goes to whoever booked the seat.
    if asker is not None and asker.is_active and may_book_for(asker, booking.company):
        readers = [(asker.email, asker.language)]
    elif booking.company is not None:
        readers = readers_of_booking(booking)
    else:
        return
    _to_each(
        name,
        readers,
        key=str(request.pk),
        at=at,
        request=request,
        cohort=request.seat.cohort,
        request_url=_url("takeover", request.pk),
        **context,
    )


def tell_of_undoing(seat, event, *, at):
    """Tell both people and the company that a takeover does not count: one has the seat again, the other has none."""
    for enrolment, back in ((event.enrolment_after, True), (event.enrolment_before, False)):
        person = enrolment.person
        _post(
            "takeover_undone",
            person.email,
            person.language,
            key=f"booking.takeover_undone:{event.pk}:{person.pk}",
            at=at,
            person=person,
            cohort=seat.cohort,
            back=back,
            home_url=_url("home"),
        )
    bookings = {one.company: one for one in (seat.booking, event.booking) if one.company is not None}
    for company, booking in bookings.items():
        _to_each(
            "takeover_undone_company",
            readers_of_booking(booking),
            key=f"{event.pk}:{company.pk}",
            at=at,
            seat=seat,
            cohort=seat.cohort,
            back=company == event.booking.company,
        )


def invite_stand_in(stand_in, *, actor, at):
    """Invite somebody for a day with date, place and the host's rules; tell the participant, the host, the company."""
    person = stand_in.person
    _write(
        "stand_in",
        stand_in,
        person,
        at=at,
        password_url=_password_url(person),
        forgotten_url=_url("account_reset_password"),
        calendar_url=settings.PUBLIC_URL + reverse("session_calendar_by_key", args=[calendar_key(stand_in.session)]),
        session_url=_url("session", stand_in.session_id),
    )
    _write("stand_in_for_you", stand_in, stand_in.enrolment.person, at=at)
    _tell_host_and_company(stand_in, off=False, actor=actor, at=at)


def call_off(stand_in, *, actor, at):
    """Tell a stand-in that they need not come, and the others that nobody comes in the participant's place."""
    _write("stand_in_off", stand_in, stand_in.person, at=at, comes=False)
    _write("stand_in_off", stand_in, stand_in.enrolment.person, at=at, comes=True)
    _tell_host_and_company(stand_in, off=True, actor=actor, at=at)


def _tell_host_and_company(stand_in, *, off, actor, at):
    """Whoever receives the group has another name at the gate; a company hears of what it has not done itself."""
    booking = stand_in.enrolment.booking
    company = booking and booking.company
    readers = [(one.email, one.language) for one in host_contacts([stand_in.session.host])]
    did_it = actor is not None and may_book_for(actor, company) and not books_for_everybody(actor)
    if company is not None and not did_it:
        readers += Party(company).readers()
    told = {actor.email.lower()} if actor is not None else set()
    for address, language in readers:
        if address and address.lower() not in told:
            told.add(address.lower())
            _post(
                "stand_in_told",
                address,
                language,
                key=f"booking.stand_in_told:{stand_in.pk}:{'off' if off else 'on'}:{address.lower()[-120:]}",
                at=at,
                off=off,
                **_facts(stand_in),
            )


def _facts(stand_in):
    """What every letter about a stand-in says."""
    session = stand_in.session
    return {
        "stand_in": stand_in,
        "absent": stand_in.enrolment.person,
        "session": session,
        "days": sorted(session.days.all(), key=lambda day: day.date),
        "host": session.host,
        "cohort": session.cohort,
        "payer": stand_in.enrolment.booking and stand_in.enrolment.booking.payer,
    }


def _write(name, stand_in, person, *, at, **context):
    _post(
        name,
        person.email,
        person.language,
        key=f"booking.{name}:{stand_in.pk}:{person.pk}",
        at=at,
        person=person,
        **_facts(stand_in),
        **context,
    )
