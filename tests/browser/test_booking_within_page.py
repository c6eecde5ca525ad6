"""A booking that is refused changes a part of the page; what was typed stays, also where no answer comes at all."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.models import Booking
from tests import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
BOOK = "Verbindlich buchen"


@pytest.fixture
def cohort():
    start = timezone.localdate() + dt.timedelta(days=300)
    return makers.make_cohort(starts_on=start, ends_on=start + dt.timedelta(days=700))


@pytest.fixture
def window(guest, cohort):
    """Four seats are typed, and a person; the page remembers that it was never left."""
    company = makers.make_company()
    window = guest(makers.make_booker(company, language="de"))
    window.go(reverse("book_seats", args=[cohort.code]))
    window.fill(purchase_order="B-4711")
    window.page.locator("summary", has_text="Namen gleich nennen").click()
    window.page.locator("#hold input[name=held]").wait_for(state="attached")
    window.fill(people__0__family_name="Freifrau von und zu Hohenwiesenbach")
    window.page.evaluate("window.stayed = true")
    return window


def book(window):
    window.page.get_by_role("button", name=BOOK).click()


def kept(window):
    """What stands in the form, if the page is still the one into which it was typed."""
    assert window.page.evaluate("window.stayed === true")
    fields = [window.page.locator(f"main [name='{name}']") for name in ("purchase_order", "people-0-family_name")]
    return [field.input_value() for field in fields]


TYPED = ["B-4711", "Freifrau von und zu Hohenwiesenbach"]


def test_a_fault_is_shown_at_the_field_and_a_full_cohort_within_the_page(window, cohort):
    book(window)
    window.page.locator(".field__error").first.wait_for()
    window.fill(people__0__given_name="Ada", people__0__email="ada@people.example")
    cohort.seats.update(held_until=None, held_by=None, hold_key="")
    makers.make_booking(cohort, seats=cohort.max_size)
    book(window)
    window.sees("In diesem Durchgang ist kein Platz frei")
    assert kept(window) == TYPED
    assert not window.page.locator(".field__error").count()
    said = window.page.locator("#said")
    said.evaluate("said => { said.dataset.mark = 'stays'; said.replaceChildren() }")
    book(window)
    window.page.locator("#said[data-mark] .error-summary").wait_for()
    assert window.page.locator("#free").inner_text().startswith("0 ")
    assert window.page.locator("#chairs .chair--taken").count() == cohort.max_size
    assert window.page.evaluate("document.activeElement.matches('#said .error-summary')")
    summary = window.page.locator("#said .error-summary").bounding_box()
    assert 0 <= summary["y"] < 900, summary
    window.shoot("booking_refused")
    window.press("Für 1 Platz auf die Warteliste setzen")
    assert not window.faults


def test_no_answer_is_said_and_the_next_one_books(window, cohort):
    window.fill(people__0__given_name="Ada", people__0__email="ada@people.example")
    cookies = window.context.cookies()
    window.context.clear_cookies(name="sessionid")
    book(window)
    window.sees("Sie sind abgemeldet")
    assert kept(window) == TYPED
    window.shoot("booking_signed_out")
    # Signed in again in another window: the token of this page is an old one then.
    window.context.add_cookies([one for one in cookies if one["name"] != "csrftoken"])
    window.context.clear_cookies(name="csrftoken")
    [token] = [one for one in cookies if one["name"] == "csrftoken"]
    window.context.add_cookies([token | {"value": "n" * 32}])
    window.page.route("**/book/", lambda route: route.abort())
    book(window)
    window.sees("Es kam keine Antwort.")
    window.page.unroute("**/book/")
    with window.page.expect_navigation():
        book(window)
    window.sees("1 Platz ist gebucht.")
    assert Booking.objects.get(cohort=cohort).purchase_order == "B-4711"
