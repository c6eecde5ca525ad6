"""Seats given up wait for the office: what has happened since is said, and no fee is proposed; the office decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.booking.actions import cancel_booking, withdraw
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import CancellationStep
from courses.invoicing.models import Invoice, SeatsGiven
from lms.audit.models import Act
from tests import makers

pytestmark = pytest.mark.django_db
CANCELLED, BEFORE, AFTER = makers.at("2027-01-23"), makers.at("2027-01-22"), makers.at("2027-01-24")


@pytest.fixture
def given(booking, invoice, office):
    """The whole booking was cancelled at 80 per cent of its price."""
    CancellationStep.objects.create(edition=booking.cohort.edition, until_days_before=0, fee_percent=80)
    cancel_booking(booking=booking, actor=office, at=CANCELLED)
    return SeatsGiven.objects.get()


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def called_off(given):
    Cohort.objects.filter(pk=given.booking.cohort_id).update(status=Cohort.Status.CANCELLED)


def moved(given, at=AFTER):
    makers.make_session(given.booking.cohort, moved_at=at)


def page_of(desk, given):
    return " ".join(desk.get(reverse("settle_seats", args=[given.pk])).text.split())


def proposed(page):
    """The value of the button that stands out."""
    return page.split("button--go")[1].split('value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "happens, said",
    [(called_off, "wurde der Durchgang abgesagt"), (moved, "am 24. Januar 2027, wurde ein Termin verlegt")],
)
def test_it_is_said_and_no_fee_is_proposed(desk, given, happens, said):
    happens(given)
    page = page_of(desk, given)
    assert said in page and proposed(page) == "without_fee"
    desk.post(reverse("settle_seats", args=[given.pk]), {"outcome": "without_fee"})
    given.refresh_from_db()
    [note] = given.invoices.all()
    assert (given.outcome, note.kind) == ("credited", Invoice.Kind.CREDIT_NOTE)
    assert Act.objects.get(verb="seats_given.settled").facts["fee_cents"] == 0


@pytest.mark.parametrize(
    "happens, said",
    [(called_off, "seitdem abgesagt: kostenfrei vorgeschlagen"), (moved, "Termin seitdem verlegt, am 24.01.2027")],
)
def test_the_list_says_it_too_and_asks_the_database_no_more_often(
    desk, given, happens, said, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as before:
        assert said not in desk.get(reverse("invoices")).text
    happens(given)
    with django_assert_max_num_queries(len(before)):
        assert said in " ".join(desk.get(reverse("invoices")).text.split())


def moved_that_was_planned(given):
    SeminarSession.objects.update(moved_at=AFTER)


@pytest.mark.parametrize(
    "happens, said",
    [
        (called_off, "seitdem abgesagt: kostenfrei vorgeschlagen"),
        (moved_that_was_planned, "Termin seitdem verlegt, am 24.01.2027"),
    ],
)
def test_the_offices_start_page_says_it_too_and_asks_no_more_often(
    desk, given, happens, said, django_assert_max_num_queries
):
    makers.make_session(given.booking.cohort)
    with CaptureQueriesContext(connection) as before:
        page = desk.get("/start/").text
    assert "abgegebene Plätze abrechnen" in page and said not in page
    happens(given)
    with django_assert_max_num_queries(len(before)):
        assert said in " ".join(desk.get("/start/").text.split())


def test_the_office_may_charge_it_all_the_same(desk, given):
    called_off(given)
    desk.post(reverse("settle_seats", args=[given.pk]), {"outcome": "credited"})
    assert sorted(given.invoices.values_list("kind", flat=True)) == ["credit_note", "invoice"]


def test_what_happened_before_is_no_news(desk, given):
    moved(given, BEFORE)
    page = page_of(desk, given)
    assert "Seitdem" not in page and proposed(page) == "credited"
    assert desk.post(reverse("settle_seats", args=[given.pk]), {"outcome": "without_fee"}).status_code == 404


def test_where_a_move_is_no_reason_nothing_is_said(desk, given):
    type(given.booking.cohort.edition).objects.update(free_withdrawal_days_after_move=0)
    moved(given)
    assert "Seitdem" not in page_of(desk, given)


def test_of_somebody_who_withdrew_it_is_proposed_to_waive_the_rest(desk, booking, invoice, office):
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=makers.at("2027-03-01"))
    given = SeatsGiven.objects.get()
    assert proposed(page_of(desk, given)) == "kept"
    called_off(given)
    assert proposed(page_of(desk, given)) == "waived"


def test_each_way_says_what_it_comes_to(desk, given):
    page = page_of(desk, given)
    assert "Eine Gutschrift über 1.800,03 € und eine Rechnung über die Gebühr von 2.400,03 €." in page
    assert "bleibt zu zahlen; eine Gebühr kommt nicht dazu" in page
    called_off(given)
    assert "Für diese Plätze ist dann nichts mehr zu zahlen." in page_of(desk, given)
