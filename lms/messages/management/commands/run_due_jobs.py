"""`manage.py run_due_jobs`: do once what is due, for installations without a broker (cron, systemd timer)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.messages.sweepers import sweep


class Command(BaseCommand):
    help = "Do once what is due in every room: letters not sent yet, and whatever rooms have registered."

    def handle(self, **options):
        done = sweep(timezone.now())
        for name, number in done.items():
            self.stdout.write(f"{name}: {'failed' if number is None else number}")
        if None in done.values():
            raise CommandError("At least one sweeper failed; the log has its stack.")
