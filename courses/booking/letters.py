"""The letters of this room: each a text template in the reader's language, put into the outbox."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from courses.booking.cohort_readers import Party, readers_of_booking
from courses.booking.consumer import agreed_with_consumer
from courses.booking.links import offer_url
from courses.booking.permissions import books_for_everybody, may_book_for
from courses.booking.prices import return_of_unnamed
from lms.accounts.letters import password_url
from lms.accounts.models import User
from lms.messages.actions import post_letter
from lms.messages.texts import compose

FOLDER = "courses/booking/letters"


def invite(enrolment, event, *, at):
    """Invite somebody who got a seat: what, when, and how to sign in."""
    person, cohort = enrolment.person, enrolment.cohort
    _post(
        "invitation",
        person.email,
        person.language,
        key=f"booking.invitation:{event.pk}",
        at=at,
        person=person,
        cohort=cohort,
        payer=enrolment.booking.payer,
        password_url=_password_url(person),
        forgotten_url=_url("account_reset_password"),
        days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
        home_url=_url("home"),
    )


def tell_replaced(enrolment, event, *, at):
    """Tell somebody that another person has taken over their seat."""
    person = enrolment.person
    _post(
        "replaced",
        person.email,
        person.language,
        key=f"booking.replaced:{event.pk}",
        at=at,
        person=person,
        cohort=enrolment.cohort,
    )


def tell_office_of_substitute(cohort, seat, event, *, at):
    """Tell the office that a company replaced somebody while the cohort runs."""
    _post(
        "substitute",
        cohort.edition.programme.office.email,
        settings.LANGUAGE_CODE,
        key=f"booking.substitute:{event.pk}",
        at=at,
        cohort=cohort,
        seat=seat,
        payer=seat.booking.payer,
        cohort_url=_url("cohort", cohort.code),
    )


def confirm_booking(booking, people, *, left_out=(), actor, at):
    """Confirm a booking to whoever made it, or, when the office did, to the payer."""
    _write(
        "booked",
        _readers(booking, actor, asked_already=True),  # nobody books for a company without the right
        key=str(booking.pk),
        at=at,
        booking=booking,
        cohort=booking.cohort,
        total=booking.price_per_seat * booking.seat_count,
        people=people,
        unnamed=booking.seat_count - len(people),
        returned=return_of_unnamed(booking.cohort, timezone.localdate(at)),
        left_out=left_out,
        **(agreed_with_consumer(booking, at) if booking.company is None else {}),
        company_url=_url("company", booking.company.code) if booking.company else "",
    )


def confirm_cancellation(booking, seats, fee, *, language="", actor, at):
    """
    Confirm what was given back and what it costs; tell those who sat there.

    `language`: in which a private payer has declared the withdrawal; they read of it in the same one.
    """
    readers = _readers(booking, actor, language=language)
    numbers = "-".join(str(seat.number) for seat in seats)
    _write(
        "cancelled",
        readers,
        key=f"{booking.pk}:{numbers}:{at:%Y%m%d%H%M%S}",
        at=at,
        booking=booking,
        cohort=booking.cohort,
        seats=seats,
        fee=fee,
        total=fee.cents * len(seats),
    )
    _tell_leavers(seats, "seat_cancelled", readers, at)


def confirm_withdrawal(seat, free_because="", *, language="", actor, at):
    """
    Confirm that a person stopped while the cohort runs.

    `free_because`: see `prices.free_on_the_way`; `language`: see `confirm_cancellation`.
    """
    readers = _readers(seat.booking, actor, language=language)
    _write(
        "withdrawn",
        readers,
        key=f"{seat.pk}:{at:%Y%m%d%H%M%S}",
        at=at,
        seat=seat,
        cohort=seat.cohort,
        on=timezone.localdate(at),
        free_because=free_because,
    )
    _tell_leavers([seat], "seat_withdrawn", readers, at)


def confirm_waiting(entry, position, *, at):
    """Confirm to a company, or to who pays privately, that they are on the waiting list, and at which place."""
    _write_to_waiting("waiting", entry, at=at, position=position)


def offer_seats(entry, *, at):
    """Offer chairs to who waits, with the link by which they answer until the offer lapses."""
    _write_to_waiting("offer", entry, at=at)


def tell_offer_lapsed(entry, *, at):
    """Tell who had an offer that it has lapsed and what they can do now."""
    _write_to_waiting("offer_lapsed", entry, at=at, book_url=_url("book_seats", entry.cohort.code))


def _write_to_waiting(template, entry, *, at, **context):
    """An entry gets one letter of each kind in its life, so its key needs no more than that."""
    company_url = _url("company", entry.company.code) if entry.company else ""
    for address, language in Party(entry.payer).readers():
        _post(
            template,
            address,
            language,
            key=f"booking.{template}:{entry.pk}:{address.lower()[-120:]}",
            at=at,
            entry=entry,
            cohort=entry.cohort,
            payer=entry.payer,
            company_url=company_url,
            answer_url=offer_url(entry),
            **context,
        )


def _tell_leavers(seats, template, readers, at):
    already_told = {address for address, _language in readers}
    for seat in seats:
        person = seat.enrolment and seat.enrolment.person
        if person and person.email and person.email not in already_told:
            _post(
                template,
                person.email,
                person.language,
                key=f"booking.{template}:{seat.pk}:{at:%Y%m%d%H%M%S}",
                at=at,
                person=person,
                cohort=seat.cohort,
            )


def _readers(booking, actor, asked_already=False, language=""):
    """
    Return pairs of address and language: whoever acts for the company, else see `readers_of_booking`.

    `asked_already`: the act has asked whether `actor` may book. `language` goes before a private payer's own.
    """
    if booking.company is None:
        return [(booking.private_payer.email, language or booking.private_payer.language)]
    # Whoever does not book for the company, the programme's office for one, is not the one to be told its prices.
    if actor is None or books_for_everybody(actor) or not (asked_already or may_book_for(actor, booking.company)):
        return readers_of_booking(booking)
    return [(actor.email, actor.language)]


def _write(name, readers, *, key, at, **context):
    """Write to each of the readers in their language."""
    for to, language in readers:
        _post(name, to, language, key=f"booking.{name}:{key}:{to.lower()[-120:]}", at=at, **context)


def _post(name, to, language, *, key, at, **context):
    """Compose and post; somebody without an address is told otherwise."""
    if not to:
        return
    cohort = context["cohort"]
    with translation.override(language):
        programme = str(cohort.edition.programme)
    subject, body = compose(
        f"{FOLDER}/{name}.txt", language, programme=programme, office=cohort.edition.programme.office, **context
    )
    post_letter(to=to, subject=subject, body=body, kind=f"booking.{name}", key=key, at=at)


def _password_url(person):
    """Return where `person` chooses a first password; "" if there is one, or if the account has another address."""
    user = User.objects.filter(person=person).first()
    if user is None or user.has_usable_password() or user.email.casefold() != person.email.casefold():
        return ""
    return password_url(user)


def _url(name, *args):
    return settings.PUBLIC_URL + reverse(name, args=args)
