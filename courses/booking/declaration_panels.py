"""The declarations of withdrawal that the office has to decide, on its start page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.booking.declared_bookings import carried_out_before, fitting_exactly
from courses.booking.models import Declaration
from courses.booking.permissions import declarations_decided_by
from courses.booking.prices import term_of
from lms.home.decisions import DECIDE, URGENT, Decision, decides

# What was paid goes back within fourteen days after the receipt: two days are enough to look.
WAITS_LONG = 2
MOST = 8


@decides
def declarations_to_decide(request, at):
    """Declarations that nobody carried out yet; where number and address fit, one press does it."""
    rows = declarations_decided_by(request.user).filter(state=Declaration.State.RECEIVED)
    rows = list(
        rows.select_related("booking__private_payer", "booking__cohort__edition__programme__office")
        .order_by("received_at", "pk")[: MOST + 1]
    )  # fmt: skip
    shown = rows[:MOST]
    exact = fitting_exactly([row for row in shown if row.booking is None], request.user) if shown else {}
    before = carried_out_before([row for row in shown if row.booking is None], request.user, exact)
    for row in shown:
        yield _decision(row, exact.get(row.pk), before.get(row.pk), at)
    if len(rows) > MOST:
        yield Decision(
            title=_("More withdrawals were declared"),
            text=_("The oldest stand above."),
            url=reverse("declarations"),
            url_label=_("See them all"),
            icon="doc",
        )


def _decision(row, fitting, before, at):
    received = timezone.localtime(row.received_at)
    day = received.date()
    facts = {
        "name": Truncator(row).chars(60),
        "received": date_format(received, "SHORT_DATETIME_FORMAT"),
        "contract": Truncator(row.contract).chars(80),
    }
    booking = row.booking or fitting
    text = _("Received on %(received)s. Declared: %(contract)s.") % facts
    page = reverse("declaration", args=[row.pk])
    at_once = fitting is not None and fitting.chairs and day <= term_of(fitting)
    if before is not None:
        text += " " + _("A declaration over the same booking was carried out on %(day)s.") % {
            "day": date_format(timezone.localtime(before.decided_at), "DATE_FORMAT")
        }
    elif booking is not None and day > term_of(booking):
        text += " " + _("The term had ended on %(day)s.") % {"day": date_format(term_of(booking), "DATE_FORMAT")}
    elif at_once:
        text += " " + _("Number and e-mail address fit the booking of %(payer)s, and the term was kept.") % {
            "payer": booking.private_payer
        }
    return Decision(
        title=_("%(name)s withdraws from a contract") % facts,
        text=text,
        url=reverse("carry_out_declaration", args=[row.pk, fitting.pk]) if at_once else page,
        url_label=_("Carry out") if at_once else _("Close the declaration") if before else _("Look and decide"),
        urgency=URGENT if (timezone.localdate(at) - day).days >= WAITS_LONG else DECIDE,
        icon="doc",
        on=day,
        more=((page, _("Look first")),) if at_once or before else (),
        # Posted without an answer, its page closes it.
        post=bool(at_once or before),
    )
