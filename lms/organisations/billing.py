"""What an invoice needs to know of whoever writes it and of whoever gets it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def check_iban(text):
    """Raise ValidationError unless the check digits of this account number hold (ISO 13616, modulo 97)."""
    bare = "".join(text.split()).upper()
    fits = 15 <= len(bare) <= 34 and bare.isascii() and bare.isalnum() and bare[:2].isalpha() and bare[2:4].isdigit()
    if not fits or int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 != 1:
        raise ValidationError(_("This IBAN cannot be right: its check digits do not fit. Compare it with a statement."))


class InvoiceAddress(models.Model):
    """Where invoices go if not to the address of the company itself; empty: there."""

    invoice_name = models.CharField(_("name on the invoice"), max_length=200, blank=True)
    invoice_street = models.CharField(_("street on the invoice"), max_length=150, blank=True)
    invoice_postal_code = models.CharField(_("postal code on the invoice"), max_length=12, blank=True)
    invoice_town = models.CharField(_("town on the invoice"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def has_invoice_address(self):
        """Whether an address of its own was given."""
        return bool(self.invoice_name or self.invoice_street or self.invoice_town)

    @property
    def invoice_to(self):
        """Name, street and town of that address in one line, as far as they were given."""
        town = f"{self.invoice_postal_code} {self.invoice_town}".strip()
        return ", ".join(part for part in (self.invoice_name, self.invoice_street, town) if part)


class Seller(models.Model):
    """What must stand on the invoices that an office writes, and when it writes them."""

    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=30, blank=True)
    register_entry = models.CharField(
        _("register entry"), max_length=100, blank=True, help_text=_("Court and number, e.g. VR 1234, Amtsgericht Hof.")
    )
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    iban = models.CharField(_("IBAN"), max_length=42, blank=True, validators=[check_iban])
    bic = models.CharField(
        _("BIC"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z]{6}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$", _("A BIC has 8 or 11 signs."))],
    )
    invoice_contact = models.CharField(
        _("contact for invoices"), max_length=100, blank=True, help_text=_("A person or a department.")
    )
    invoice_prefix = models.CharField(
        _("invoice numbers begin with"),
        max_length=8,
        default="RE",
        validators=[RegexValidator(r"^[A-Za-z0-9]+$", _("Letters and digits only."))],
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=14, validators=[MaxValueValidator(180)])
    invoice_days_before = models.PositiveSmallIntegerField(
        _("instalments are invoiced days before their seminar"),
        default=14,
        validators=[MinValueValidator(0), MaxValueValidator(365)],
    )
    invoice_footer = models.CharField(
        _("last line of invoices"), max_length=300, blank=True, help_text=_("E.g. who represents the association.")
    )

    class Meta:
        abstract = True
