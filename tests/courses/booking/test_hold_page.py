"""The booking page keeps the chairs while names are typed, with and without JavaScript, and loses nothing."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from courses.booking.actions import hold_seats
from courses.booking.models import Booking, Seat
from tests.courses.booking.lists.conftest import ADA, BOB, a_file, as_csv
from tests.courses.booking.test_book_page import typed
from tests.makers import (
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_person,
    make_session,
    make_site,
    make_wait_entry,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def urls(cohort):
    return {name: reverse(name, args=[cohort.code]) for name in ("book_seats", "hold_seats", "let_go")}


@pytest.fixture
def signed_in(client, booker):
    client.force_login(booker)
    return client


def held(cohort):
    return cohort.seats.held(timezone.now()).count()


def expire(cohort):
    Seat.objects.filter(cohort=cohort, held_until__isnull=False).update(
        held_until=timezone.now() - dt.timedelta(seconds=1)
    )


def test_opening_the_page_keeps_nothing(signed_in, urls, cohort):
    page = signed_in.get(urls["book_seats"]).content.decode()
    assert held(cohort) == 0
    assert "Keep the seats and enter names" in page


def test_the_button_keeps_the_seats_and_shows_as_many_rows(signed_in, urls, cohort, company):
    people = [("Ada", "Beispiel", "ada@people.example")]
    data = typed(company, 3, people, purchase_order="B-4711")
    page = signed_in.post(urls["hold_seats"], data).content.decode()
    assert held(cohort) == 3
    assert "3 seats are kept for you until" in page
    assert page.count('<fieldset class="peoplerow"') == 3
    for text in ("B-4711", "ada@people.example", 'value="3"', '<details class="peoplerows" open'):
        assert text in page
    # It is shown again, not sent: nothing is complained of.
    assert "error-summary" not in page
    assert not Booking.objects.exists()


def test_htmx_gets_the_parts_that_change(signed_in, urls, cohort, company):
    data = typed(company, 2) | {"people-TOTAL_FORMS": "1"}
    part = signed_in.post(urls["hold_seats"], data, headers=HTMX).content.decode()
    assert held(cohort) == 2
    assert part.lstrip().startswith('<div id="hold"')
    assert 'id="room" class="stack" hx-swap-oob="true"' in part
    assert 'id="people" hx-swap-oob="true"' in part
    # Rows that stay as many are left alone: somebody may be typing in them.
    again = signed_in.post(urls["hold_seats"], data | {"people-TOTAL_FORMS": "2"}, headers=HTMX).content.decode()
    assert 'id="people"' not in again


def test_asking_by_get_writes_nothing_and_tells_when_the_time_is_over(signed_in, urls, cohort, company, booker):
    signed_in.post(urls["hold_seats"], typed(company, 2), headers=HTMX)
    asked = {"key": "k1", "held": "1", "count": "2", "company": company.pk}
    assert "2 seats are kept for you" in signed_in.get(urls["hold_seats"], asked, headers=HTMX).content.decode()
    expire(cohort)
    before = list(cohort.seats.values())
    part = signed_in.get(urls["hold_seats"], asked, headers=HTMX).content.decode()
    assert "The time is over." in part and "They are still free: you can send the form all the same" in part
    assert 'id="people"' not in part
    assert list(cohort.seats.values()) == before
    assert signed_in.get(urls["hold_seats"]).status_code == 302


def test_after_the_time_is_over_it_says_what_others_left(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 2), headers=HTMX)
    expire(cohort)
    make_booking(cohort, seats=3)
    asked = {"key": "k1", "held": "1", "count": "3", "company": company.pk}
    part = signed_in.get(urls["hold_seats"], asked, headers=HTMX).content.decode()
    assert "2 seats are still free." in part and "you can send the form" not in part
    # Three would be refused, so none is drawn as chosen.
    assert "2 of 5 seats" in part and "for this booking" not in part


def test_sending_after_the_time_is_over_works(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 2))
    expire(cohort)
    assert signed_in.post(urls["book_seats"], typed(company, 2, held="1")).status_code == 302
    assert Booking.objects.get().seats.count() == 2


def test_a_form_with_a_fault_comes_back_with_its_seats_kept_on(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 2))
    expire(cohort)
    page = signed_in.post(urls["book_seats"], typed(company, 2, [("Ada", "", "x")], held="1")).content.decode()
    assert "2 seats are kept for you" in page and "error-summary" in page
    assert held(cohort) == 2


def test_after_booking_fewer_than_kept_the_rest_is_let_go(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 4))
    signed_in.post(urls["book_seats"], typed(company, 2, held="1"))
    assert (Booking.objects.get().seats.count(), held(cohort)) == (2, 0)


def test_going_back_lets_go(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 4))
    assert signed_in.get(urls["let_go"]).status_code == 302
    assert held(cohort) == 4
    assert signed_in.post(urls["let_go"], {"key": "k1"})["Location"] == reverse("companies")
    assert held(cohort) == 0


def test_another_persons_seats_are_drawn_as_held(signed_in, urls, cohort):
    rival = make_company()
    hold_seats(cohort=cohort, company=rival, count=4, key="x", actor=make_booker(rival), at=timezone.now())
    page = signed_in.get(urls["book_seats"])
    assert page.content.decode().count("chair--held") == 4
    assert page.context["room"].free == 1


def test_what_the_same_person_keeps_in_another_window_is_told_and_taken_over(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 5, key="first"))
    page = signed_in.get(urls["book_seats"]).content.decode()
    assert "In another window you keep 5 seats" in page
    assert signed_in.post(urls["book_seats"], typed(company, 5, key="second")).status_code == 302
    assert Booking.objects.get().seats.count() == 5


def test_what_is_kept_in_another_window_does_not_fill_a_host_either(signed_in, urls, cohort, company):
    make_session(cohort, host=make_site(max_visitors=3))
    signed_in.post(urls["hold_seats"], typed(company, 2, key="first"))
    assert signed_in.post(urls["book_seats"], typed(company, 2, key="second")).status_code == 302
    assert Booking.objects.get().seats.count() == 2


def test_a_window_keeps_its_seats_where_another_one_does_without_them(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 2, key="first"))
    assert signed_in.post(urls["book_seats"], typed(company, 2, key="second")).status_code == 302
    assert signed_in.post(urls["book_seats"], typed(company, 2, key="first", held="1")).status_code == 302
    assert Booking.objects.count() == 2


def test_too_many_for_all_that_one_keeps_is_refused_once(signed_in, urls, cohort, company):
    signed_in.post(urls["hold_seats"], typed(company, 2, key="first"))
    page = signed_in.post(urls["book_seats"], typed(company, 6, key="second"))
    assert page.status_code == 200
    assert len(page.context["form"].non_field_errors()) == 1
    assert not Booking.objects.exists()


def test_too_few_seats_offer_the_waiting_list_beside_the_number(signed_in, urls, cohort, company):
    make_booking(cohort, seats=3)
    part = signed_in.post(urls["hold_seats"], typed(company, 4), headers=HTMX).content.decode()
    assert "Not enough for 4 seats" in part and "2 seats are free." in part
    assert "Put us on the waiting list for 4 seats" in part


def test_a_host_that_is_too_small_is_told_while_typing(signed_in, urls, cohort, company):
    make_session(cohort, host=make_site(max_visitors=2))
    part = signed_in.post(urls["hold_seats"], typed(company, 4), headers=HTMX).content.decode()
    assert "the host admits 2 people" in part
    assert "Put us on the waiting list for 4 seats" in part


def test_without_a_number_or_a_company_nothing_is_kept(signed_in, urls, cohort, company):
    for data in (
        typed(company, "x"),
        typed(company, 2) | {"company": "999"},
        typed(make_company(), 2),
        typed(company, 2, key=""),
    ):
        assert signed_in.post(urls["hold_seats"], data).status_code == 200
    assert held(cohort) == 0


def test_the_office_keeps_seats_for_a_company(client, urls, cohort, company, office):
    client.force_login(office)
    assert "3 seats are kept for you" in client.post(urls["hold_seats"], typed(company, 3)).content.decode()
    assert client.post(urls["book_seats"], typed(company, 3, held="1"))["Location"] == reverse(
        "cohort", args=[cohort.code]
    )
    assert Booking.objects.get().company == company


def test_a_list_fills_the_rows_raises_the_number_and_keeps_as_many(signed_in, urls, cohort, company):
    data = typed(company, 1, [("C", "D", "c@people.example")]) | {"file": a_file(as_csv(ADA, [], BOB)), "list": "1"}
    page = signed_in.post(urls["hold_seats"], data)
    text = page.content.decode()
    assert [row["given_name"].value() for row in page.context["rows"]] == ["C", "Ada", "Bob"]
    assert page.context["rows"][1]["date_of_birth"].value() == ADA[4]
    assert "3 seats are kept for you" in text and not Booking.objects.exists()
    sent = {
        name: field.value() or ""
        for row in page.context["rows"]
        for name, field in ((row.add_prefix(n), row[n]) for n in row.fields)
    }
    sent |= {
        "company": company.pk,
        "count": 3,
        "key": "k1",
        "people-TOTAL_FORMS": 3,
        "people-INITIAL_FORMS": 0,
        "held": "1",
    }
    assert signed_in.post(urls["book_seats"], sent).status_code == 302
    ada = Booking.objects.get().enrolments.get(person__given_name="Ada").person
    assert (ada.language, ada.date_of_birth) == ("en", dt.date(1990, 1, 2))


def test_a_day_of_birth_that_cannot_be_is_seen_and_can_be_corrected(signed_in, urls, company):
    row = [*ADA[:4], "31.02.1990"]
    page = signed_in.post(urls["hold_seats"], typed(company, 1) | {"file": a_file(as_csv(row)), "list": "1"})
    text = page.content.decode()
    assert 'href="#person-1"' in text and 'href="#id_people-0-date_of_birth"' in text
    [field] = re.findall(r'<input[^>]*name="people-0-date_of_birth"[^>]*>', text)
    assert 'type="text"' in field and 'value="31.02.1990"' in field and 'aria-invalid="true"' in field
    right = typed(company, 1, [ADA[:3]], key="k1") | {"people-0-date_of_birth": "28.02.1990"}
    assert signed_in.post(urls["book_seats"], right).status_code == 302
    assert Booking.objects.get().enrolments.get().person.date_of_birth == dt.date(1990, 2, 28)


def test_nobody_is_asked_for_a_day_of_birth_that_no_list_brought(signed_in, urls, company):
    page = signed_in.post(urls["hold_seats"], typed(company, 1, [ADA[:3]])).content.decode()
    assert "Date of birth" not in page and 'type="hidden" name="people-0-date_of_birth"' in page


@pytest.mark.parametrize("left", [{"date_of_birth": "31.02.1990"}, {"language": "en"}, {"language": ""}])
def test_a_row_that_was_emptied_is_empty_whatever_a_list_left_in_it(signed_in, urls, company, left):
    data = typed(company, 1) | {f"people-0-{name}": value for name, value in left.items()}
    assert signed_in.post(urls["book_seats"], data).status_code == 302
    assert not Booking.objects.get().enrolments.exists()


def test_a_list_that_was_corrected_takes_the_place_of_its_people(signed_in, urls, company):
    people = [ADA[:3], ("Bob", "Muster", "bob at people"), ("Bob", "Muster", "other-bob@people.example")]
    corrected = [["Ada", "Beispiel-Neu", ADA[2].upper(), "", "03.01.1990"], BOB, ["C", "D", "c@people.example"]]
    data = typed(company, 4, people) | {"people-0-date_of_birth": "31.02.1990"}
    page = signed_in.post(urls["hold_seats"], data | {"file": a_file(as_csv(*corrected)), "list": "1"})
    rows = [(row["family_name"].value(), row["email"].value()) for row in page.context["rows"]]
    # Two of one name are two where each has an address.
    assert rows == [
        ("Beispiel-Neu", "ADA@PEOPLE.EXAMPLE"), ("Muster", BOB[2]), ("Muster", people[2][2]), ("D", "c@people.example")
    ]  # fmt: skip
    assert page.context["count"] == 4 and page.context["rows"][0]["date_of_birth"].value() == "03.01.1990"


def test_a_list_that_cannot_be_read_is_said_at_the_top(signed_in, urls, company):
    data = typed(company, 1) | {"file": a_file(b"x"), "list": "1"}
    page = signed_in.post(urls["hold_seats"], data)
    summary = page.content.decode().partition("error-summary")[2].partition("</ul>")[0]
    assert '<a href="#id_file">List</a>' in summary and escape(page.context["list_fault"]) in summary
    assert '<details class="peoplerows__list" open' in page.content.decode()


def test_rows_that_come_anew_take_what_was_said_of_them_at_the_top_along(signed_in, urls, company):
    data = typed(company, 7, [("Ada", "", "x")])
    part = signed_in.post(urls["hold_seats"], data, headers=HTMX).content.decode()
    assert '<div class="said" id="said" hx-swap-oob="true"></div>' in part
    same = signed_in.post(urls["hold_seats"], typed(company, 6), headers=HTMX).content.decode()
    assert 'id="said"' not in same


def test_a_list_sent_with_the_booking_is_looked_at_first(signed_in, urls, company):
    page = signed_in.post(urls["book_seats"], typed(company, 2) | {"file": a_file(as_csv(ADA))}).content.decode()
    assert "ada@people.example" in page
    assert not Booking.objects.exists()


def test_faults_of_a_list_stand_in_their_rows(signed_in, urls, company):
    rows = [["Ada", "", "kein at"], ["B", "C", "c@people.example", "klingonisch"]]
    data = typed(company, 1) | {"file": a_file(as_csv(*rows)), "list": "1"}
    page = signed_in.post(urls["hold_seats"], data).content.decode()
    assert "valid email" in page and "This field is required." in page


@pytest.mark.parametrize("content", [b"\0" * 10, b"PK\x03\x04", b"x", None])
def test_a_bad_list_keeps_what_was_typed(signed_in, urls, company, content):
    data = typed(company, 1, [("C", "D", "c@people.example")]) | {"list": "1"}
    data |= {"file": a_file(content)} if content else {}
    page = signed_in.post(urls["hold_seats"], data)
    assert "c@people.example" in page.content.decode()
    assert page.context["list_fault"]


def test_more_people_than_anybody_books_at_once_are_cut_off_not_an_error(signed_in, urls, company, cohort):
    rows = [["A", "B", f"a{n}@people.example"] for n in range(300)]
    page = signed_in.post(urls["hold_seats"], typed(company, 1) | {"file": a_file(as_csv(*rows)), "list": "1"})
    assert page.status_code == 200 and len(page.context["rows"]) == 200
    assert "5 seats are free" in page.content.decode()


def test_no_row_that_was_filled_is_lost_when_the_number_is_lowered(signed_in, urls, company):
    people = [("A", "B", "a@people.example"), ("C", "D", "c@people.example")]
    page = signed_in.post(urls["hold_seats"], typed(company, 1, people)).content.decode()
    assert "c@people.example" in page


def test_other_cohorts_of_a_larger_size_give_as_many_rows_as_seats(signed_in, company):
    large = make_cohort(
        make_edition(max_group_size=30), starts_on=timezone.localdate() + dt.timedelta(days=30), ends_on="2099-01-01"
    )
    page = signed_in.post(reverse("hold_seats", args=[large.code]), typed(company, 25)).content.decode()
    assert page.count('<fieldset class="peoplerow"') == 25


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("address", ["b@people.example", "ada@people.example"])
def test_refused_for_a_person_the_picture_agrees_with_what_is_kept(
    signed_in, urls, cohort, company, booker, address, headers
):
    """Two rows of one address, or an address that is somebody else's."""
    make_person(email="b@people.example", given_name="Other", family_name="Name")
    people = [("Ada", "Beispiel", "ada@people.example"), ("Bob", "Muster", address)]
    signed_in.post(urls["hold_seats"], typed(company, 2, people))
    said = signed_in.post(urls["book_seats"], typed(company, 2, people, held="1"), headers=headers).text
    assert not Booking.objects.exists() and "error-summary" in said
    assert "2 seats are kept for you" in said and said.count("chair--chosen") == 2 and "3 of 5 seats" in said


