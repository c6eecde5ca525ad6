"""How seats that were given up may be settled, in words: what each way is called, and what it comes to."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.given_up import ORGANISER
from courses.invoicing.crediting import happened_since, outcomes_of
from courses.invoicing.models import SeatsGiven
from lms.lib.figures import euro

Kind, Outcome = SeatsGiven.Kind, SeatsGiven.Outcome
# Credited like CREDITED, but no fee; offered where something happened since.
WITHOUT_FEE = "without_fee"


def ways_of(given, since, credited):
    """Return how these seats may be settled, what is proposed first: after what has happened `since`, without a fee."""
    ways = outcomes_of(given) if credited else [one for one in outcomes_of(given) if one != Outcome.PART]
    if since and given.kind == Kind.CANCELLED:
        return [WITHOUT_FEE, *ways]
    return sorted(ways, key=lambda one: one != Outcome.WAIVED) if since else ways


def since_in_words(given):
    """Say what has happened since these seats were given up, as half a sentence; "" if nothing. No query."""
    since, moved_on = happened_since(given)
    if since == ORGANISER:
        return _("called off since: proposed free of charge")
    if since:
        day = date_format(moved_on, "SHORT_DATE_FORMAT")
        return _("a date was moved since, on %(day)s: proposed free of charge") % {"day": day}
    return ""


def in_words(way, given, credited, fee):
    """Return value, label and text of a way: what is pressed, and what it means. `credited` and `fee` are cents."""
    says = _of_withdrawal if given.kind == Kind.WITHDRAWN else _of_seats
    label, text = says(way, given, credited, fee)
    return {"value": way, "label": label, "text": text}


def _of_withdrawal(way, given, credited, fee):
    if way == Outcome.CREDITED:
        return _("Credit %(sum)s") % {"sum": euro(credited)}, _("All of it is credited; nothing more falls due.")
    if way == Outcome.KEPT:
        return _("The price stays due"), _("What was invoiced stays, and further instalments fall due by themselves.")
    if given.free_because:
        return _("Leave it as invoiced"), _("Nothing is credited, and nothing more falls due.")
    return _("Waive further instalments"), _("What was invoiced stays; nothing more falls due.")


def _of_seats(way, given, credited, fee):
    sums = {"sum": euro(credited), "fee": euro(fee)}
    if given.is_consumers_withdrawal and not credited:
        return _("Leave it as it is"), _("No document is written; nothing is owed.")
    if way == WITHOUT_FEE and credited:
        return _("Credit %(sum)s, without a fee") % sums, _("Nothing is owed for these seats any more.")
    if way == WITHOUT_FEE:
        return _("Charge no fee"), _("No document is written; nothing is owed.")
    if way == Outcome.CREDITED and fee and credited:
        both = _("A credit note over %(sum)s and an invoice over the fee of %(fee)s.") % sums
        return _("Credit, and invoice the fee"), both
    if way == Outcome.CREDITED and fee:
        return _("Invoice the fee"), _("An invoice over the fee of %(fee)s.") % sums
    if way == Outcome.CREDITED:
        return _("Credit %(sum)s") % sums, _("What was invoiced for these seats is credited.")
    if credited:
        stays = _("What was invoiced for these seats stays owed, and no fee is charged besides.")
        return _("Credit nothing"), stays if fee else _("What was invoiced for these seats stays owed.")
    return _("Leave it as it is"), _("No document is written; nothing is owed.")
