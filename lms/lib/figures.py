"""Numbers as people read them: exact values in, localised text out, never flattering."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils import formats
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def _exact(value):
    """Return the value as a Fraction. Raises TypeError for a float, which has lost what it was."""
    if isinstance(value, float):
        raise TypeError("Give an exact number (int, Decimal, Fraction), not a float.")
    return Fraction(value)


def rounded_honestly(value, digits=1, limits=()):
    """
    Round to `digits` decimals, half up, but never up to or past a whole number or one of `limits`.

    So 80.769 reads 80.8, while 79.995 reads 79.9 and not 80: a display must not claim a threshold that is missed.
    """
    value, step = _exact(value), Fraction(1, 10**digits)
    down = floor(value / step) * step
    near = floor(value / step + Fraction(1, 2)) * step
    claims = near > value and (floor(near) > floor(value) or any(value < _exact(limit) <= near for limit in limits))
    chosen = down if claims else near
    return Decimal(chosen.numerator) / Decimal(chosen.denominator)


def _written(number, digits):
    """Write a Decimal with at most `digits` decimals in the reader's language; no trailing zeros."""
    whole = number == number.to_integral_value()
    text = formats.number_format(number, 0 if whole else digits, use_l10n=True, force_grouping=True)
    separator = formats.get_format("DECIMAL_SEPARATOR")
    return text.rstrip("0").rstrip(separator) if not whole and separator in text else text


def percent(share, threshold=None):
    """
    Write a share of 1 as a percentage: Fraction(84, 104) is "80,8 %".

    Never rounds up to a whole percent, nor to `threshold` (share of 1), which the exact value misses. None gives "".
    """
    if share is None or share == "":
        return ""
    limits = () if threshold in (None, "") else (_exact(threshold) * 100,)
    number = _written(rounded_honestly(_exact(share) * 100, limits=limits), 1)
    # Translators: a percentage; German puts a space before the sign.
    return _("%(number)s%%") % {"number": number}


def teaching_units(units):
    """Write teaching units (45 minutes each): "52 UE". None gives ""."""
    if units is None or units == "":
        return ""
    text = _("%(number)s UE") % {"number": _written(rounded_honestly(units, digits=2), 2)}
    return text.replace(" ", NBSP)


def euro(cents):
    """Write integer cents as an amount: 495000 is "4.950,00 €". None gives ""."""
    if cents is None or cents == "":
        return ""
    amount = formats.number_format(abs(Decimal(int(cents))) / 100, 2, use_l10n=True, force_grouping=True)
    text = _("€%(amount)s") % {"amount": amount}
    return f"\u2212{text}" if cents < 0 else text


def heat_kind(share):
    """Return the step of the heat row for a share of 1: 5 (95 % and more), 4 (90), 3 (85), 2 (below)."""
    if share is None:
        return "none"
    exact = _exact(share)
    return next(
        (kind for kind, least in (("5", 95), ("4", 90), ("3", 85)) if exact * 100 >= least),
        "2",
    )


def css_percent(part, total):
    """Return `part` of `total` as a CSS percentage, two decimals, never above 100 %. For drawing only."""
    if not total:
        return "0%"
    hundredths = floor(min(max(_exact(part) / _exact(total), Fraction(0)), Fraction(1)) * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
