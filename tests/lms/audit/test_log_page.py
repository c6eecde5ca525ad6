"""The office reads the log of acts in words, by kind, person, day and subject, with a fixed number of queries."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from lms.audit.log import record
from lms.audit.words import NAMED_BY, NOUNS, PARTICIPLES, REFERRED, verb_in_words
from tests.makers import (
    at,
    make_booker,
    make_chamber,
    make_cohort,
    make_company,
    make_enrolment,
    make_make_up,
    make_office_user,
    make_person,
    make_user,
)

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
    assert "Buchung: vorgenommen" in page and "Firma X GmbH" in page and "Plätze: 3" in page


def test_details_speak_the_readers_language_and_unknown_ones_stay(client, office):
    write("programme.loaded", rows={"organisations.clusteroffice": 1, "odd.model": 2}, edition=7, frobs=[1, 2])
    page = client.get("/office/log/").text
    # PostgreSQL keeps facts in an order of its own.
    assert [
        said for said in ("Clusterbüro 1", "odd.model 2", "Zeilen: ", "Fassung: 7", "frobs: 1, 2") if said not in page
    ] == []


def test_details_name_what_they_speak_of(client, office):
    chamber = make_chamber(name="IHK Musterfranken")
    write("certificate.countersigned", chamber=chamber.pk)
    write("certificate.shared", link=3, days=30, with_pdf=True)
    write("evidence.asked", bundle=4)
    write("exception.granted", missing=["attendance", "course_test"])
    page = client.get("/office/log/").text
    said = ("Kammer: IHK Musterfranken", "Link Nr.: 3", "Tage: 30", "Mit der PDF-Datei: ja", "Mappe Nr.: 4",
            "Ausgeglichen: Anwesenheit, lehrgangsinterner Test")  # fmt: skip
    assert [words for words in said if words not in page] == []


def test_details_name_no_erased_person(client, office):
    enrolment = make_enrolment(make_cohort(), make_person("Linh", "Geheim"))
    write("seat.named", enrolment=enrolment.pk)
    assert "Geheim" in client.get("/office/log/").text
    type(enrolment.person).objects.update(erased_at=at("2026-11-21"))
    page = client.get("/office/log/").text
    assert "Geheim" not in page and enrolment.cohort.code in page


def test_a_long_detail_is_cut(client, office):
    write("thing.made", note="x" * 500)
    assert f"note: {'x' * 79}…" in client.get("/office/log/").text


def test_an_unknown_verb_is_shown_as_it_is():
    assert verb_in_words("thing.frobnicated") == "thing: frobnicated"
    assert verb_in_words("odd") == "odd"


@pytest.mark.parametrize(
    "verb", ["results.recorded", "absence_reason.removed", "bank_row.set_aside", "bank_row.taken_up"]
)
def test_every_word_of_the_acts_is_known(verb):
    noun, participle = verb.split(".")
    assert noun in NOUNS and participle in PARTICIPLES


def test_an_erased_person_is_named_nowhere(client, office):
    person = make_person("Linh", "Geheim", email="linh.geheim@firma.example")
    enrolment = make_enrolment(make_cohort(), person)
    made = make_make_up(enrolment, enrolment.cohort.edition.seminars.first())
    for subject in (person, make_user(person), enrolment, made):
        write("person.changed", subject=subject)
    assert client.get("/office/log/").text.count("Geheim") >= 3
    type(person).objects.filter(pk=person.pk).update(erased_at=at("2026-11-21"))
    page = client.get("/office/log/").text
    assert "Geheim" not in page and "Linh" not in page and "geheim" not in page
    assert enrolment.cohort.code in page


def test_a_day_lasts_from_midnight_to_midnight_also_when_the_clocks_change(client, office):
    write("cohort.planned", at=at("2026-10-25", 23, 30))
    write("seat.named", at=at("2026-03-30", 0, 30))
    shown = lambda day: [row["act"].verb for row in client.get(f"/office/log/?day={day}").context["rows"]]  # noqa: E731
    assert shown("2026-10-25") == ["cohort.planned"]
    assert shown("2026-03-29") == [] and shown("2026-03-30") == ["seat.named"]


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
    assert NAMED_BY and set(REFERRED.values()) <= set(NAMED_BY)
    for label, columns in NAMED_BY.items():
        # An unknown column is a FieldError already when the query is written down.
        assert str(apps.get_model(label)._base_manager.values_list(*columns).query)


def test_queries_do_not_depend_on_the_rows(client, office):
    figures = []
    for rows in (3, 300):
        for index in range(rows):
            subject = make_person() if index % 2 else make_company()
            write("cohort.planned", subject=subject, actor=make_user(make_person()), company=make_company().pk)
        client.get("/office/log/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/log/")
        figures.append(len(asked))
    assert figures[0] == figures[1] <= 20, figures


def test_an_exception_is_not_granted_as_a_role_is():
    with override("de"):
        assert verb_in_words("exception.granted") == "Ausnahme: erteilt"
        assert verb_in_words("role.granted") == "Rolle: übertragen"
