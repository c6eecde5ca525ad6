"""The four answers as lines of text, for the command line."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.verification import claims
from certificates.verification.pdf.answering import ALTERED, ENDED, GENUINE, NOT_OURS
from certificates.verification.pdf.reasons import advice, reason_of, title_of

EXIT_CODES = {GENUINE: 0, ENDED: 1, ALTERED: 2, NOT_OURS: 3}


def lines_on(found):
    """Yield what a FileAnswer says; of what ended, status and day only."""
    answer = found.answer
    if answer is None:
        yield f"{title_of(found.why)}. {reason_of(found.why)}"
        yield advice()
        return
    if found.word == ALTERED:
        yield _("Altered after sealing. What the register says of the genuine certificate:")
    yield _status(answer)
    for label, value in claims.facts(answer) if answer.copy else ():
        yield f"{label}: {value}"


def unreadable(error):
    """Return why a file could not be read, in a sentence."""
    return _("Not confirmed: the file cannot be read (%(why)s).") % {"why": getattr(error, "strerror", "") or error}


def _status(answer):
    words = {
        "valid": _("%(number)s: genuine and valid"),
        "name_erased": _("%(number)s: genuine and valid, name erased"),
        "replaced": _("%(number)s: replaced on %(day)s"),
        "revoked": _("%(number)s: revoked on %(day)s"),
        "suspended": _("%(number)s: suspended on %(day)s"),
    }
    said = words.get(answer.word, _("%(number)s: not valid"))
    return said % {"number": answer.number, "day": date_format(answer.on) if answer.on else ""}
