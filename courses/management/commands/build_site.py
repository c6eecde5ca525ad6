"""`manage.py build_site`: the public catalogue in every language, where it is missing."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.curriculum.pages_actions import ensure_site


class Command(BaseCommand):
    help = "Makes the catalogue of each language with its plain pages, where it is missing. Nothing else is touched."

    def handle(self, **options):
        ensure_site(site_name=settings.WAGTAIL_SITE_NAME, at=timezone.now())
