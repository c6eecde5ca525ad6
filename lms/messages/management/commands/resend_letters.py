"""`manage.py resend_letters`: let letters that were given up be sent again, once the mail server is well."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from lms.messages.actions import resend_letters


class Command(BaseCommand):
    help = "Let all letters that were given up wait for sending anew; the sweeper sends each of them once."

    def handle(self, **options):
        count = resend_letters(actor=None, at=timezone.now())
        self.stdout.write(f"{count} letters wait for sending again.")
