"""The answer to every row of a list: none is lost, and what cannot be asked says why."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.issuing.rules import NAME_ERASED, REPLACED, REVOKED, VALID
from certificates.verification.answers import UNKNOWN
from certificates.verification.lists.lines import Line, asked_of
from certificates.verification.many import Asked, check_many


@dataclass(frozen=True)
class Answered:
    """A row and its answer: `kind` is good, differs, ended, unknown or bad; `word` and `more` say it."""

    line: Line
    kind: str
    word: str
    more: str = ""

    @property
    def chip(self):
        """Kind and icon of components/chip.html."""
        return {
            "good": {"kind": "done", "word": self.word},
            "differs": {"kind": "stop", "word": self.word},
            "ended": {"kind": "stop", "word": self.word},
            "unknown": {"kind": "wait", "word": self.word},
            "bad": {"kind": "wait", "icon_name": "warn", "word": self.word},
        }[self.kind]


def answer_lines(lines, chambers):
    """Return an Answered per Line, in their order; as many queries as for one."""
    asked = [asked_of(line) for line in lines]
    able = [each for each in asked if isinstance(each, Asked)]
    found = iter(check_many(able, chambers))
    return [
        _answered(line, next(found)) if isinstance(each, Asked) else Answered(line, "bad", each)
        for line, each in zip(lines, asked, strict=True)
    ]


def status_word(word):
    """Return a status in a word for people; one that this version does not know is not valid."""
    return {
        VALID: pgettext("status of a certificate", "valid"),
        NAME_ERASED: _("valid, name erased"),
        REPLACED: pgettext("status of a certificate", "replaced"),
        REVOKED: pgettext("status of a certificate", "revoked"),
        "suspended": pgettext("status of a certificate", "suspended"),
        UNKNOWN: _("not found"),
    }.get(word, _("not valid"))


def _answered(line, found):
    word = status_word(found.word)
    if found.word == UNKNOWN:
        return Answered(line, "unknown", word, _("No certificate of your programmes reads like this."))
    day = date_format(found.on, "SHORT_DATE_FORMAT")
    if found.word not in (VALID, NAME_ERASED):
        return Answered(line, "ended", word, _("since %(day)s") % {"day": day})
    if found.matches is False:
        said = _("The number is valid, but surname or date of birth read otherwise.")
        return Answered(line, "differs", _("details differ"), said)
    issued = _("issued on %(day)s") % {"day": day}
    more = _("%(issued)s; the details agree") % {"issued": issued} if found.matches else issued
    return Answered(line, "good", word, more)
