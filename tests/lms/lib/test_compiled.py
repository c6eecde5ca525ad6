"""A compiled query answers what the queryset answers, whoever asks with whichever values, and is built once a shape."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import BigAutoField, CharField, DateField, DateTimeField, Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.cohorts.models import Cohort
from lms.accounts.tokens import create_token, valid
from lms.lib.compiled import compiled
from lms.organisations.models import Membership
from tests import makers

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def cohorts_of(code, day):
    member = Membership.objects.on(day).filter(office=OuterRef("edition__programme__office"))
    return Cohort.objects.select_related("edition__programme").annotate(has_members=Exists(member)).filter(code=code)


def recorded():
    """Return the compiled `cohorts_of` and the list of shapes for which it was built."""
    built = []

    @compiled(code=CharField(), day=DateField())
    def query(code, day, **shape):
        built.append(shape)
        rows = cohorts_of(code, day)
        return rows.order_by("-pk") if shape.get("last") else rows

    return query, built


def values(row):
    """What stands in a row, with its kinds: a day that is read is no text, a yes no number."""
    return {name: (type(value), value) for name, value in vars(row).items() if not name.startswith("_")}


def test_gives_rows_with_what_stands_beside_them():
    cohort = makers.make_cohort()
    office = cohort.edition.programme.office
    Membership.objects.create(
        company=makers.make_company(), office=office, since=dt.date(2026, 1, 1), until=dt.date(2027, 1, 1)
    )
    query, _built = recorded()
    for day, expected in [(dt.date(2026, 6, 1), True), (dt.date(2028, 6, 1), False)]:
        [row] = query(code=cohort.code, day=day)
        [same] = cohorts_of(cohort.code, day)
        assert values(row) == values(same) and (row, row.has_members) == (cohort, expected)
        with CaptureQueriesContext(connection) as asked:
            assert row.edition.programme.office_id == office.pk
        assert not asked.captured_queries


def test_gives_tuples_of_a_values_list():
    first, second = makers.make_cohort(), makers.make_cohort()
    listed = lambda code: Cohort.objects.filter(code=code).values_list("pk", "edition__programme__code", "decision_on")  # noqa: E731
    query = compiled(code=CharField())(listed)
    for cohort in (first, second):
        assert (
            query(code=cohort.code) == list(listed(cohort.code)) == [(cohort.pk, cohort.edition.programme.code, None)]
        )
    assert query(code="nothing") == []


def test_is_built_once_for_each_shape():
    first, second = makers.make_cohort(), makers.make_cohort()
    query, built = recorded()
    for cohort in (first, second, first):
        assert query(code=cohort.code, day=NOW.date()) == [cohort]
    assert query(code=second.code, day=NOW.date(), last=True) == [second]
    assert query(code="nothing", day=NOW.date(), last=True) == []
    assert built == [{}, {"last": True}]


def test_prepares_values_as_fields_do():
    user = makers.make_user()
    create_token(user=user, name="x", days=1, actor=None, at=NOW)
    tokens = compiled(at=DateTimeField())(lambda at: valid(at))
    assert len(tokens(at=NOW)) == 1
    assert tokens(at=NOW + dt.timedelta(days=2)) == []


@pytest.mark.parametrize("values", [{"code": None, "day": NOW.date()}, {"code": "PK-1"}, {}])
def test_refuses_values_that_are_none_or_missing(values):
    query, _built = recorded()
    with pytest.raises(ValueError, match="query"):
        query(**values)


@pytest.mark.django_db(transaction=True)
def test_serves_other_threads_with_their_own_connection():
    query, built = recorded()
    cohort = makers.make_cohort()
    assert query(code=cohort.code, day=NOW.date()) == [cohort]
    answers = []

    def ask():
        answers.append(query(code=cohort.code, day=NOW.date()))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert (answers, built) == ([[cohort]], [{}])


@pytest.mark.django_db(transaction=True)
def test_locks_within_a_transaction_only():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks")
    cohort = makers.make_cohort()
    query = compiled(pk=BigAutoField())(lambda pk: Cohort.objects.select_for_update().filter(pk=pk))
    for _first_and_again in range(2):
        with transaction.atomic():
            assert query(pk=cohort.pk) == [cohort]
        with pytest.raises(transaction.TransactionManagementError):
            query(pk=cohort.pk)
