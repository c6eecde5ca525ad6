"""What is set wrongly is named by Django's checks, with an id and what to do about it; set rightly, nothing is said."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import Error, run_checks
from django.test import override_settings

from certificates.issuing.checks import certificates_can_be_printed
from lms.home.checks import TAG
from tests.makers import make_office

BASE = Path(__file__).resolve().parents[2]
DISK = "django.core.files.storage.FileSystemStorage"
BUCKET = "storages.backends.s3.S3Storage"
REDIS = "django.core.cache.backends.redis.RedisCache"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def sqlite(**options):
    return {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": options}}}


def stored(backend, media=None, **private):
    media = {"BACKEND": backend, "OPTIONS": media or {}}
    storages = {**settings.STORAGES, "default": media, "private": {"BACKEND": backend, "OPTIONS": private}}
    return {"STORAGES": storages, "MEDIA_ROOT": "/srv/media", "STATIC_ROOT": "/srv/static"}


def cached(backend, broker="redis://127.0.0.1/1"):
    return {"CACHES": {"default": {"BACKEND": backend}}, "CELERY_BROKER_URL": broker}


WRONG_AND_RIGHT = [
    ("lehrgang.E001", {"PUBLIC_URL": "http://lehrgang.example"}, {"PUBLIC_URL": "https://lehrgang.example"}),
    (
        "lehrgang.E001",
        {"PUBLIC_URL": "https://lehrgang.example/kurse"},
        {"PUBLIC_URL": "https://lehrgang.example:8443"},
    ),
    ("lehrgang.E001", {"PUBLIC_URL": "lehrgang.example"}, {"PUBLIC_URL": "https://lehrgang.example/"}),
    ("lehrgang.E002", sqlite(), sqlite(transaction_mode="IMMEDIATE")),
    ("lehrgang.E002", sqlite(transaction_mode="DEFERRED"), sqlite(transaction_mode="exclusive")),
    ("lehrgang.W003", cached(MEMORY), cached(REDIS)),
    ("lehrgang.W003", cached("django.core.cache.backends.dummy.DummyCache"), cached(MEMORY, broker="")),
    ("lehrgang.E004", stored(DISK, location="/srv/media/private"), stored(DISK, location="/srv/private")),
    ("lehrgang.E004", stored(DISK, location="/srv/static"), stored(DISK, location="/srv/media-private")),
    ("lehrgang.E004", stored(DISK), stored(DISK, location="/srv")),
    (
        "lehrgang.E004",
        stored(BUCKET, {"bucket_name": "files", "location": "media"}, bucket_name="files", location="media"),
        stored(BUCKET, {"bucket_name": "files", "location": "media"}, bucket_name="files", location="private"),
    ),
    (
        "lehrgang.E004",
        stored(BUCKET, bucket_name="files", default_acl="public-read"),
        stored(BUCKET, bucket_name="files", default_acl="private"),
    ),
    (
        "lehrgang.E007",
        {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"},
    ),
    (
        "lehrgang.W008",
        {"DEFAULT_FROM_EMAIL": "buero@lehrgang.example"},
        {"DEFAULT_FROM_EMAIL": "Lehrgang <buero@netz.internal>"},
    ),
    ("lehrgang.W008", {"DEFAULT_FROM_EMAIL": "buero@example.org"}, {"DEFAULT_FROM_EMAIL": "buero@myexample.org"}),
    ("lehrgang.W008", {"DEFAULT_FROM_EMAIL": ""}, {"DEFAULT_FROM_EMAIL": "buero@netz.internal"}),
]


def said(databases=None, **wrong):
    with override_settings(**wrong):
        return {
            found.id: found for found in run_checks(tags=[TAG], include_deployment_checks=True, databases=databases)
        }


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")  # nothing connects
@pytest.mark.parametrize(("identity", "wrong", "right"), WRONG_AND_RIGHT)
def test_names_what_is_wrong_and_only_that(identity, wrong, right):
    found = said(**wrong)
    assert identity in found, found
    assert found[identity].hint
    assert isinstance(found[identity], Error) == (".E" in identity)
    assert identity not in said(**right)


@pytest.mark.django_db
def test_names_a_database_without_an_office():
    assert "lehrgang.W005" in said(databases=["default"])
    make_office()
    assert "lehrgang.W005" not in said(databases=["default"])


def test_asks_no_database_that_it_was_not_given():
    assert "lehrgang.W005" not in said()


def test_names_the_package_of_a_library_that_is_missing(tmp_path):
    found = certificates_can_be_printed(libraries={"libnowhere.so.0": "libnowhere0"})
    assert [one.id for one in found] == ["lehrgang.W006"]
    assert "apt-get install libnowhere0" in found[0].hint
    assert certificates_can_be_printed(libraries={"libc.so.6": "libc6"}) == []
    assert [one.id for one in certificates_can_be_printed(libraries={}, fonts=tmp_path)] == ["lehrgang.W009"]


def test_every_id_stands_once_in_the_code_and_in_the_docs():
    files = [path for floor in ("lms", "courses", "certificates") for path in (BASE / floor).rglob("checks.py")]
    given = re.findall(r'id="(lehrgang\.[EW]\d{3})"', "\n".join(path.read_text(encoding="utf-8") for path in files))
    assert len(given) == len(set(given))
    docs = (BASE / "docs" / "operate.md").read_text(encoding="utf-8")
    assert set(given) == set(re.findall(r"^\| `(lehrgang\.[EW]\d{3})` \|", docs, re.MULTILINE))
