"""manage.py export_register --to DIR: what verifies our certificates without us, for safe-keeping."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.publishing.succession.contents import export
from certificates.publishing.succession.folder import write_folder
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    help = "Writes keys, status lists, hashes and a page that verifies from them alone into a folder: no names."

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, help="a new or empty folder, or that of an earlier export")

    # It speaks English as its help does.
    @translation.override("en")
    def handle(self, *, to, **options):
        try:
            files = export(timezone.now())
            write_folder(to, files)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{to}: {len(files)} files, {sum(map(len, files.values())):,} bytes.")
