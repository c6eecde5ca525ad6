"""The office reads the log of acts in words, by kind, person, day and subject, with a fixed number of queries."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lms.audit.log import record
from lms.audit.words import NAMED_BY, verb_in_words
from tests.makers import at, make_booker, make_cohort, make_company, make_office_user, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_office_user(email="buero@netz.example")
    client.force_login(user)
    return user


def write(verb, **facts):
    with transaction.atomic():
        return record(verb, **{"at": at("2026-11-20"), **facts})


def test_verbs_and_subjects_in_german(client, office):
    write("booking.made", subject=make_company(name="Firma X GmbH"), actor=office, seats=3)
    page = client.get("/office/log/").text
    assert "Buchung: vorgenommen" in page and "Firma X GmbH" in page and "seats: 3" in page


def test_an_unknown_verb_is_shown_as_it_is():
    assert verb_in_words("thing.frobnicated") == "thing: frobnicated"
    assert verb_in_words("odd") == "odd"


def test_it_is_searched_by_each_condition(client, office):
    cohort = make_cohort()
    other = make_user(email="hr@firma.example")
    write("cohort.planned", subject=cohort, actor=office)
    write("booking.made", subject=make_company(), actor=other)
    write("seat.named", at=at("2026-11-21", 0))
    shown = lambda query: [row["act"].verb for row in client.get(f"/office/log/?{query}").context["rows"]]  # noqa: E731
    assert shown("") == ["seat.named", "booking.made", "cohort.planned"]
    assert shown("verb=booking.made") == ["booking.made"]
    assert shown("who=firma.ex") == ["booking.made"]
    assert shown("day=2026-11-21") == ["seat.named"]
    assert shown(f"subject=courses.cohort:{cohort.pk}") == ["cohort.planned"]


@pytest.mark.parametrize(
    "query",
    [
        "verb=zzz",
        "day=0001-01-01",
        "day=9999-12-31",
        "who=%00",
        "who=" + "x" * 9000,
        "subject=a:b:c",
        "page=x",
        "page=-1",
    ],
)
def test_odd_questions_give_a_page(client, office, query):
    write("cohort.planned", subject=make_cohort(), actor=office)
    assert client.get(f"/office/log/?{query}").status_code == 200


def test_nobody_else_reads_it(client):
    for user in (make_user(), make_booker(make_company())):
        client.force_login(user)
        assert client.get("/office/log/").status_code == 404
    client.logout()
    assert client.get("/office/log/")["Location"].startswith("/account/login/")


def test_every_column_that_names_a_subject_exists():
    from django.apps import apps

    for label, columns in NAMED_BY.items():
        list(apps.get_model(label)._base_manager.values_list(*columns)[:1])


def test_queries_do_not_depend_on_the_rows(client, office):
    figures = []
    for rows in (3, 300):
        for index in range(rows):
            subject = make_person() if index % 2 else make_company()
            write("cohort.planned", subject=subject, actor=make_user(make_person()))
        client.get("/office/log/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/log/")
        figures.append(len(asked))
    assert figures[0] == figures[1] <= 20, figures
