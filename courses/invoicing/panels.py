"""What invoicing hangs up: decisions of the office, a cohort's money, a company's and a private payer's invoices."""

import datetime as dt

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.booking.company_page import hang_on_company
from courses.booking.models import Booking
from courses.cohorts.models import Cohort
from courses.cohorts.sections import hang_on_cohort
from courses.invoicing import tasks
from courses.invoicing.crediting import called_off, is_swept, sums_to_credit
from courses.invoicing.due import due_instalments, positions_without_day, to_settle
from courses.invoicing.models import BankLine, Invoice
from courses.invoicing.permissions import bookings_invoiced_by, invoices_kept_by, may_invoice, offices_of
from courses.invoicing.rules import refund_by
from courses.invoicing.settling import since_in_words
from courses.invoicing.showing import income_of, lines_for
from lms.home.decisions import DECIDE, URGENT, Decision, decides
from lms.home.navigation import NavItem, register
from lms.home.panels import Panel, hang_up
from lms.lib.figures import euro
from lms.lib.making import State
from lms.messages.backlog import waits
from lms.messages.sweepers import register_sweeper

FOLDER = "courses/invoicing"
MOST = 8
# More than one cohort has bookings, so that one that was called off is told whole.
MOST_GIVEN = 100
# A transfer takes a day, and the office is not there every day.
SOON = dt.timedelta(days=3)

register_sweeper("invoices", tasks.finish_invoices)
register(NavItem(gettext_lazy("Invoices"), "invoices", {"office", "administrator"}, order=50))


@waits
def invoices_without_pdf(actor):
    """Invoices that are not made yet: their letters follow."""
    count = invoices_kept_by(actor).exclude(state=State.DONE).count()
    if count:
        yield ngettext(
            "%(count)d invoice has no PDF yet; where a letter is due, it leaves with it.",
            "%(count)d invoices have no PDF yet; where a letter is due, it leaves with it.",
            count,
        ) % {"count": count}


@decides
def invoices_to_issue(request, at):
    """Instalments that are due."""
    due = due_instalments(bookings_invoiced_by(request.user), at)
    if due:
        count, undated = len(due), sum(one.undated for one in due)
        lacking = sum(bool(one.lacks) for one in due)
        text = _("Instalments of %(sum)s are due in %(cohorts)s.") % {
            "sum": euro(sum(one.cents for one in due)),
            "cohorts": ", ".join(sorted({one.booking.cohort.code for one in due})[:MOST]),
        }
        if undated:
            text += " " + ngettext(
                "%(count)s is due although its seminar has no day: look at it before you issue it.",
                "%(count)s are due although their seminar has no day: look at them before you issue them.",
                undated,
            ) % {"count": undated}
        if lacking:
            text += " " + ngettext(
                "%(count)s lacks the customer's address and is not written before.",
                "%(count)s lack the customer's address and are not written before.",
                lacking,
            ) % {"count": lacking}
        yield Decision(
            title=ngettext("%(count)s invoice to be issued", "%(count)s invoices to be issued", count)
            % {"count": count},
            text=text,
            url=reverse("invoices"),
            url_label=_("See and issue"),
            urgency=DECIDE,
            icon="doc",
            on=due[0].event,
        )


@decides
def seats_to_settle(request, at):
    """Seats that were given up: each by itself, a cohort that was called off once."""
    rows = list(to_settle(bookings_invoiced_by(request.user))[:MOST_GIVEN])
    swept = [one for one in rows if is_swept(one)]
    sums = sums_to_credit(swept)
    by_cohort = {}
    for one in swept:
        by_cohort.setdefault(one.booking.cohort, []).append(one)
    for cohort, mine in by_cohort.items():
        yield Decision(
            title=ngettext(
                "%(cohort)s called off: %(count)s booking to be credited",
                "%(cohort)s called off: %(count)s bookings to be credited",
                len(mine),
            )
            % {"cohort": cohort.code, "count": len(mine)},
            text=_("Credit notes over %(sum)s; each customer gets a letter.")
            % {"sum": euro(sum(sums[one.pk] for one in mine))},
            url=f"{reverse('invoices')}?cohort={cohort.code}",
            url_label=_("See and credit"),
            urgency=DECIDE,
            icon="swap",
            on=timezone.localdate(mine[0].at),
        )
    for one in [one for one in rows if not is_swept(one)][:MOST]:
        yield Decision(
            title=_("%(payer)s: settle what was given up") % {"payer": one.booking.payer},
            text=_("%(cohort)s, %(day)s: %(what)s.")
            % {
                "cohort": one.booking.cohort.code,
                "what": "; ".join(filter(None, [str(one.why), since_in_words(one)])),
                "day": timezone.localdate(one.at).strftime("%d.%m.%Y"),
            },
            url=reverse("settle_seats", args=[one.pk]),
            url_label=_("Settle"),
            urgency=DECIDE,
            icon="swap",
            on=timezone.localdate(one.at),
        )


