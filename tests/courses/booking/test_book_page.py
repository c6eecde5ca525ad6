"""The booking page books without JavaScript, shows a refusal as a sentence, and keeps all that was typed."""

import pytest
from django.core import mail
from django.urls import reverse

from courses.booking.models import Booking, Seat
from tests.makers import make_booker, make_booking, make_cohort, make_company, make_user

TODAY = "2026-11-22"


@pytest.fixture
def url(cohort):
    return reverse("book_seats", args=[cohort.code])


def typed(company, count=1, people=(), **more):
    """What a browser sends: the rows for people are there, filled or not."""
    data = {"company": company.pk, "count": count, "purchase_order": "", "key": "k1", **more}
    data |= {"people-TOTAL_FORMS": "6", "people-INITIAL_FORMS": "0"}
    for n in range(6):
        given, family, email = people[n] if n < len(people) else ("", "", "")
        data |= {
            f"people-{n}-given_name": given,
            f"people-{n}-family_name": family,
            f"people-{n}-email": email,
            f"people-{n}-language": "de",
        }
    return data


def test_books_names_and_leads_to_the_companys_page(client, url, cohort, company, booker):
    client.force_login(booker)
    page = client.get(url).content.decode()
    assert company.name in page
    assert f'value="{company.pk}"' in page
    answer = client.post(url, typed(company, 3, [("Ada", "Beispiel", "ada@people.example")]), follow=True)
    assert answer.redirect_chain == [(reverse("company", args=[company.code]), 302)]
    booking = Booking.objects.get()
    assert [bool(seat.enrolment_id) for seat in booking.seats.order_by("number")] == [True, False, False]
    assert "Next: name the people of 2 seats." in answer.content.decode()


def test_letters_go_out_after_the_booking(client, url, company, booker, django_capture_on_commit_callbacks):
    client.force_login(booker)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, typed(company, 1, [("Ada", "Beispiel", "ada@people.example")]))
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(["ada@people.example", booker.email])


def test_a_refusal_keeps_what_was_typed_and_books_nothing(client, url, cohort, company, booker):
    make_booking(cohort, seats=3)
    client.force_login(booker)
    people = [("Maria Magdalena", "Freifrau von und zu Hohenwiesenbach", "mm@people.example")]
    page = client.post(url, typed(company, 4, people, purchase_order="B-4711")).content.decode()
    assert "Only 2 seats are still free" in page
    for text in ('value="4"', "B-4711", "Freifrau von und zu Hohenwiesenbach", "mm@people.example"):
        assert text in page
    assert Booking.objects.filter(company=company).count() == 0


@pytest.mark.parametrize("count", ["0", "-1", "", "many", "9" * 30, "1.5", "²", "1e3", "201"])
def test_a_number_that_cannot_be_read_is_a_sentence_not_an_error(client, url, company, booker, count):
    client.force_login(booker)
    answer = client.post(url, typed(company, count))
    assert answer.status_code == 200
    assert b"error-summary" in answer.content
    assert client.get(url, {"count": count, "company": "x" * 50}, headers={"HX-Request": "true"}).status_code == 200
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([("Ada", "", "ada@people.example")], "required"),
        ([("Ada", "Beispiel", "no address")], "valid email"),
        ([("A" * 200, "Beispiel", "ada@people.example")], "at most 150"),
        ([("Ada\x00", "Beispiel", "ada@people.example")], "Null characters"),
        ([("A", "B", "a@x.example"), ("C", "D", "c@x.example")], "You named 2 people for 1 seat."),
        ([("A", "B", "a@x.example"), ("A", "B", "A@X.example")], "You named 2 people"),
    ],
)
def test_a_bad_row_of_people_is_named(client, url, company, booker, people, said):
    client.force_login(booker)
    page = client.post(url, typed(company, 1, people)).content.decode()
    assert said in page
    assert not Booking.objects.exists()


@pytest.mark.parametrize("total", ["", "9999999", "x"])
def test_broken_bookkeeping_of_rows_is_no_error(client, url, company, booker, total):
    client.force_login(booker)
    assert client.post(url, typed(company) | {"people-TOTAL_FORMS": total}).status_code == 200
    assert not Booking.objects.exists()


def test_a_double_click_books_once(client, url, company, booker):
    client.force_login(booker)
    for _ in range(2):
        assert client.post(url, typed(company, 2)).status_code == 302
    assert Booking.objects.count() == 1


def test_somebody_elses_company_is_no_choice(client, url, company):
    client.force_login(make_booker(make_company(), language="en"))
    page = client.post(url, typed(company)).content.decode()
    assert "Select a valid choice" in page
    assert not Booking.objects.exists()


def test_whoever_books_for_no_company_is_told_what_to_do(client, url):
    client.force_login(make_user(language="en"))
    assert "Ask your personnel department" in client.get(url).content.decode()


def test_a_cohort_that_is_not_open_is_unknown_to_strangers(client, booker):
    hidden = make_cohort(status="planned")
    client.force_login(booker)
    assert client.get(reverse("book_seats", args=[hidden.code])).status_code == 404


