"""With script a refusal is said within the page that is there: nothing typed leaves the browser, little is drawn."""

import datetime as dt
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_seats
from courses.booking.models import Booking
from courses.booking.refusals import Busy
from courses.booking.views import page as booking_page
from tests.courses.booking.lists.conftest import ADA, a_file, as_csv
from tests.courses.booking.test_book_page import typed
from tests.makers import make_booking, make_cohort

HTMX = {"HX-Request": "true"}


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def url(cohort):
    return reverse("book_seats", args=[cohort.code])


@pytest.fixture
def send(client, url, booker):
    client.force_login(booker)
    return partial(client.post, url, headers=HTMX)


def test_a_refusal_says_the_sentence_and_what_it_changes(send, cohort, company):
    make_booking(cohort, seats=3)
    answer = send(typed(company, 4, purchase_order="B-4711"))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == "#said"
    assert said.lstrip().startswith('<div class="notice notice--stop error-summary"')
    assert "Only 2 seats are still free" in said
    assert "2 of 5 seats" in said
    assert reverse("join_waiting_list", args=[cohort.code]) in said
    # Neither the page around it nor the form, which stands in the browser as it was typed.
    assert "<html" not in said and "B-4711" not in said
    assert not Booking.objects.filter(company=company).exists()


def test_every_part_of_the_answer_has_its_place_in_the_page(client, send, url, cohort, company):
    page = client.get(url).content.decode()
    make_booking(cohort, seats=5)
    said = send(typed(company, 1)).content.decode()
    places = [tag.partition('id="')[2].partition('"')[0] for tag in said.split("<") if "hx-swap-oob" in tag]
    assert places == ["hold", "chairs", "free", "pledge"]
    for place in [*places, "said", "content"]:
        assert page.count(f'id="{place}"') == 1


def test_a_booking_leads_on_to_the_companys_page(client, send, company):
    answer = send(typed(company, 2))
    assert answer.status_code == 200 and not answer.content
    assert answer.headers["HX-Redirect"] == reverse("company", args=[company.code])
    assert Booking.objects.get().seat_count == 2
    assert "2 seats are booked." in client.get(answer.headers["HX-Redirect"]).content.decode()


def test_sent_twice_it_books_once(send, company):
    assert len({send(typed(company, 2)).headers["HX-Redirect"] for _ in range(2)}) == 1
    assert Booking.objects.count() == 1


def test_faults_of_what_was_typed_stand_beside_their_fields(send, company):
    answer = send(typed(company, "many", purchase_order="B-4711"))
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == "#content"
    assert answer.headers["HX-Reswap"].startswith("outerHTML")
    page = answer.content.decode()
    assert 'id="content"' in page and "field__error" in page and "B-4711" in page
    assert not Booking.objects.exists()


def test_a_fault_of_a_person_far_below_is_said_at_the_top(send, company):
    people = [("Ada", "Beispiel", "ada@people.example"), ("Bob", "", "bob@people.example")]
    page = send(typed(company, 2, people)).content.decode()
    top = page.partition('id="said"')[2].partition("</ul>")[0]
    assert "One entry needs another look" in top
    assert '<a href="#person-2">Person 2</a>' in top and "person-1" not in top
    assert page.count('id="person-2"') == 1


def test_all_faults_are_counted_together(send, company):
    page = send(typed(company, "many", [("Ada", "", "ada@people.example")])).content.decode()
    assert "2 entries need another look" in page.partition('id="said"')[2].partition("</ul>")[0]


CLOSED = [
    ({"booking_closes_on": "2026-01-01"}, "takes no bookings now"),
    ({"status": "cancelled"}, "was called off. Choose another cohort"),
]


@pytest.mark.parametrize(("change", "said"), CLOSED)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_whoever_comes_too_late_is_told_so_and_keeps_what_was_typed(
    client, send, url, cohort, company, change, said, headers
):
    client.post(reverse("hold_seats", args=[cohort.code]), typed(company, 1))
    type(cohort).objects.filter(pk=cohort.pk).update(**change)
    answer = client.post(url, typed(company, 1, purchase_order="B-4711", held="1"), headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 200 and said in page
    assert "kept for you" not in page and "Keep the seats" not in page.partition('id="hold"')[2]
    assert bool(headers) or "B-4711" in page
    assert not Booking.objects.exists()


@pytest.mark.parametrize(("change", "_said"), CLOSED)
def test_an_old_link_says_that_nothing_can_be_booked(client, url, cohort, booker, change, _said):
    type(cohort).objects.filter(pk=cohort.pk).update(**change)
    client.force_login(booker)
    page = client.get(url).content.decode()
    assert ("The cohort does not take place." if "status" in change else "This cohort takes no bookings now") in page
    assert ('<dd id="free">cancelled</dd>' in page) == ("status" in change)
    assert "chairs__table" not in page


def test_after_the_time_is_over_nobody_is_told_to_send_a_form_that_cannot_succeed(send, cohort, company):
    make_booking(cohort, seats=5)
    said = send(typed(company, 1, held="1")).content.decode()
    assert "Your seats are no longer kept." in said and "you can still send the form" not in said


def test_a_list_sent_along_is_looked_at_first(send, company):
    answer = send(typed(company, 1) | {"file": a_file(as_csv(ADA))})
    assert answer.headers["HX-Retarget"] == "#content"
    assert ADA[2] in answer.content.decode() and "Nothing is booked yet." in answer.content.decode()
    assert not Booking.objects.exists()


def test_being_busy_is_said_on_the_page_and_to_machines(send, company, monkeypatch):
    def too_long(**_asked):
        raise Busy()

    monkeypatch.setattr(booking_page, "book_seats", too_long)
    answer = send(typed(company, 1))
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#said")
    assert int(answer.headers["Retry-After"]) > 0
    assert str(Busy()) in answer.content.decode()


def test_whoever_was_signed_out_gets_no_other_page_into_this_one(client, url, company):
    """An answer of 401 leaves the page as it is; without script the way leads to signing in, as ever."""
    assert client.post(url, typed(company, 1), headers=HTMX).status_code == 401
    plain = client.post(url, typed(company, 1))
    assert plain.status_code == 302 and reverse("account_login") in plain.headers["Location"]


def test_a_refusal_asks_little(send, cohort, company):
    make_booking(cohort, seats=5)
    send(typed(company, 1))  # fills the caches of content types
    with CaptureQueriesContext(connection) as asked:
        assert "No seat of this cohort is free" in send(typed(company, 1)).content.decode()
    # Session and user, cohort, companies, chairs, line; saving points of the test beside them.
    asked = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 6, "\n".join(asked)


def test_a_booking_asks_no_more_than_the_act_needs(send, company):
    send(typed(company, 1, key="first"))  # fills the caches of content types
    with CaptureQueriesContext(connection) as asked:
        assert send(typed(company, 1, key="second")).headers["HX-Redirect"]
    asked = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 11, "\n".join(asked)


def test_seats_kept_under_another_form_are_told_after_a_refusal(send, cohort, company, booker):
    book_seats(cohort=cohort, company=company, count=4, actor=booker, at=timezone.now())
    said = send(typed(company, 2)).content.decode()
    assert "Only 1 seat is still free" in said and "4 yours" in said
