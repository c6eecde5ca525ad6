"""The shipped demo file in the test database, unshifted: read once, then put back row by row, which costs little."""

from functools import cached_property
from pathlib import Path

import yaml
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from certificates.loading.actions import load
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort, SeminarSession
from lms.accounts.models import Person, User
from lms.organisations.models import Company
from tests import makers

FILE = Path(settings.BASE_DIR) / "courses" / "demo" / "demo_data.yaml"
ACTOR = "buero@polymernetz.example"
APPS = ("auth", "guardian", "wagtailcore", "accounts", "organisations", "audit", "messages", "courses", "certificates")


class Demo:
    """
    What the file says and what became of it. `at` is noon of its anchor date, `actor` somebody of the office.

    `text` is the file as written, `file` the same as plain dicts and lists.
    """

    at = makers.NOON

    def __init__(self):
        self.actor = User.objects.get(email=ACTOR)

    @cached_property
    def text(self):
        return FILE.read_text(encoding="utf-8")

    @cached_property
    def file(self):
        return parsed()

    def record(self, key, value, *, of="participants"):
        """The first record of a top-level list whose `key` is `value`, e.g. record("id", "P08")."""
        return next(one for one in self.file[of] if one[key] == value)

    def person(self, reference):
        return Person.objects.get(reference=reference)

    def enrolment(self, reference):
        return Enrolment.objects.select_related("cohort__edition", "person").get(person__reference=reference)

    def cohort(self, code):
        return Cohort.objects.get(code=code)

    def company(self, code):
        return Company.objects.get(code=code)

    def session(self, key):
        cohort, seminar = key.split("/")
        return SeminarSession.objects.get(cohort__code=cohort, seminar__code=seminar)


_parsed = {}


def parsed():
    """The file as dicts and lists, read once per run; nobody may change it."""
    if not _parsed:
        _parsed["file"] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return _parsed["file"]


_kept = {}


def fill():
    """Put the demo data into the test database: rows kept from the first load, if the tables stand as they did then."""
    before = {model: model._base_manager.aggregate(last=Max("pk"))["last"] for model in tables()}
    if _kept.get("before") != before:
        known = dump()
        load(FILE.read_bytes(), at=makers.NOON, actor=makers.make_office_user(email=ACTOR), printing=False)
        _kept.update(before=before, changes=list(_changes_since(known)))
        return
    # In one transaction, so that references are looked at when all rows are there, also in tests that commit.
    with transaction.atomic(), connection.cursor() as cursor:
        for model, added, changed in _kept["changes"]:
            names = [connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields]
            table, key = connection.ops.quote_name(model._meta.db_table), names[0]
            marks = ", ".join(["%s"] * len(names))
            sets = ", ".join(f"{name} = %s" for name in names)
            if added:
                cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", added)
            if changed:
                cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", [(*row, row[0]) for row in changed])
        for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, *_rows in _kept["changes"]]):
            cursor.execute(statement)


def tables():
    """Every table of ours, and those of others that loading fills."""
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _rows(model):
    """{key: row as the database stores it} of a table; the key is its first column."""
    fields = model._meta.local_concrete_fields
    assert fields[0].primary_key, model
    return {
        row.pk: [field.get_db_prep_save(field.value_from_object(row), connection) for field in fields]
        for row in model._base_manager.order_by("pk")
    }


def dump():
    """{table: {key: row}} of every table, as plain values that can be compared."""
    return {
        model: {
            row.pk: [repr(field.value_to_string(row)) for field in model._meta.local_concrete_fields]
            for row in model._base_manager.all()
        }
        for model in tables()
    }


def _changes_since(known):
    """(model, rows added, rows changed) of every table that is no longer as in `known`."""
    now = dump()
    for model, before in known.items():
        if now[model] == before:
            continue
        rows = _rows(model)
        added = [row for key, row in rows.items() if key not in before]
        changed = [row for key, row in rows.items() if key in before and before[key] != now[model][key]]
        yield model, added, changed