def test_a_closed_cohort_with_own_seats_says_that_it_is_closed(client, company, booker):
    running = make_cohort(status="running")
    make_booking(running, company)
    client.force_login(booker)
    assert "takes no bookings now" in client.get(reverse("book_seats", args=[running.code])).content.decode()


def test_typing_a_number_exchanges_picture_and_price(client, url, company, booker):
    client.force_login(booker)
    part = client.get(url, {"count": "3", "company": company.pk}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="room"')
    assert part.count("chair--chosen") == 3
    assert "3 × €1,200.00" in part


def test_head_and_room_say_the_same_of_ones_own_seats(client, url, cohort, company, booker):
    make_booking(cohort, company, seats=2)
    client.force_login(booker)
    page = client.get(url).content.decode()
    head, key = (
        page.split('<dd id="free">')[1].split("</dd>")[0],
        page.split("chairs__key")[1].split("</figcaption>")[0],
    )
    assert "2 of 5 seats" in head and "2 free" in key
    assert "1 for this booking" in head and "1 for this booking" in key
    # What was booked before is another matter.
    assert "2 yours" in key
    refused = client.post(url, typed(company, 4)).content.decode()
    assert "3 of 5 seats" in refused and "3 free" in refused and "for this booking" not in refused


@pytest.mark.parametrize("count", ["9" * 5000, "0", "-1", "201", "²", ""])
def test_a_number_that_nobody_can_book_counts_as_one(client, url, booker, count):
    client.force_login(booker)
    for answer in (client.get(url, {"count": count}), client.post(url, {"count": count, "key": "k"})):
        assert answer.status_code < 500
        assert answer.context["offer"]["count"] == 1 if answer.context["offer"] else True


def test_the_link_of_a_companys_page_has_it_chosen(client, url, company, booker):
    client.force_login(booker)
    page = client.get(url, {"company": company.code}).content.decode()
    assert f"For <strong>{company.name}</strong>" in page and "for non-members" in page
    # The second way on the page too, where there is but one company to choose.
    assert page.count(f'<input type="hidden" name="company" value="{company.pk}"') == 1
    assert f'<input type="hidden" name="pledge-company" value="{company.pk}"' in page


def test_the_link_of_one_of_several_companies_has_it_chosen(client, url, company, booker, office):
    make_company()
    client.force_login(office)
    page = client.get(url, {"company": company.code}).content.decode()
    assert page.count(f'<option value="{company.pk}" selected>') == 2
    assert "for non-members" in page
    assert "for non-members" not in client.get(url).content.decode()


def test_a_form_sent_again_is_told_how_its_booking_stands(client, url, company, booker):
    client.force_login(booker)
    client.post(url, typed(company, 2, [("Ada", "Beispiel", "ada@people.example")]), follow=True)
    # Back in the browser, where no name stands any more.
    page = client.post(url, typed(company, 2), follow=True).content.decode()
    assert "nothing was booked again" in page
    assert "2 seats are booked. Next: name the person of 1 seat." in page
    Seat.objects.update(booking=None, enrolment=None)
    assert "Its booking has no seats any more." in client.post(url, typed(company, 2), follow=True).content.decode()


@pytest.mark.parametrize("books_for", ["one", "all"])
def test_a_missing_order_is_said_at_its_field_together_with_other_faults(
    client, url, company, booker, office, books_for
):
    type(company).objects.filter(pk=company.pk).update(purchase_order_required=True)
    make_company()
    client.force_login(booker if books_for == "one" else office)
    bad = [("Ada", "Beispiel", "no address")]
    page = client.post(url, typed(company, 1, bad)).content.decode()
    assert "valid email" in page and 'id="id_purchase_order_error"' in page
    assert "books with a purchase order only. Enter its number." in page
    assert not Booking.objects.exists()
    client.post(url, typed(company, purchase_order="B-7"))
    assert Booking.objects.get().purchase_order == "B-7"


def label_of(page, name):
    return page.partition(f'<label for="{name}">')[2].partition("</label>")[0]


def test_the_order_is_marked_as_required_where_the_company_needs_it(client, url, company, booker, office):
    mark = "field__must"
    client.force_login(booker)
    assert mark not in label_of(client.get(url).content.decode(), "id_purchase_order")
    type(company).objects.filter(pk=company.pk).update(purchase_order_required=True)
    assert mark in label_of(client.get(url).content.decode(), "id_purchase_order")
    make_company()
    client.force_login(office)
    assert mark not in label_of(client.get(url).content.decode(), "id_purchase_order")
    chosen = client.get(url, {"company": company.code}).content.decode()
    assert mark in label_of(chosen, "id_purchase_order")


def test_rows_that_may_stay_empty_ask_for_nothing(client, url, booker):
    client.force_login(booker)
    page = client.get(url).content.decode()
    assert "Given name" in label_of(page, "id_people-0-given_name")
    assert "field__must" not in label_of(page, "id_people-0-given_name")
    assert "field__must" in label_of(page, "id_count")
