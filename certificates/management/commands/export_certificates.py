"""`manage.py export_certificates --cohort COHORT --to DIR`: the stored files of a cohort, whole or not at all."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from certificates.issuing import exporting
from courses.cohorts.models import Cohort
from lms.lib.refusals import Refusal

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Write PDF and credential.json of each valid certificate of a cohort into a folder, named by number: whole or "
        "not at all, and nothing of another name is touched. Exit 0: written; 1: no such cohort, or the folder cannot "
        "be written; 2: refused: a PDF is not made yet or is damaged, or a file is in the way."
    )

    def add_arguments(self, parser):
        parser.add_argument("--cohort", required=True, metavar="CODE", help="the code of the cohort, such as PK-4")
        parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="the folder; made if it is not there")

    # It speaks English as its help does, whatever the pages speak.
    @translation.override("en")
    def handle(self, *, cohort, to, **options):
        row = Cohort.objects.filter(code=cohort).first()
        if row is None:
            raise CommandError(f"There is no cohort {cohort}.")
        try:
            files, left_out = exporting.files_of(row)
            exporting.write(files, to)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        for number, why in left_out:
            self.stderr.write(f"left out: {number}, {why}")
        self.stdout.write(f"export_certificates: {len(files)} files of {row.code} in {to}")
