"""Who sends a booking after the session ended, without script, finds it filled in after signing in: once, not sent."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from courses.booking.models import Booking, Seat, WaitEntry
from lms.accounts.sweeping import delete_old_sessions
from lms.accounts.typed_before import KEY, SECONDS
from tests.courses.booking.lists.conftest import a_file, as_csv
from tests.courses.booking.test_book_page import typed
from tests.makers import PASSWORD, make_booker, make_booking, make_cohort, make_company, make_user

LOGIN = reverse("account_login")
ORDER = "B-4711"
ADA = ("Ada", "Beispiel", "ada@people.example")
NOTICE = "nothing is booked yet. What you typed stands here again"


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def url(cohort):
    return reverse("book_seats", args=[cohort.code])


def sign_in(client, user, to):
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": to})["Location"] == to


def send(client, url, company, **more):
    """Send the form without being signed in."""
    response = client.post(url, typed(company, 2, [ADA], purchase_order=ORDER, **more))
    assert response.status_code == 302 and response["Location"].startswith(LOGIN)
    return response["Location"]


@pytest.mark.parametrize("address", ["book_seats", "hold_seats", "join_waiting_list"])
def test_it_is_shown_again_once_and_nothing_is_booked(client, url, cohort, company, booker, address):
    assert send(client, reverse(address, args=[cohort.code]), company) == f"{LOGIN}?next={url}"
    assert "steht wieder da, was Sie eingegeben haben" in client.get(LOGIN).text
    sign_in(client, booker, url)
    page = client.get(url).text
    for text in (NOTICE, ORDER, ADA[0], ADA[2], 'value="2"', 'value="k1"'):
        assert text in page, text
    assert "another look" not in page
    assert not Booking.objects.exists() and not Seat.objects.filter(held_by__isnull=False).exists()
    again = client.get(url).text
    assert NOTICE not in again and ORDER not in again and KEY not in client.session


def test_it_can_be_sent_then(client, url, company, booker):
    send(client, url, company)
    sign_in(client, booker, url)
    client.get(url)
    client.post(url, typed(company, 2, [ADA], purchase_order=ORDER))
    assert Booking.objects.get().purchase_order == ORDER


def test_the_way_back_keeps_the_company_of_the_link(client, url, company):
    before = f"{url}?company={company.code}"
    response = client.post(url, typed(company), headers={"referer": f"http://testserver{before}"})
    assert response["Location"] == f"{LOGIN}?next={before.replace('=', '%3D').replace('?', '%3F')}"


def test_neither_token_nor_files_nor_empty_fields_are_kept(client, url, company):
    data = typed(company, 1, [ADA], csrfmiddlewaretoken="secret", file=a_file(as_csv(ADA)))
    client.post(url, data)
    kept = client.session[KEY]["typed"]
    assert "secret" not in kept and "csv" not in kept and "purchase_order" not in kept and ADA[0] in kept


@pytest.mark.parametrize("more", [{f"x{n}": "1" for n in range(100)}, {"purchase_order": "x" * 20_001}])
def test_too_much_is_not_kept(client, url, company, more):
    client.post(url, typed(company, 1, **more))
    assert KEY not in client.session
    assert "Es wurde nichts geändert" in client.get(LOGIN).text


@pytest.mark.parametrize("stranger", ["of another company", "of none"])
def test_who_does_not_book_for_that_company_sees_nothing_and_it_is_forgotten(client, url, company, booker, stranger):
    send(client, url, company)
    sign_in(client, make_booker(make_company()) if stranger == "of another company" else make_user(), url)
    page = client.get(url).text
    assert ORDER not in page and ADA[0] not in page and NOTICE not in page
    assert KEY not in client.session


def test_only_at_its_address(client, url, company, booker):
    send(client, url, company)
    sign_in(client, booker, url)
    assert ORDER not in client.get(reverse("book_seats", args=[make_cohort().code])).text
    assert ORDER in client.get(url).text


def later(monkeypatch, seconds):
    moment = timezone.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_after_an_hour_it_is_not_shown(client, url, company, booker, monkeypatch):
    send(client, url, company)
    sign_in(client, booker, url)
    later(monkeypatch, SECONDS + 1)
    assert ORDER not in client.get(url).text
    assert KEY not in client.session


def test_after_an_hour_any_page_forgets_it(client, url, company, booker, monkeypatch):
    send(client, url, company)
    sign_in(client, booker, url)
    later(monkeypatch, SECONDS - 1)
    client.get(reverse("account"))
    assert KEY in client.session
    later(monkeypatch, 2)
    client.get(reverse("account"))
    assert KEY not in client.session


def test_the_session_of_somebody_unknown_ends_with_it_and_its_row_goes(client, url, company):
    send(client, url, company)
    ends = Session.objects.get().expire_date
    assert abs((ends - timezone.now()).total_seconds() - SECONDS) < 60
    assert delete_old_sessions(ends) == 0
    assert delete_old_sessions(ends + dt.timedelta(seconds=1)) == 1
    assert not Session.objects.exists()


def test_whoever_signed_in_stays_so_as_long_as_ever(client, url, company, booker, settings):
    send(client, url, company)
    sign_in(client, booker, url)
    client.get(url)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_htmx_keeps_its_form_in_the_browser(client, url, company):
    assert client.post(url, typed(company, 1), headers={"HX-Request": "true"}).status_code == 401
    assert KEY not in client.session


def test_where_no_seat_is_free_it_stands_in_the_form_of_the_waiting_list(client, url, cohort, company, booker):
    make_booking(cohort, seats=5)
    client.post(reverse("join_waiting_list", args=[cohort.code]), typed(company, 3, purchase_order=ORDER))
    sign_in(client, booker, url)
    page = client.get(url).text
    assert NOTICE in page and ORDER in page and 'value="3"' in page
    assert f'action="{reverse("join_waiting_list", args=[cohort.code])}"' in page
    assert not WaitEntry.objects.exists()


def test_a_list_that_was_sent_along_has_to_be_chosen_again(client, cohort, url, company, booker):
    data = typed(company, 1, purchase_order=ORDER, list="1", file=a_file(as_csv(ADA)))
    client.post(reverse("hold_seats", args=[cohort.code]), data)
    sign_in(client, booker, url)
    page = client.get(url).text
    assert ORDER in page and "Choose a file first." in page and "Your list stands in the rows below" not in page


@pytest.mark.parametrize("address", ["book_private", "hold_private", "wait_private"])
def test_the_form_for_somebody_who_pays_alone_too(client, cohort, office, booker, address):
    url = reverse("book_private", args=[cohort.code])
    data = {"given_name": "Ada", "family_name": "Beispiel", "email": "", "invoice_town": "Hof", "key": "k1"}
    client.post(reverse(address, args=[cohort.code]), data)
    sign_in(client, office, url)
    page = client.get(url).text
    assert NOTICE in page and "Beispiel" in page and "Hof" in page and "another look" not in page
    assert "Beispiel" not in client.get(url).text and not Booking.objects.exists()
    # Somebody else who signs in there finds no such page.
    client.logout()
    client.post(reverse(address, args=[cohort.code]), data)
    sign_in(client, booker, url)
    assert client.get(url).status_code == 404 and KEY not in client.session
