"""A browser before a server of ours: real rows, real requests, real clicks."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from tests.browser.guests import Guest

SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots"
# The machine's browser shall ask nobody but our server.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module", autouse=True)
def _sync_beside_a_loop():
    """Playwright keeps an event loop running in this thread, and Django would refuse to read rows beside it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="module")
def restore(django_db_setup, django_db_blocker, _sync_beside_a_loop):
    """
    Return a function that puts the rows back that the migrations had written, and nothing else.

    These tests commit, so all tables are emptied after each. Django would restore them by itself, but beside
    Playwright's loop it sees another connection object, which knows nothing of the rows kept.
    """
    kept = connection._test_serialized_contents

    def restore():
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        ContentType.objects.clear_cache()
        connection.creation.deserialize_db_from_string(kept)
        # The rows came with their keys: new ones must not begin at 1 again.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)

    yield restore
    with django_db_blocker.unblock():
        restore()


@pytest.fixture(scope="module")
def chromium(chromium_path, restore):
    """The browser, once per module; every window of it starts empty."""
    from playwright.sync_api import sync_playwright  # heavy, and not there where there is no browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _first_rows(transactional_db, restore):
    """Every test starts with what the migrations had written."""
    restore()


@pytest.fixture
def guest(chromium, live_server):
    """Return a function that opens a fresh browser window: guest(), guest(user), guest(user, width=390)."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    opened = []

    def open_window(user=None, **window):
        opened.append(Guest(chromium, live_server.url, SCREENSHOTS, **window))
        if user is not None:
            opened[-1].sign_in(user)
        return opened[-1]

    yield open_window
    for one in opened:
        one.close()