def test_refused_for_a_person_with_nothing_kept_the_picture_is_as_before(signed_in, urls, cohort, company):
    people = [("Ada", "Beispiel", "a@people.example"), ("Bob", "Muster", "a@people.example")]
    said = signed_in.post(urls["book_seats"], typed(company, 2, people), headers=HTMX).text
    assert "stands in two rows" in said and said.count("chair--chosen") == 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refused_for_too_many_the_picture_shows_what_stays_kept(signed_in, urls, cohort, company, headers):
    signed_in.post(urls["hold_seats"], typed(company, 2))
    said = signed_in.post(urls["book_seats"], typed(company, 6, held="1"), headers=headers).text
    assert "2 seats are kept for you" in said and said.count("chair--chosen") == 2


def test_seats_that_somebody_else_only_keeps_are_said_with_until_when(signed_in, urls, cohort, company):
    rival = make_company()
    make_booking(cohort, seats=4)
    hold_seats(cohort=cohort, company=rival, count=1, key="x", actor=make_booker(rival), at=timezone.now())
    until = timezone.localtime(cohort.seats.get(held_until__isnull=False).held_until).strftime("%H:%M")
    pages = signed_in.get(urls["book_seats"]).text, signed_in.post(urls["book_seats"], typed(company, 1)).text
    for page in pages:
        assert f"1 seat is only kept, until {until}, for somebody" in page and "look again then" in page
    assert "No seat is free at the moment: waiting list" in pages[0] and "All seats are taken" not in pages[0]
    assert "All seats" not in pages[1]
    make_wait_entry(cohort, company=make_company())
    assert "look again then" not in signed_in.get(urls["book_seats"]).text


def test_who_chooses_a_company_that_needs_it_is_asked_for_its_order(client, urls, company, office):
    client.force_login(office)
    make_company()
    fields = []
    for needed in (False, True):
        type(company).objects.filter(pk=company.pk).update(purchase_order_required=needed)
        part = client.post(urls["hold_seats"], typed(company, 1, purchase_order="B-7"), headers=HTMX).text
        fields.append(part.partition('<div id="order" data-keep-typed hx-swap-oob="true">')[2])
    assert "required" not in fields[0] and "others leave it empty" in fields[0]
    assert "required" in fields[1] and "This company books with a purchase order only." in fields[1]
    assert 'value="B-7"' in fields[1]


def test_the_enter_key_keeps_seats_and_concludes_no_contract(signed_in, urls, company):
    """A browser presses the first button of a form that can be sent."""
    for page in (signed_in.get(urls["book_seats"]), signed_in.post(urls["hold_seats"], typed(company, 2))):
        form = page.content.decode().partition('enctype="multipart/form-data"')[2]
        first = form.partition("<button")[2].partition(">")[0]
        assert f'formaction="{urls["hold_seats"]}"' in first and "name=" not in first
