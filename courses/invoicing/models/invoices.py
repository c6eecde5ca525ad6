"""Invoices and credit notes with their numbers, what they are about, and what was paid. Amounts are whole cents."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.booking.given_up import CONSUMER, MOVED, ORGANISER
from courses.curriculum.models import PriceLine
from lms.lib.making import State


def private_storage():
    """Where documents lie: never below MEDIA_URL."""
    return storages["private"]


class NumberSeries(models.Model):
    """The numbers of one office in one year; counting up happens under this row's lock, so there are no gaps."""

    office = models.ForeignKey("organisations.ClusterOffice", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_invoice_series_per_year", fields=["office", "year"])]

    def __str__(self):
        return f"{self.office.invoice_prefix}-{self.year}"


class SeatsGiven(models.Model):
    """
    Seats that a booking no longer has, written with the act that gave them up, until the office has settled them.

    Settled means: credited (credit notes over what was invoiced, and an invoice for the fee), credited in part (an
    amount, nothing more becomes due), kept (what was invoiced stays; a withdrawn person's price stays due), waived
    (withdrawn, nothing more becomes due), or returned: the takeover was undone before anybody settled it.
    """

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("cancelled before the start")
        WITHDRAWN = "withdrawn", _("withdrawn on the way")
        TAKEN_OVER = "taken_over", _("taken over by another company")
        UNDONE = "undone", _("the takeover was undone")

    class Outcome(models.TextChoices):
        CREDITED = "credited", _("credited")
        PART = "part", _("credited in part")
        KEPT = "kept", _("stays as invoiced")
        WAIVED = "waived", _("nothing more due")
        RETURNED = "returned", _("the seat came back")

    booking = models.ForeignKey("courses.Booking", on_delete=models.PROTECT, related_name="seats_given")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    seats = models.PositiveSmallIntegerField()
    fee_cents = models.PositiveIntegerField(default=0)  # for each seat
    # See courses.booking.given_up: free after a moved date, called off, or within the legal term.
    free_because = models.CharField(max_length=20, blank=True)
    # Sessions were held, and no invoice is only for what lies ahead: how much is credited, somebody has to say.
    to_judge = models.BooleanField(default=False)
    successor = models.ForeignKey("courses.Booking", null=True, on_delete=models.PROTECT, related_name="+")
    # The invoices over these seats that are credited; later ones were written without them.
    standing = models.JSONField(default=list)
    # The instalments of these seats that are owed all the same: what was due before it was free, what is not credited.
    staying = models.JSONField(default=list)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="seats_given_count_from_one", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="settled_seats_have_outcome",
                condition=Q(outcome="", settled_at__isnull=True) | (~Q(outcome="") & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="seats_to_settle", fields=["at"], condition=Q(outcome=""))]

    def __str__(self):
        return f"{self.booking}: {self.kind}"

    @property
    def price_stays_due(self):
        """Whether the price of somebody who withdrew is owed until the office says otherwise; not if it was free."""
        return self.kind == self.Kind.WITHDRAWN and not self.free_because and self.outcome in ("", self.Outcome.KEPT)

    @property
    def is_consumers_withdrawal(self):
        """Whether a consumer withdrew from the contract within the legal term, before the start or later."""
        return self.free_because == CONSUMER and self.kind in (self.Kind.CANCELLED, self.Kind.WITHDRAWN)

    @property
    def why(self):
        """What happened, in words: by which right it was free, or how the seats were given up."""
        if self.free_because == MOVED:
            return _("withdrawn free of charge after a date was moved")
        if self.is_consumers_withdrawal:
            return _("withdrawn from the contract within the legal term")
        if self.free_because == ORGANISER:
            return _("the cohort was called off")
        return self.get_kind_display()


# The same as `is_consumers_withdrawal`, for a query.
CONSUMERS_WITHDRAWAL = Q(
    free_because=CONSUMER, kind__in=(SeatsGiven.Kind.CANCELLED.value, SeatsGiven.Kind.WITHDRAWN.value)
)


def _sum_of(rows, column):
    """The sum of `column` over other rows of the same invoice; its own query, so that no join counts a row twice."""
    return Coalesce(
        Subquery(rows.order_by().values(_key=F("invoice")).annotate(sum=Sum(column)).values("sum")[:1]),
        0,
        output_field=IntegerField(),
    )


def _declared_at():
    """When a consumer declared the withdrawal that an invoice was credited for: its earliest, or NULL."""
    rows = SeatsGiven.objects.filter(CONSUMERS_WITHDRAWAL, invoices__corrects=OuterRef("pk"))
    return Subquery(rows.order_by("at").values("at")[:1])


class InvoiceQuerySet(models.QuerySet):
    """Invoices by what is open."""

    def with_balance(self):
        """Add `credited`, `paid` and `due_cents` (what is still to be paid; below zero: to be paid back)."""
        credits = Invoice.objects.filter(corrects=OuterRef("pk")).annotate(invoice=F("corrects"))
        return self.annotate(
            credited=_sum_of(credits, "gross_cents"),
            paid=_sum_of(Payment.objects.filter(invoice=OuterRef("pk")), "cents"),
            due_cents=F("gross_cents") - F("credited") - F("paid"),
        )

    def invoices(self):
        """Those that ask for money; credit notes are read with the invoice that they correct."""
        return self.filter(kind=Invoice.Kind.INVOICE)

    def open(self):
        """Invoices of which something is still to be paid."""
        return self.with_balance().invoices().filter(due_cents__gt=0)

    def with_declaration(self):
        """Add `declared_at`: when a consumer withdrew from what the invoice was credited for; None if none did."""
        return self.annotate(declared_at=_declared_at())

    def to_refund(self):
        """Invoices of which more was paid than they ask for (any more), `with_declaration`."""
        return self.with_balance().with_declaration().invoices().filter(due_cents__lt=0)

    def overdue(self, day):
        """Invoices to be paid before `day` and not paid."""
        return self.with_balance().invoices().filter(due_cents__gt=0, due_on__lt=day)

    def settled(self):
        """Invoices of which nothing is open any more."""
        return self.with_balance().invoices().filter(due_cents=0)


