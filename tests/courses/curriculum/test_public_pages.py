"""The public pages say the same in both languages, name free chairs, and need a bounded number of queries."""

import datetime as dt

import pytest

from courses.cohorts.models import Cohort
from courses.curriculum.models import CancellationStep, Instalment
from tests.makers import (
    NOON,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_pages,
    make_person,
    make_programme,
    make_requirement,
    make_session,
    make_site,
)

pytestmark = pytest.mark.django_db
SOON = dt.date.today() + dt.timedelta(days=90)
QUERIES = 20


def offered(seminars=3, size=5, booked=2, **fields):
    """An edition with pages and a cohort that can be booked."""
    edition = make_edition(make_programme(code="PX"), seminars=seminars, **fields)
    for position in range(1, 4):
        Instalment.objects.create(edition=edition, position=position, percent=34 if position == 1 else 33)
    CancellationStep.objects.create(edition=edition, until_days_before=28, fee_percent=0)
    CancellationStep.objects.create(edition=edition, until_days_before=0, fee_percent=100)
    make_requirement(edition, "course_test")
    cohort = make_cohort(edition, size=size, starts_on=SOON, ends_on=SOON + dt.timedelta(days=700), code="PX-7")
    if booked:
        make_booking(cohort, seats=booked)
    for index in range(seminars):
        company = make_company(name=f"Gastgeber {index}", town=f"Ort {index}")
        site = make_site(company, latitude=49 + index % 7 / 10, longitude=11 + index % 5 / 10)
        lecturer = make_person(given_name="Grete", family_name=f"Lehr{index}")
        make_session(cohort, date=SOON + dt.timedelta(weeks=9 * index), host=site, lecturers=[lecturer])
    make_pages(edition)
    return edition


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            ["3 von 5 Plätzen sind frei", "Stühle frei", "Was es kostet", "Grete Lehr1", "Rücktritt", "Gastgeber 2"],
        ),
        ("en", ["3 of 5 seats are free", "chairs free", "What it costs", "Grete Lehr1", "Cancellation", "Gastgeber 2"]),
    ],
)
def test_programme_page_tells_what_one_asks_before_booking(client, language, words):
    offered()
    page = client.get(f"/{language}/px/")
    assert page.status_code == 200
    assert [word for word in words if word not in page.text] == []
    assert page.text.count('href="/cohorts/PX-7/book/"') == 2
    assert page.text.count("button--go") == 1


@pytest.mark.parametrize(
    ("language", "booked", "said"),
    [
        ("de", 2, "Sie zahlen selbst, ohne Unternehmen? Schreiben Sie dem Clusterbüro, es bucht Ihren Platz"),
        ("de", 5, "es setzt Sie auf die Warteliste"),
        ("en", 2, "You pay for yourself, without a company? Write to the cluster office, which books your seat"),
    ],
)
def test_who_pays_alone_reads_whom_to_write_to(client, language, booked, said):
    edition = offered(booked=booked)
    office = edition.programme.office
    type(office).objects.update(email="buero@netz.example", phone="09561 1")
    text = client.get(f"/{language}/px/").text
    assert said in text and 'href="mailto:buero@netz.example"' in text and "09561 1" in text


def test_without_an_address_of_the_office_no_way_is_named_that_leads_nowhere(client):
    edition = offered()
    type(edition.programme.office).objects.update(email="", phone="")
    assert "Sie zahlen selbst" not in client.get("/de/px/").text


@pytest.mark.parametrize(
    ("least", "facts", "said"),
    [
        (2, {}, "The minimum is reached:</strong> the 2 bookings needed are there. We have yet to confirm"),
        (2, {"decision_on": SOON}, "We confirm by"),
        (4, {}, "needs at least 4 bookings. <strong>2 are still missing.</strong>"),
        (4, {"confirmed_at": NOON}, "The cohort takes place."),
        (0, {}, "The cohort takes place."),
    ],
)
def test_that_it_takes_place_is_promised_only_once_the_office_has_confirmed_it(client, least, facts, said):
    offered(booked=2, min_group_size=least)
    Cohort.objects.update(**facts)
    text = client.get("/en/px/").text
    assert said in text
    assert ("The cohort takes place." in text) == ("takes place." in said)


def test_a_full_cohort_says_so_and_offers_no_seat(client):
    offered(booked=5)
    text = client.get("/de/px/").text
    assert "Alle Plätze sind belegt" in text
    assert "zur Warteliste" in text
    assert "button--go" not in text


def test_without_an_open_cohort_the_page_says_who_plans(client):
    make_pages(make_edition(make_programme(code="PX")))
    text = client.get("/de/px/").text
    assert "Zurzeit kann kein Durchgang gebucht werden" in text
    assert "Testnetz e. V. plant den nächsten" in text


def test_draft_edition_shows_nothing_of_itself(client):
    make_pages(make_edition(make_programme(code="PX"), published_on=None, price_member=123_400))
    text = client.get("/de/px/").text
    assert "Der Lehrplan wird noch geschrieben" in text
    assert "1.234" not in text


def test_switch_leads_to_the_same_page_in_the_other_language(client):
    offered()
    text = client.get("/de/px/px-02/").text
    assert 'hreflang="en" href="/en/px/px-02/"' in text
    assert 'value="/en/px/px-02/"' in text


def test_seminar_page_lists_its_lessons_locked_for_visitors(client):
    edition = offered()
    edition.seminars.update(topics={"de": ["Geheimthema"], "en": ["Secret topic"]})
    text = client.get("/de/px/px-01/").text
    assert "nur für Teilnehmende" in text
    assert "Geheimthema" in text
    assert "/de/px/px-01/overview/" not in text


def test_wanted_seminar_words_survive_markup(client):
    edition = offered()
    edition.seminars.filter(position=1).update(title={"de": "<b>Böse</b>"})
    assert "<b>Böse</b>" not in client.get("/de/px/").text


@pytest.mark.parametrize("seminars", [3, 30])
def test_pages_need_as_many_queries_for_thirty_seminars_as_for_three(client, seminars, django_assert_num_queries):
    offered(seminars=seminars, size=30, max_group_size=30)
    for path, queries in (("px/", 19), ("px/px-01/", 12), ("", 8)):
        client.get(f"/de/{path}")  # fills the caches of site and content types
        with django_assert_num_queries(queries):
            assert client.get(f"/de/{path}").status_code == 200


def test_catalogue_and_page_ask_no_more_for_thirty_cohorts(client, django_assert_max_num_queries):
    edition = offered()
    for _index in range(30):
        make_cohort(edition, starts_on=SOON + dt.timedelta(days=30), ends_on=SOON + dt.timedelta(days=400))
    for path in ("/de/", "/de/px/"):
        client.get(path)
        with django_assert_max_num_queries(QUERIES):
            client.get(path)


def test_head_and_foot_ask_the_database_nothing_for_visitors(client, django_assert_num_queries):
    client.get("/imprint/")
    with django_assert_num_queries(0):
        assert client.get("/imprint/").status_code == 200


def test_a_programme_whose_first_edition_is_to_come_shows_it(client):
    make_pages(make_edition(make_programme(code="PX"), valid_from=SOON, published_on=dt.date(2026, 1, 1)))
    page = client.get("/de/px/").text
    assert "Der Lehrplan wird noch geschrieben" not in page
    assert "3 Seminare" in page


def test_a_draft_is_not_shown(client):
    make_pages(make_edition(make_programme(code="PX"), published_on=None))
    assert "Der Lehrplan wird noch geschrieben" in client.get("/de/px/").text
