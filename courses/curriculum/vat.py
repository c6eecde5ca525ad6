"""What VAT lines an edition begins with: a proposal by its VAT rule, which the office has to check."""

from courses.curriculum.models import PriceLine
from lms.lib.translated import Translated

EXEMPT_EDUCATION = "exempt_4_21_or_22_if_certified_else_19"

FEE = {
    "purpose": PriceLine.Purpose.CANCELLATION,
    "label": {"de": "Stornogebühr", "en": "Cancellation fee"},
    "category": PriceLine.Category.OUTSIDE,
    "reason": {
        "de": "Nicht steuerbar: Entschädigung, keine Gegenleistung für eine Leistung",
        "en": "Outside the scope of VAT: compensation, no consideration for a supply",
    },
    "reason_code": "VATEX-EU-O",
}
COURSE = {
    "purpose": PriceLine.Purpose.PRICE,
    "label": {"de": "Lehrgangsgebühr", "en": "Course fee"},
    "category": PriceLine.Category.EXEMPT,
    "reason": {
        "de": "Umsatzsteuerfrei nach § 4 Nr. 21 UStG (Fortbildung)",
        "en": "Exempt from VAT: § 4 no. 21 German VAT Act (vocational training)",
    },
    "reason_code": "VATEX-EU-132-1I",
}
# By the edition's free key `vat`; a key that is not here gets no lines, and the office enters them before it invoices.
PROPOSALS = {EXEMPT_EDUCATION: (COURSE, FEE)}


def proposed_lines(edition):
    """Return the unsaved VAT lines that the edition's key proposes, marked as to be checked."""
    return [
        PriceLine(
            edition=edition,
            to_be_checked=True,
            **{name: Translated(value) if isinstance(value, dict) else value for name, value in line.items()},
        )
        for line in PROPOSALS.get(edition.vat, ())
    ]