class Invoice(models.Model):
    """
    An invoice or a credit note, as it was issued: only the state of its files still changes.

    Amounts are positive; a credit note gives back. For a consumer the price is gross: what VAT cannot express to the
    cent stands in `rounding_cents`. gross = net + tax + rounding.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    office = models.ForeignKey("organisations.ClusterOffice", on_delete=models.PROTECT, related_name="invoices")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=30)
    booking = models.ForeignKey("courses.Booking", on_delete=models.PROTECT, related_name="invoices")
    # Which instalment of the edition; None: a fee, or a credit note.
    instalment = models.PositiveSmallIntegerField(null=True)
    # An instalment is invoiced anew, as version 2, once the first was credited "to be invoiced again".
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    invoiced_again = models.BooleanField(default=False)
    # A credit note that lowers what is asked for these seats, instead of taking them off the invoice.
    by_amount = models.BooleanField(default=False)
    given = models.ForeignKey(SeatsGiven, null=True, on_delete=models.PROTECT, related_name="invoices")
    seats = models.PositiveSmallIntegerField()
    consumer = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="de")
    seller = models.JSONField()
    buyer = models.JSONField()
    purchase_order = models.CharField(max_length=60, blank=True)
    buyer_reference = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=300)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"), null=True)
    service_from = models.DateField()
    service_to = models.DateField()
    currency = models.CharField(max_length=3, default="EUR")
    net_cents = models.PositiveBigIntegerField()
    tax_cents = models.PositiveBigIntegerField()
    rounding_cents = models.SmallIntegerField(default=0)
    gross_cents = models.PositiveBigIntegerField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    announced = models.BooleanField(default=True)  # by a letter, once the PDF is there
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    pdf = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    xml = models.CharField(max_length=200, blank=True)
    xml_sha256 = models.CharField(max_length=64, blank=True)
    xrechnung = models.CharField(max_length=200, blank=True)
    xrechnung_sha256 = models.CharField(max_length=64, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-issued_on", "-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(name="invoice_number_once", fields=["office", "year", "sequence"]),
            models.UniqueConstraint(name="invoice_number_text_once", fields=["office", "number"]),
            models.UniqueConstraint(
                name="instalment_invoiced_once",
                fields=["booking", "instalment", "version"],
                condition=Q(instalment__isnull=False),
            ),
            models.UniqueConstraint(
                name="given_seats_charged_once", fields=["given"], condition=Q(kind="invoice", given__isnull=False)
            ),
            models.UniqueConstraint(
                name="given_seats_credited_once",
                fields=["given", "corrects"],
                condition=Q(kind="credit_note", given__isnull=False),
            ),
            models.CheckConstraint(
                name="credit_note_corrects",
                condition=Q(kind="invoice", corrects__isnull=True, due_on__isnull=False)
                | Q(kind="credit_note", corrects__isnull=False, due_on__isnull=True, instalment__isnull=True),
            ),
            models.CheckConstraint(
                name="invoice_adds_up",
                condition=Q(gross_cents=F("net_cents") + F("tax_cents") + F("rounding_cents")),
            ),
            models.CheckConstraint(name="invoice_of_at_least_one_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="made_invoice_has_hashes", condition=~Q(state="done") | (~Q(sha256="") & ~Q(xml_sha256=""))
            ),
        ]
        indexes = [
            models.Index(name="invoices_to_make", fields=["not_before"], condition=Q(state__in=["waiting", "running"]))
        ]

    def __str__(self):
        return self.number


class InvoiceLine(models.Model):
    """One line: what, how often, at which net price, with which VAT. Rows are only added."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    details = models.CharField(max_length=300, blank=True)
    quantity = models.PositiveSmallIntegerField()
    # What one seat costs net; `price_cents` is the share of the price that it was reckoned from (gross for consumers).
    unit_cents = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()
    net_cents = models.PositiveBigIntegerField()
    category = models.CharField(max_length=1, choices=PriceLine.Category.choices)
    rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    reason = models.CharField(max_length=300, blank=True)
    reason_code = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["invoice", "position"]
        constraints = [
            models.UniqueConstraint(name="invoice_line_once", fields=["invoice", "position"]),
            models.CheckConstraint(
                name="line_is_quantity_times_price", condition=Q(net_cents=F("unit_cents") * F("quantity"))
            ),
        ]

    def __str__(self):
        return self.text


class Payment(models.Model):
    """Money that came in for an invoice, or (below zero) went back. Rows are only added; a slip is reversed."""

    class How(models.TextChoices):
        BANK = "bank", _("from the account statement")
        HAND = "hand", _("entered by hand")
        OFFSET = "offset", _("offset against another invoice")

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    cents = models.BigIntegerField()
    on = models.DateField(_("on"))
    how = models.CharField(max_length=10, choices=How.choices)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    digest = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="payment_is_not_nothing", condition=~Q(cents=0)),
            models.UniqueConstraint(name="bank_row_booked_once", fields=["digest"], condition=~Q(digest="")),
            models.CheckConstraint(name="money_back_has_reason", condition=Q(cents__gt=0) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.invoice}: {self.cents}"
