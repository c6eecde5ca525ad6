"""Why a booking is turned down: a code for machines, and a sentence that says what to do next."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.lib.refusals import Refusal


def with_reason(sentence, cohort):
    """Return what is said of a cohort that was called off, with the reason that the office gave."""
    if not cohort.decision_reason:
        return sentence
    return f"{sentence} " + _("Reason: %(reason)s") % {"reason": cohort.decision_reason}


def ended_with(cohort):
    """Return what is said of a seat whose cohort was called off."""
    said = _("%(cohort)s was called off; its seats ended with it, without a fee. Nothing more is to be done.")
    return with_reason(said % {"cohort": cohort}, cohort)


class CohortFull(Refusal):
    """
    Fewer chairs are free than were asked for; nothing was booked. `seats_left` says how many are.

    `of` is the size of the cohort: who asked for more than that (`wanted`) can wait for fewer seats only.
    """

    code = "cohort_full"

    def __init__(self, seats_left, wanted=0, of=0):
        self.seats_left = seats_left
        if wanted > of > 0 and seats_left > 0:
            message = ngettext(
                "The cohort has %(most)d seats in all and %(left)d is still free, so none was booked. Book that one.",
                "The cohort has %(most)d seats in all and %(left)d are still free, so none was booked. Book fewer.",
                seats_left,
            ) % {"left": seats_left, "most": of}
        elif wanted > of > 0:
            message = ngettext(
                "No seat is free. Enter the waiting list for %(most)d seat at most, or book the next cohort.",
                "No seat is free. Enter the waiting list for %(most)d seats at most, or book the next cohort.",
                of,
            ) % {"most": of}
        elif seats_left > 0:
            message = ngettext(
                "Only %(left)d seat is still free, so none was booked. Book fewer seats, or enter the waiting list for "
                "all of them.",
                "Only %(left)d seats are still free, so none was booked. Book fewer seats, or enter the waiting list "
                "for all of them.",
                seats_left,
            ) % {"left": seats_left}
        else:
            message = _("No seat of this cohort is free. Enter the waiting list, or book the next cohort.")
        super().__init__(message, seats_left=seats_left)


class BookingClosed(Refusal):
    """The cohort takes no bookings now."""

    code = "booking_closed"


class AlreadyBooked(Refusal):
    """What chairs were to be kept for is booked."""

    code = "already_booked"


class AlreadyEnrolled(Refusal):
    """The person takes part, or took part, in this cohort."""

    code = "already_enrolled"


class PersonUnclear(Refusal):
    """The e-mail address belongs to somebody of another name or another company."""

    code = "person_unclear"


class PurchaseOrderMissing(Refusal):
    """This company's bookings need a purchase order."""

    code = "purchase_order_missing"


class HostTooSmall(Refusal):
    """
    Hosts of sessions admit fewer people than the cohort would have: each of `hosts` (TightHost), the tightest first.

    `ours` is how many the cohort would have; `held` of these others only keep for now. `seats_left` can be booked all
    the same. Who `runs` the cohort is told how to book beyond it, others where to turn.
    """

    code = "host_too_small"

    def __init__(self, hosts, ours, seats_left, held=0, *, runs=False):
        self.seats_left = seats_left
        said = [
            _("%(session)s: the host admits %(admits)d people, with this booking it would be %(would_be)d.")
            % {"session": host.spoken, "admits": host.admits, "would_be": ours + host.guests}
            for host in hosts
        ]
        said.append(_("Nothing was booked."))
        if held:
            said.append(
                ngettext(
                    "Counted in is %(held)d seat that is only kept at the moment; it may come free again.",
                    "Counted in are %(held)d seats that are only kept at the moment; they may come free again.",
                    held,
                )
                % {"held": held}
            )
        said.append(_ways_for_the_office(seats_left) if runs else _ways_beside_hosts(seats_left))
        tightest = hosts[0]
        facts = {"session": tightest.session, "admits": tightest.admits, "would_be": ours + tightest.guests}
        super().__init__(" ".join(said), **facts, seats_left=seats_left)


def _ways_beside_hosts(seats_left):
    if seats_left > 0:
        return ngettext(
            "Book %(left)d seat at most, or enter the waiting list. The cluster office can look for another host.",
            "Book %(left)d seats at most, or enter the waiting list. The cluster office can look for another host.",
            seats_left,
        ) % {"left": seats_left}
    return _("Enter the waiting list, or book another cohort. The cluster office can look for another host.")


def _ways_for_the_office(seats_left):
    if seats_left > 0:
        return ngettext(
            "With a reason you can book all the same. Otherwise book %(left)d seat at most, or plan another host.",
            "With a reason you can book all the same. Otherwise book %(left)d seats at most, or plan another host.",
            seats_left,
        ) % {"left": seats_left}
    return _("With a reason you can book all the same. Otherwise plan another host first, or use the waiting list.")


class SeatTaken(Refusal):
    """Somebody changed this seat in the meantime."""

    code = "seat_taken"


