"""`manage.py verify_pdf FILE`: the four answers as text and as exit code."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from certificates.verification.pdf.answering import NOT_OURS, answer_to_pdf
from certificates.verification.pdf.findings import MOST_BYTES
from certificates.verification.pdf.saying import EXIT_CODES, lines_on, unreadable
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    """Check one PDF file as the page does; whatever cannot be read is not ours."""

    help = (
        "Check a PDF of at most 2 MB: 0 genuine and valid, 1 genuine but replaced, revoked or suspended, 2 altered, "
        "3 not confirmed, also where there is no such file or it cannot be read; it says why."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the PDF file")

    # It speaks English as its help does; what stands in the paper keeps its own language.
    @translation.override("en")
    def handle(self, *, file, **options):
        try:
            found = answer_to_pdf(_read(Path(file)), timezone.now())
        except (OSError, ValueError) as error:
            self._end(unreadable(error))
        except Refusal as busy:
            self._end(str(busy))
        self._say(lines_on(found))
        if EXIT_CODES[found.word]:
            sys.exit(EXIT_CODES[found.word])

    def _say(self, lines):
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has read enough, as `| head` does. As it ends Python flushes once more: into nothing, then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _end(self, why):
        self.stderr.write(why)
        sys.exit(EXIT_CODES[NOT_OURS])


def _read(path):
    # One byte more than is looked at, which is enough to say that it is too large.
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
