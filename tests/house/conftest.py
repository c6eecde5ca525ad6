"""The house's world, built once per module inside a transaction that is taken back; time stands still in it."""

import datetime as dt
import logging

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from tests.house import world as worlds


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Three groups of people and everybody's account. Whoever writes takes it back, see `on_paper`."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(timezone, "now", lambda: worlds.NOW.astimezone(dt.UTC))
        # Thousands of refused requests are the point here, not news.
        for name in ("django.request", "django.security.csrf"):
            patch.setattr(logging.getLogger(name), "disabled", True)
        with transaction.atomic():
            yield worlds.build()
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
