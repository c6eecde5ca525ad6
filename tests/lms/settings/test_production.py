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


def test_names_all_that_are_missing_at_once():
    started = start({})
    assert started.returncode != 0
    assert f"Set {', '.join(COMPLETE)} in the environment" in started.stderr


def check(**env):
    """Run Django's checks for production in a process of its own; the database is not asked."""
    env = {**COMPLETE, "DJANGO_SETTINGS_MODULE": "lms.settings.production", **env}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True)


RECOMMENDED = {
    "SECRET_KEY": "".join(chr(33 + 7 * n % 90) for n in range(60)),
    "DEFAULT_FROM_EMAIL": "buero@netz.internal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/1",
    "SEAL_KEY_FILE": "/etc/lehrgang/seal.p12",
    "SEAL_TIMESTAMP_URL": "https://time.example",
}


def test_the_checks_find_nothing_where_all_is_set():
    checked = check(**RECOMMENDED)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_checks_name_what_is_set_wrongly():
    wrong = {"PUBLIC_URL": "http://lehrgang.example/kurse", "EMAIL_URL": "consolemail://", "REDIS_URL": ""}
    wrong |= {"SEAL_KEY_FILE": "", "SEAL_TIMESTAMP_URL": ""}
    checked = check(**{**RECOMMENDED, **wrong})
    assert checked.returncode != 0
    for identity in ("lehrgang.E001", "lehrgang.E007", "lehrgang.W003", "lehrgang.W012", "lehrgang.W013"):
        assert identity in checked.stderr
