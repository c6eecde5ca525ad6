"""A web process that has loaded every address holds neither WeasyPrint nor what it needs."""

import os
import subprocess
import sys

from django.conf import settings

ASK = """
import django; django.setup()
from django.urls import get_resolver
from importlib import import_module
get_resolver().url_patterns
from lms.celery import app
app.loader.import_default_modules()
assert "certificates.issuing.tasks.make_pdf" in app.tasks, "the worker does not know the task"
import sys
print([name for name in ("weasyprint", "pydyf", "fontTools", "segno") if name in sys.modules])
"""


def test_weasyprint_is_not_loaded():
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "[]"
