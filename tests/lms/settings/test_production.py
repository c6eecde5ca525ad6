"""Production does not start without its secrets: it names the missing one and the page that explains it."""

import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "lehrgang.example",
    "PUBLIC_URL": "https://lehrgang.example",
    "DATABASE_URL": "postgres://lehrgang@127.0.0.1/lehrgang",
    "EMAIL_URL": "smtp+tls://lehrgang:secret@mail.example:587",
}


def start(env, then=""):
    """Import the settings of production in a process of its own, with nothing but `env` in the environment."""
    code = f"from lms.settings import production\n{then}"
    return subprocess.run([sys.executable, "-c", code], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True)


def test_starts_with_all_of_them():
    assert start(COMPLETE).returncode == 0


@pytest.mark.parametrize("name", COMPLETE)
def test_names_the_one_that_is_missing(name):
    started = start({key: value for key, value in COMPLETE.items() if key != name})
    assert started.returncode != 0
    assert f"Set {name} in the environment" in started.stderr
    assert "docs/settings.md" in started.stderr


def test_keeps_certificates_private_in_a_bucket():
    told = start({**COMPLETE, "S3_BUCKET": "files"}, "print(production.STORAGES['private'])").stdout
    assert "S3Storage" in told
    assert "'default_acl': 'private'" in told
    assert "'location': 'private'" in told
