"""Numbers as people read them. Rounding is for display only and never lifts a figure over a threshold."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def percent(share, places=1, threshold=None):
    """
    Return a share (Fraction or Decimal, 1 is everything) as text, e.g. "80,8 %".

    Rounded half up, but never onto or over `threshold` (in per cent) or a whole number from below: 79.96 % reads
    "79,9 %", not "80 %". Whole numbers stand without places.
    """
    exact = Fraction(share) * 100
    scale = 10**places
    cut = Fraction(exact * scale // 1, scale)
    nearest = Fraction((exact * scale + Fraction(1, 2)) // 1, scale)
    misleads = nearest > exact and (
        nearest.denominator == 1 or (threshold is not None and exact < Fraction(threshold) <= nearest)
    )
    shown = cut if misleads else nearest
    places = 0 if shown.denominator == 1 and shown == exact else places
    number = Decimal(shown.numerator) / Decimal(shown.denominator)
    return _("%(number)s %%") % {"number": number_format(number, decimal_pos=places, use_l10n=True)}


def units(count):
    """Return teaching units as text, e.g. "52 UE"."""
    return _("%(count)s UE") % {"count": count}
