"""`manage.py verify_pdf FILE`: the four answers as text and as exit code."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.verification import claims
from certificates.verification.pdf.answering import ALTERED, ENDED, GENUINE, NOT_OURS, answer_to_pdf
from certificates.verification.pdf.findings import MOST_BYTES
from lms.lib.refusals import Refusal

EXIT = {GENUINE: 0, ENDED: 1, ALTERED: 2, NOT_OURS: 3}


class Command(BaseCommand):
    """Check one PDF file as the page does; whatever cannot be read is not ours."""

    help = "Check a PDF: 0 genuine and valid, 1 genuine but replaced, revoked or suspended, 2 altered, 3 not ours."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the PDF file")

    def handle(self, *args, file, **options):
        try:
            content = _read(Path(file))
        except (OSError, ValueError) as error:
            self.stderr.write(_("Not confirmed: the file cannot be read (%(why)s).") % {"why": getattr(error, "strerror", "") or error})
            sys.exit(EXIT[NOT_OURS])
        try:
            found = answer_to_pdf(content, timezone.now())
        except Refusal as busy:
            self.stderr.write(str(busy))
            sys.exit(EXIT[NOT_OURS])
        for line in _said(found):
            self.stdout.write(line)
        if EXIT[found.word]:
            sys.exit(EXIT[found.word])


def _read(path):
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _said(found):
    answer = found.answer
    if found.word == NOT_OURS:
        yield _("Not confirmed: this file bears no seal of ours that holds. Check the code in the document instead.")
        return
    if found.word == ALTERED:
        yield _("Altered after sealing. What the register says of the genuine certificate:")
    yield _status(answer)
    for label, value in claims.facts(answer) if answer.copy else ():
        yield f"{label}: {value}"


def _status(answer):
    day = date_format(answer.on) if answer.on else ""
    words = {
        "valid": _("%(number)s: genuine and valid"),
        "name_erased": _("%(number)s: genuine and valid, name erased"),
        "replaced": _("%(number)s: replaced on %(day)s"),
        "revoked": _("%(number)s: revoked on %(day)s"),
        "suspended": _("%(number)s: suspended since %(day)s"),
    }
    return words.get(answer.word, _("%(number)s: not valid")) % {"number": answer.number, "day": day}
