"""Load the demo once, dates moved to today, and print one sign-in per role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.loading.demo import load_demo
from lms.accounts.demo import demo_sign_ins
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Loads the demo data once, with dates moved to today, and prints one sign-in per role."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE
        )

    def handle(self, *, language, **options):
        with translation.override(language):
            try:
                load_demo(at=timezone.now())
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            sign_ins = demo_sign_ins()
            rows = [(_("Role"), _("E-mail"), _("Password"))]
            rows += [(str(one.role), one.email, one.password) for one in sign_ins]
            widths = [max(len(row[column]) for row in rows) for column in range(3)]
            for row in rows:
                line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                self.stdout.write(line.rstrip())