@decides
def money_open(request, at):
    """Invoices that should have been paid, and money that is owed to customers: one query for both."""
    today = timezone.localdate(at)
    late, back = Q(due_cents__gt=0, due_on__lt=today), Q(due_cents__lt=0)
    sums = (
        invoices_kept_by(request.user)
        .with_balance()
        .with_declaration()
        .invoices()
        .aggregate(
            late=Count("pk", filter=late),
            late_sum=Sum("due_cents", filter=late),
            back=Count("pk", filter=back),
            back_sum=Sum("due_cents", filter=back),
            declared=Min("declared_at", filter=back),
        )
    )
    if sums["late"]:
        yield _overdue(sums["late"], sums["late_sum"])
    if sums["back"]:
        by = refund_by(timezone.localdate(sums["declared"])) if sums["declared"] else None
        yield _to_refund(sums["back"], -sums["back_sum"], by, today)


def _overdue(count, cents):
    return Decision(
        title=ngettext("%(count)s invoice is overdue", "%(count)s invoices are overdue", count) % {"count": count},
        text=_("%(sum)s are open. Read the statement first, then remind.") % {"sum": euro(cents)},
        url=reverse("invoices") + "?state=overdue",
        url_label=_("See the invoices"),
        urgency=URGENT,
        icon="clock",
        more=((reverse("payments"), _("Read a statement")),),
    )


def _to_refund(count, cents, by, today):
    """The decision over refunds; `by` is the earliest day by which one is due, None where none is known."""
    text = _("More was paid than is owed (any more). Pay it back, then record it at the invoice.")
    if by:
        text += " " + _(
            "The first is due by %(day)s: a consumer withdrew from the contract (fourteen days, § 357 BGB)."
        ) % {"day": date_format(by, "DATE_FORMAT")}
    return Decision(
        title=ngettext("%(count)s refund, %(sum)s", "%(count)s refunds, %(sum)s", count)
        % {"count": count, "sum": euro(cents)},
        text=text,
        url=reverse("invoices") + "?state=refund",
        url_label=_("See the refunds"),
        urgency=URGENT if by and by - SOON <= today else DECIDE,
        icon="euro",
        on=by,
    )


@decides
def rows_without_invoice(request, at):
    """Money that came in and that pays no invoice by itself."""
    count = BankLine.objects.open().filter(file__office__in=offices_of(request.user)).count()
    if count:
        yield Decision(
            title=ngettext("%(count)s payment without an invoice", "%(count)s payments without an invoice", count)
            % {"count": count},
            text=_("Statements brought money in that pays no invoice by itself. Say what it is for, or set it aside."),
            url=reverse("open_rows"),
            url_label=_("See the open rows"),
            urgency=DECIDE,
            icon="euro",
        )


@hang_on_cohort
def money_of_cohort(request, cohort, at):
    """What a cohort brings in: booked, invoiced, paid, and what is due now."""
    if cohort.status == Cohort.Status.PLANNED or not may_invoice(request.user, cohort):
        return None
    bookings = Booking.objects.filter(cohort=cohort)
    due = due_instalments(bookings, at)
    cancelled = cohort.status == Cohort.Status.CANCELLED
    swept = list(called_off(bookings)) if cancelled else []
    context = {
        "cohort": cohort,
        "income": income_of(cohort),
        "due": len(due),
        "due_sum": sum(one.cents for one in due),
        "undated": positions_without_day(cohort) if not cancelled and timezone.localdate(at) < cohort.ends_on else [],
        "called_off": len(swept),
        "credit_sum": sum(sums_to_credit(swept).values()),
    }
    return Panel(f"{FOLDER}/section_cohort.html", context, order=60)


@hang_on_company
def invoices_of_company(request, company, at):
    """The latest invoices of a company."""
    found = Invoice.objects.filter(booking__company=company).with_balance().select_related("booking__cohort")
    rows = list(found[: MOST + 1])
    context = {"lines": lines_for(rows[:MOST], at), "more": len(rows) > MOST, "company": company}
    return Panel(f"{FOLDER}/section_company.html", context, order=80)


@hang_up
def my_invoices(request, at):
    """A private payer's own invoices."""
    person = getattr(request.user, "person_id", None)
    if person is None:
        return None
    found = Invoice.objects.filter(booking__private_payer=person).with_balance().select_related("booking__cohort")
    rows = list(found[:MOST])
    return Panel(f"{FOLDER}/panel_mine.html", {"lines": lines_for(rows, at)}, order=60) if rows else None
