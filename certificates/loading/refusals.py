"""Why a file is turned down: every fault with its place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.lib.refusals import Refusal


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong, at `line` (from 1; 0: the whole file) and `path` (as in `participants[12].email`)."""

    line: int
    path: str
    message: str

    def __str__(self):
        place = ", ".join(
            part for part in (_("line %(line)d") % {"line": self.line} if self.line else "", self.path) if part
        )
        return f"{place}: {self.message}" if place else self.message


class BadFile(Refusal):
    """The file has faults, so nothing of it was loaded. `faults` lists them in the order of the file."""

    code = "bad_file"
    status = 422

    def __init__(self, faults):
        self.faults = sorted(set(faults))
        super().__init__(
            ngettext(
                "Nothing was loaded: the file has %(count)d fault.",
                "Nothing was loaded: the file has %(count)d faults.",
                len(self.faults),
            )
            % {"count": len(self.faults)}
        )
