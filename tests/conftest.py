"""What every test starts from: which database it runs on, and whether there is a browser."""

import os
import shutil

import pytest
from django.db import connection
from django.utils import translation

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


@pytest.fixture(autouse=True)
def _language_starts_afresh():
    """Translation is switched per thread: what a test switched on must not reach the next one."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def chromium_path():
    """The browser of the machine, for Playwright's `executable_path`."""
    return CHROMIUM
