"""Load programmes, people, attendance and certificates from a YAML file: all of it, or nothing."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.loading.actions import check, load
from certificates.loading.refusals import BadFile
from certificates.loading.shape import FIRST_DAY, LAST_DAY
from courses.curriculum.pages_actions import build_missing_pages
from lms.accounts.models import User
from lms.lib.refusals import Refusal


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Loads programmes, cohorts, companies, people, attendance and certificates from a YAML file. "
        "A file with faults loads nothing; each fault is named with its place. A second time changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--today", type=day, help="Move dates by whole weeks so that the file's anchor is this day."
        )
        parser.add_argument("--check", action="store_true", help="Only check the file; write nothing.")
        parser.add_argument("--print-later", action="store_true", help="Leave printing PDFs to run_due_jobs.")
        parser.add_argument("--actor", help="E-mail of the office's account that is named as author.")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE
        )

    def handle(self, *, file, language, **options):
        with translation.override(language):
            try:
                data = file.read_bytes()
            except OSError as error:
                raise CommandError(
                    _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error.strerror}
                ) from error
            try:
                self._run(data, options)
            except BadFile as refusal:
                for fault in refusal.faults:
                    self.stderr.write(str(fault))
                raise CommandError(str(refusal)) from refusal
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal

    def _run(self, data, options):
        at, today = timezone.now(), options["today"]
        if options["check"]:
            check(data, at=at, today=today)
            self.stdout.write(_("The file has no faults."))
            return
        actor = _account(options["actor"])
        loaded = load(data, at=at, today=today, actor=actor, printing=not options["print_later"])
        build_missing_pages(site_name=settings.WAGTAIL_SITE_NAME, at=at)
        for difference in loaded.differences:
            self.stderr.write(str(difference))
        if loaded.count:
            self.stdout.write(
                ngettext("Loaded %(count)d row.", "Loaded %(count)d rows.", loaded.count) % {"count": loaded.count}
            )
        else:
            self.stdout.write(_("Everything in the file was there already; nothing was changed."))


def day(text):
    """A date that files may be moved to; the name is what a wrong one is called by."""
    found = dt.date.fromisoformat(text)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError
    return found


def _account(email):
    if not email:
        return None
    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        raise CommandError(_("There is no account with the e-mail %(email)s.") % {"email": email})
    return account
