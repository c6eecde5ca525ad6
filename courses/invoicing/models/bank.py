"""Statements of a bank account: what was read, and which of its rows are still to be matched."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class BankFile(models.Model):
    """An account statement that was read. Until it is booked it is only a proposal, and may be thrown away."""

    office = models.ForeignKey("organisations.ClusterOffice", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self):
        return self.name


class BankLineQuerySet(models.QuerySet):
    """Rows of statements by what is left to do."""

    def open(self):
        """Those that stayed when their statement was booked, and that nobody has matched or set aside yet."""
        return self.filter(file__booked_at__isnull=False, aside_at=None)

    def aside(self):
        """Those that were set aside."""
        return self.filter(aside_at__isnull=False)


class BankLine(models.Model):
    """
    A row of a statement, as it was read; `digest` tells the same row in another file.

    Without a day or an amount that cell could not be read, and what stood there is kept. Once its file is booked a row
    that pays no invoice by itself stays until somebody says which one it pays, or sets it aside with a reason. Set
    aside it stays, so that the same row in another file is not asked about again.
    """

    file = models.ForeignKey(BankFile, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=0)  # of the row in the file, as a table program counts
    on = models.DateField(null=True)
    cents = models.BigIntegerField(null=True)
    day_text = models.CharField(max_length=30, blank=True)
    amount_text = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=10, default="EUR")
    payer = models.CharField(max_length=140, blank=True)
    purpose = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    aside_reason = models.CharField(max_length=200, blank=True)
    aside_at = models.DateTimeField(null=True)
    aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = BankLineQuerySet.as_manager()

    class Meta:
        ordering = ["file", "position"]
        constraints = [
            models.CheckConstraint(
                name="row_set_aside_has_reason",
                condition=Q(aside_at__isnull=True, aside_reason="") | (Q(aside_at__isnull=False) & ~Q(aside_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.file} {self.position}"
