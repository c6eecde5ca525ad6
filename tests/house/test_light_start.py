"""A web process starts light: below 150 MB, with nothing in it that only a worker, an import or a test needs."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

# Each of these costs every process memory and every start time, and waits until it is used.
HEAVY = [
    "weasyprint",
    "pydyf",
    "fontTools",
    "openpyxl",
    "boto3",
    "botocore",
    "segno",
    "icalendar",
    "tinycss2",
    "lxml",
    "fido2",
    "facturx",
    "pillow_heif",
    # Wagtail's own API, which has no address here.
    "wagtail.api.v3.schemas",
]
FOR_TESTS = ["playwright", "pytest", "hypothesis", "pypdf"]
LIMIT = 150 * 1024 * 1024

START = """
import json, pathlib, sys
from django.urls import get_resolver
import lms.wsgi
get_resolver().url_patterns
pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
print(json.dumps({"modules": sorted(name for name, module in sys.modules.items() if module), "pages": pages}))
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "lehrgang.example",
    "PUBLIC_URL": "https://lehrgang.example",
    "DATABASE_URL": "postgres://lehrgang@127.0.0.1/lehrgang",
    "EMAIL_URL": "smtp+tls://lehrgang:secret@mail.example:587",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/1",
}


def start(before=""):
    """Start as a web server does, in a process of its own that opens no connection; return what it says of itself."""
    code = [sys.executable, "-W", "ignore", "-c", before + START]
    done = subprocess.run(code, cwd=settings.BASE_DIR, env=PRODUCTION, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def started():
    return start()


def heavy_in(told):
    return [name for name in [*HEAVY, *FOR_TESTS] if name in told["modules"]]


def test_imports_nothing_heavy(started):
    assert heavy_in(started) == []


def test_keeps_below_150_mb(started):
    assert started["pages"] * 4096 < LIMIT


def test_something_heavy_would_be_seen():
    assert "openpyxl" in heavy_in(start(before="import openpyxl"))