class AlreadyCancelled(Refusal):
    """The booking was cancelled before; nothing more is to be done."""

    code = "already_cancelled"


class AlreadyDecided(Refusal):
    """What became of a declaration of withdrawal is settled."""

    code = "already_decided"


class NoConsumer(Refusal):
    """Only somebody who booked privately withdraws as a consumer."""

    code = "no_consumer"


class ConsentNeeded(Refusal):
    """From here on only the office replaces a person."""

    code = "consent_needed"


class TooLate(Refusal):
    """The cohort has begun, or is over."""

    code = "too_late"


class SeatsInUse(Refusal):
    """A smaller group would have no chair for somebody who booked one."""

    code = "seats_in_use"

    def __init__(self, taken):
        self.taken = taken
        super().__init__(
            ngettext(
                "%(taken)d seat is booked, held or offered. Enter at least that, or cancel bookings first.",
                "%(taken)d seats are booked, held or offered. Enter at least that, or cancel bookings first.",
                taken,
            )
            % {"taken": taken},
            taken=taken,
        )


class SeatsFree(Refusal):
    """Nobody has to wait: as many seats as wanted are free."""

    code = "seats_free"


class AlreadyWaiting(Refusal):
    """The company is on the waiting list of this cohort already."""

    code = "already_waiting"


class WantsTooMany(Refusal):
    """More seats are wanted than the cohort has."""

    code = "wants_too_many"


class OfferOver(Refusal):
    """The offer lapsed, was declined, or never was."""

    code = "offer_over"


class AgreementMissing(Refusal):
    """A consumer books nothing without having agreed; `missing` are the words of `rules.consumer_agrees_to`."""

    code = "agreement_missing"

    def __init__(self, missing):
        super().__init__(
            _("Nothing is booked yet: please tick what you have to agree to, above the button."), missing=list(missing)
        )


class ConsentNotNeeded(Refusal):
    """The company may still replace the person by itself; there is nothing to ask for."""

    code = "consent_not_needed"


class AlreadyAsked(Refusal):
    """A request for this seat waits for its answer."""

    code = "already_asked"


class RequestClosed(Refusal):
    """The request was answered, withdrawn, or the seat has changed since."""

    code = "request_closed"


class UndoNotPossible(Refusal):
    """The takeover can no longer be undone, or there was none."""

    code = "undo_not_possible"


class StandInNotPossible(Refusal):
    """
    Nobody can stand in like this.

    The code says why: session_begun, not_taking_part, comes_already, came_instead, missed_it, was_there.
    """

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Busy(Refusal):
    """Too many people book this cohort at this moment; nothing was done. It says nothing about free seats."""

    code = "busy"
    status = 503
    retry_after = 3

    def __init__(self):
        super().__init__(
            _("Many people are booking this cohort right now. Nothing was changed; please send it again in a moment.")
        )


class ListUnreadable(Refusal):
    """A file is no list of names that can be read, or too large."""

    code = "list_unreadable"


class AlreadyPledged(Refusal):
    """The company has given its word for this cohort already."""

    code = "already_pledged"


class PledgeOver(Refusal):
    """The pledge became a booking, was withdrawn or released."""

    code = "pledge_over"


class TooFewForPledge(Refusal):
    """
    Fewer seats are left than are pledged, counting what others have pledged.

    `bookable` is how many can be booked: who can have all of them so needs no waiting list. `of` as with CohortFull.
    """

    code = "too_few_for_pledge"

    def __init__(self, seats_left, wanted=0, bookable=0, of=0):
        self.seats_left = seats_left
        if wanted > of > 0 and seats_left > 0:
            message = ngettext(
                "The cohort has %(most)d seats in all; %(left)d can be pledged. Pledge that one.",
                "The cohort has %(most)d seats in all; %(left)d can be pledged. Pledge fewer.",
                seats_left,
            ) % {"left": seats_left, "most": of}
        elif 0 < wanted <= bookable and seats_left > 0:
            message = ngettext(
                "Only %(left)d seat is neither booked nor pledged. Pledge that one, or book: bookings come first.",
                "Only %(left)d seats are neither booked nor pledged. Pledge fewer, or book: bookings come first.",
                seats_left,
            ) % {"left": seats_left}
        elif bookable > 0 and seats_left <= 0:
            message = _("All seats that can be booked are pledged. Book instead: bookings come before pledges.")
        elif seats_left > 0:
            message = ngettext(
                "Only %(left)d seat is neither booked nor pledged. Pledge that one, or enter the waiting list.",
                "Only %(left)d seats are neither booked nor pledged. Pledge fewer, or enter the waiting list.",
                seats_left,
            ) % {"left": seats_left}
        else:
            message = _("All seats are booked or pledged. Enter the waiting list, or choose another cohort.")
        super().__init__(message, seats_left=seats_left)


class BelowMinimum(Refusal):
    """The cohort is below its minimum; it is confirmed with a reason only."""

    code = "below_minimum"
