"""What every test starts from: which database it runs on, and whether there is a browser."""

import gc
import os
import shutil

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations  # .operations first would go round in a circle
from django.test import TransactionTestCase
from django.utils import translation

from lms.home import operator
from lms.lib.catalogues import compile_catalogue, stale_catalogues
from tests.emptying import empty_tables, may_lift_guards
from tests.mould import lay_copy
from tests.twice import split

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_report_header():
    """Name the database, so that a log shows which of the two runs it is."""
    redis = "Redis" if os.environ.get("REDIS_URL") else "memory"
    return f"database: {connection.vendor}, cache: {redis}, browser: {CHROMIUM or 'none'}"


def pytest_runtest_setup(item):
    """Skip what this machine cannot do. In CI a missing browser is a failure, for there nobody reads the notice."""
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    if item.get_closest_marker("browser") and CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true, but there is no Chromium to look at pages with")
        pytest.skip("needs Chromium: apt-get install chromium")


def pytest_collection_modifyitems(config, items):
    """Leave out of each run of `./run test` what belongs into the other one; see tests/twice.py."""
    run = os.environ.get("SUITE_RUN")
    if run in ("first", "second"):
        chosen, left = split(items, run)
        items[:] = chosen
        config.hook.pytest_deselected(items=left)


def pytest_collection_finish():
    """What collecting made stays to the end: no longer is garbage looked for in it, and in the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """What pytest-django is to set up stands there already: a copy of the mould, fresh in each run."""
    return True


@pytest.fixture(scope="session")
def django_db_createdb():
    """It would throw the copy away and migrate."""
    return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Now the worker's database has its name; see tests/mould.py."""
    with django_db_blocker.unblock():
        lay_copy()


@pytest.fixture(autouse=True)
def _language_starts_afresh():
    """Translation is switched per thread: what a test switched on must not reach the next one."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _operator_is_known():
    """The name in the masthead is read once in five minutes; no test shall depend on which page was the first."""
    cache.set(operator.KEY, "Lehrgang")


@pytest.fixture(scope="session")
def chromium_path():
    """The browser of the machine, for Playwright's `executable_path`."""
    return CHROMIUM


def pytest_configure(config):
    """Bring the compiled German up to date, once, before workers start."""
    if not hasattr(config, "workerinput"):
        for path in stale_catalogues():
            compile_catalogue(path)


@pytest.fixture(scope="session", autouse=True)
def _flush_guarded_tables():
    """Let the flush after a transactional test empty append-only tables on SQLite: lift their guards, put them back."""
    original = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
            guards = cursor.fetchall()
        flush = original(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        return [*(f"DROP TRIGGER {name}" for name, _sql in guards), *flush, *(sql for _name, sql in guards)]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = original


@pytest.fixture(scope="session", autouse=True)
def _quick_flush(_flush_guarded_tables):
    """After a test that commits only what has rows is emptied; see tests/emptying.py."""
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_tables() if may_lift_guards() else original(case)
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def demo(db):
    """The demo file in the database, dates as written, and what the file says (see tests/demo.py)."""
    from tests import demo

    demo.fill()
    return demo.Demo()
