"""The shipped demo file in the test database, unshifted: read once, then put back row by row, which costs little."""

from functools import cached_property
from pathlib import Path

import yaml
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from certificates.loading.actions import load
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.permissions import MANAGE
from lms.accounts.grants import grant_to_office
from lms.accounts.models import Person, User
from lms.organisations.models import Company
from tests import makers

FILE = Path(settings.BASE_DIR) / "courses" / "demo" / "demo_data.yaml"
ACTOR = "buero@polymernetz.example"
APPS = ("auth", "guardian", "accounts", "organisations", "audit", "messages", "courses", "certificates")


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
    before = {model: model._base_manager.aggregate(last=Max("pk"))["last"] for model in _models()}
    if _kept.get("before") != before:
        office = makers.make_office_user(email=ACTOR)
        grant_to_office(MANAGE)
        load(FILE.read_bytes(), at=makers.NOON, actor=office, printing=False)
        _kept.update(before=before, rows=_rows_since(before))
        return
    with connection.cursor() as cursor:
        for model, (columns, rows) in _kept["rows"].items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_kept["rows"])):
            cursor.execute(statement)


def _models():
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _rows_since(before):
    """Every row that came since `before`, by model, as the database stores it."""
    found = {}
    for model, last in before.items():
        fields = model._meta.local_concrete_fields
        rows = model._base_manager.all() if last is None else model._base_manager.filter(pk__gt=last)
        values = [
            [field.get_db_prep_save(field.value_from_object(row), connection) for field in fields]
            for row in rows.order_by("pk")
        ]
        if values:
            found[model] = ([field.column for field in fields], values)
    return found
