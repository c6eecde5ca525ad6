"""A pledge binds nobody and holds no chair; it counts towards the minimum and, once confirmed, becomes a booking."""

import pytest
from django.urls import reverse

from courses.booking import panels
from courses.booking.actions import book_seats, confirm_cohort, give_back_seat, pledge_seats, withdraw_pledge
from courses.booking.facts import open_cohorts
from courses.booking.models import Pledge, WaitEntry
from courses.booking.refusals import (
    AlreadyPledged,
    BookingClosed,
    PledgeOver,
    PurchaseOrderMissing,
    TooFewForPledge,
)
from courses.cohorts.actions_of_cohort import start_cohort
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import NotDecided
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from lms.organisations.models import Membership
from tests.makers import (
    NOON,
    at,
    make_booker,
    make_booking,
    make_company,
    make_pledge,
    make_session,
    make_site,
    make_user,
)

LATER = at("2026-12-10")


def state(pledge):
    pledge.refresh_from_db()
    return pledge.state


def test_it_is_noted_and_confirmed_by_letter(cohort, company, booker):
    pledge = pledge_seats(cohort=cohort, company=company, seats=2, purchase_order=" B-1 ", actor=booker, at=NOON)
    assert (pledge.seats, pledge.state, pledge.purchase_order) == (2, "open", "B-1")
    letter = Letter.objects.get()
    assert letter.to == booker.email and "It binds nobody yet and holds no seat." in letter.body
    assert Act.objects.get().verb == "pledge.made"


def test_it_holds_no_chair_and_counts_as_booked_nowhere(cohort, company, booker):
    pledge_seats(cohort=cohort, company=company, seats=3, actor=booker, at=NOON)
    assert cohort.seats.free(NOON).count() == 5
    assert cohort.seats.taken().count() == 0
    [shown] = open_cohorts(NOON)
    assert (shown.taken, shown.free) == (0, 5)
    assert not company.bookings.exists()


def test_only_for_ones_own_company(cohort, company):
    for stranger in (make_user(), make_booker(make_company())):
        with pytest.raises(NotAllowed):
            pledge_seats(cohort=cohort, company=company, seats=1, actor=stranger, at=NOON)


def test_one_word_per_company(cohort, company, booker):
    make_pledge(cohort, company)
    with pytest.raises(AlreadyPledged):
        pledge_seats(cohort=cohort, company=company, seats=1, actor=booker, at=NOON)


def test_no_more_than_is_neither_booked_nor_pledged(cohort, company, booker):
    make_booking(cohort, seats=2)
    make_pledge(cohort, seats=1)
    with pytest.raises(TooFewForPledge) as refused:
        pledge_seats(cohort=cohort, company=company, seats=3, actor=booker, at=NOON)
    assert refused.value.seats_left == 2
    assert pledge_seats(cohort=cohort, company=company, seats=2, actor=booker, at=NOON).state == "open"


@pytest.mark.parametrize("fields", [{"confirmed_at": NOON}, {"status": "running"}, {"booking_closes_on": "2026-11-21"}])
def test_not_once_it_is_decided_or_closed(cohort, company, office, fields):
    Cohort.objects.filter(pk=cohort.pk).update(**fields)
    with pytest.raises(BookingClosed):
        pledge_seats(cohort=cohort, company=company, seats=1, actor=office, at=NOON)


def test_a_company_that_books_by_order_says_its_number(cohort, company, booker):
    type(company).objects.update(purchase_order_required=True)
    company.refresh_from_db()
    with pytest.raises(PurchaseOrderMissing):
        pledge_seats(cohort=cohort, company=company, seats=1, actor=booker, at=NOON)


def test_withdrawn_it_is_over_and_a_new_one_may_follow(cohort, company, booker):
    pledge = make_pledge(cohort, company)
    withdraw_pledge(pledge=pledge, actor=booker, at=LATER)
    assert state(pledge) == "withdrawn" and pledge.closed_at == LATER
    with pytest.raises(PledgeOver):
        withdraw_pledge(pledge=pledge, actor=booker, at=LATER)
    pledge_seats(cohort=cohort, company=company, seats=1, actor=booker, at=LATER)


def test_another_companys_word_stays(cohort, office):
    pledge = make_pledge(cohort)
    with pytest.raises(NotAllowed):
        withdraw_pledge(pledge=pledge, actor=make_booker(make_company()), at=LATER)
    withdraw_pledge(pledge=pledge, actor=office, at=LATER)


def test_confirmed_pledges_become_bookings_in_their_order_at_the_price_of_the_day(cohort, company, booker, office):
    Membership.objects.create(company=company, office=cohort.edition.programme.office, since="2026-12-01")
    second = make_pledge(cohort, seats=1, made_at=at("2026-11-24"))
    first = make_pledge(cohort, company, seats=2, made_at=at("2026-11-23"), made_by=booker, purchase_order="B-7")
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    assert (state(first), state(second)) == ("booked", "booked")
    assert list(first.booking.seats.values_list("number", flat=True)) == [1, 2]
    assert list(second.booking.seats.values_list("number", flat=True)) == [3]
    booking = first.booking
    assert (booking.price_per_seat, booking.member_price, booking.purchase_order) == (100_000, True, "B-7")
    assert (booking.booked_by, booking.booked_at, booking.seat_count) == (booker, LATER, 2)
    assert second.booking.price_per_seat == 120_000
    body = Letter.objects.get(to=booker.email).body
    assert "Your word has become a booking of 2 seats:" in body and "2 × €1,000.00 = €2,000.00" in body


def test_whoever_booked_in_the_meantime_comes_first_and_the_rest_waits(cohort, company, booker, office):
    big = make_pledge(cohort, company, seats=4, made_by=booker)
    small = make_pledge(cohort, seats=1, made_at=at("2026-11-24"))
    book_seats(cohort=cohort, company=make_company(), count=3, actor=office, at=NOON)
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    assert (state(big), state(small)) == ("released", "booked")
    entry = WaitEntry.objects.get(company=company)
    assert (entry.seats_wanted, entry.state) == (4, "waiting")
    body = " ".join(Letter.objects.get(to=booker.email).body.split())
    assert "we have put you on the waiting list" in body and "Nothing is booked" in body


def test_who_waits_already_keeps_the_place_and_waits_for_so_many_more(cohort, company, booker, office):
    make_booking(cohort, seats=4)
    known = WaitEntry.objects.create(cohort=cohort, company=company, seats_wanted=2, created_at=NOON)
    other = WaitEntry.objects.create(cohort=cohort, company=make_company(), seats_wanted=2, created_at=LATER)
    pledge = make_pledge(cohort, company, seats=2, made_by=booker, purchase_order="B-9")
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    assert state(pledge) == "released"
    # The one chair that is free goes to them: wish and word may be served apart.
    known.refresh_from_db()
    assert (known.seats_wanted, known.accepts_fewer, known.purchase_order) == (4, True, "B-9")
    assert (known.state, known.seats_offered, known.created_at) == ("offered", 1, NOON)
    other.refresh_from_db()
    assert other.state == "waiting"
    assert Act.objects.get(verb="waiting.raised").facts == {"before": 2, "after": 4}
    body = " ".join(Letter.objects.get(to=booker.email, kind="booking.cohort_confirmed").body.split())
    assert "your word for 2 seats" in body and "you keep your place there and wait for 4 seats now" in body
    assert "we have put you on the waiting list" not in body


def test_a_wish_is_never_raised_beyond_the_group(cohort, company, office):
    make_booking(cohort, seats=4)
    known = WaitEntry.objects.create(cohort=cohort, company=company, seats_wanted=4, created_at=NOON)
    make_pledge(cohort, company, seats=3)
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    known.refresh_from_db()
    assert known.seats_wanted == cohort.max_size == 5


def test_beyond_what_a_host_admits_it_waits_too(cohort, company, office):
    make_session(cohort, host=make_site(max_visitors=2))
    pledge = make_pledge(cohort, company, seats=3)
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    assert state(pledge) == "released" and WaitEntry.objects.get().seats_wanted == 3


def test_it_counts_towards_the_minimum_on_the_offices_list(rf, cohort, office):
    type(cohort.edition).objects.update(min_group_size=4)
    make_booking(cohort, seats=1)
    make_pledge(cohort, seats=2)
    request = rf.get("/")
    request.user = office
    [decision] = panels.too_few(request, NOON)
    assert decision.title == f"{cohort.code}: 1 booked, 2 pledged, 4 needed"
    assert decision.text.startswith("1 seat is missing")
    assert decision.url == reverse("cohort_decision", args=[cohort.code])
    make_pledge(cohort, seats=1)
    [decision] = panels.too_few(request, NOON)
    assert "Strong enough with the pledges." in decision.text
    Cohort.objects.update(confirmed_at=NOON)
    assert list(panels.too_few(request, NOON)) == []


def test_it_does_not_start_while_a_word_is_open(cohort, office):
    pledge = make_pledge(cohort, seats=2)
    with pytest.raises(NotDecided, match="2 seats are pledged"):
        start_cohort(cohort=cohort, actor=office, at=LATER)
    withdraw_pledge(pledge=pledge, actor=office, at=LATER)
    assert start_cohort(cohort=cohort, reason="Ja.", actor=office, at=LATER).status == "running"


def test_what_came_of_it_is_a_booking_as_any_other(cohort, company, booker, office):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=50)
    pledge = make_pledge(cohort, company, seats=1, made_by=booker)
    confirm_cohort(cohort=cohort, actor=office, at=LATER)
    assert give_back_seat(seat=Pledge.objects.get(pk=pledge.pk).booking.seats.get(), actor=booker, at=LATER) == 60_000


def test_on_the_pages(client, cohort, company, booker):
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    assert "Only if it runs?" in page and "without obligation" in page
    url = reverse("pledge_seats", args=[cohort.code])
    assert client.get(url).status_code == 200
    typed = {"pledge-company": company.pk, "pledge-seats": "2"}
    answer = client.post(url, typed)
    assert answer["Location"] == reverse("company", args=[company.code])
    pledge = Pledge.objects.get()
    withdrawing = reverse("withdraw_pledge", args=[pledge.pk])
    assert withdrawing in client.get(answer["Location"]).text
    again = client.post(url, typed).text
    assert "has pledged seats" in again
    assert "It costs nothing." in client.get(withdrawing).text
    client.post(withdrawing)
    assert state(pledge) == "withdrawn"
    assert withdrawing not in client.get(answer["Location"]).text
    assert "button--stop" not in client.get(withdrawing).text


def test_the_form_says_whether_a_purchase_order_is_needed(client, cohort, company, booker):
    client.force_login(booker)
    pages = [reverse(name, args=[cohort.code]) for name in ("book_seats", "pledge_seats")]

    def way(page):
        return client.get(page).text.partition('id="pledge"')[2]

    assert all("Some companies need it now already." in way(page) for page in pages)
    type(company).objects.filter(pk=company.pk).update(purchase_order_required=True)
    for page in pages:
        assert "Your company books with a purchase order only." in way(page) and "Some companies" not in way(page)


def test_once_the_minimum_is_reached_booking_is_named_as_the_way(client, cohort, company, booker):
    client.force_login(booker)
    page = reverse("book_seats", args=[cohort.code])
    cohort.edition.min_group_size = 3
    cohort.edition.save()
    make_pledge(cohort, seats=2)
    assert "to be sure of a seat" not in client.get(page).text
    make_booking(cohort, seats=1)
    assert "Booked and pledged together reach the minimum" in client.get(page).text
    Pledge.objects.update(seats=1)
    make_booking(cohort, seats=2)
    assert "The minimum is reached by bookings alone; the office has yet to confirm." in client.get(page).text


def test_more_than_there_are_is_said_and_what_was_typed_stays(client, cohort, company, booker):
    client.force_login(booker)
    typed = {"pledge-company": company.pk, "pledge-seats": "6", "pledge-purchase_order": "B-77"}
    page = client.post(reverse("pledge_seats", args=[cohort.code]), typed).text
    assert "The cohort has 5 seats in all; 5 can be pledged." in page and 'value="B-77"' in page


@pytest.mark.parametrize(
    ("seats", "others", "said"),
    [
        (99, 0, "The cohort has 5 seats in all; 5 can be pledged. Pledge fewer."),
        (4, 2, "Only 3 seats are neither booked nor pledged. Pledge fewer, or book"),
        (1, 5, "All seats that can be booked are pledged. Book instead"),
    ],
)
def test_the_advice_can_be_followed(cohort, company, booker, seats, others, said):
    if others:
        make_pledge(cohort, seats=others)
    with pytest.raises(TooFewForPledge, match=said) as refused:
        pledge_seats(cohort=cohort, company=company, seats=seats, actor=booker, at=NOON)
    assert "waiting list" not in str(refused.value)


def test_no_word_is_taken_for_what_no_host_admits(cohort, company, booker):
    make_session(cohort, host=make_site(max_visitors=2))
    with pytest.raises(TooFewForPledge, match="Only 2 seats"):
        pledge_seats(cohort=cohort, company=company, seats=3, actor=booker, at=NOON)


def test_whoever_has_pledged_is_told_at_the_form_that_a_booking_comes_on_top(client, cohort, company, booker):
    client.force_login(booker)
    url = reverse("book_seats", args=[cohort.code])
    assert "A booking comes on top" not in client.get(url).text
    pledge = make_pledge(cohort, company, seats=2)
    form = client.get(url).text.partition("Book with obligation to pay")[0]
    assert f"{company.name} has pledged 2 seats here." in form and "A booking comes on top" in form
    assert reverse("withdraw_pledge", args=[pledge.pk]) in form
    # What is said is what the act does.
    book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)
    assert state(pledge) == "open"


def test_the_office_is_told_once_it_chose_the_company(client, cohort, company, office):
    make_pledge(cohort, company, seats=2)
    make_company()
    client.force_login(office)
    assert "has pledged" not in client.get(reverse("book_seats", args=[cohort.code])).text.partition("<details")[0]
    data = {"company": company.pk, "count": "1", "key": "k1"}
    part = client.post(reverse("hold_seats", args=[cohort.code]), data, headers={"HX-Request": "true"}).text
    assert (
        '<div class="given" id="given" hx-swap-oob="true">' in part
        and f"{company.name} has pledged 2 seats here." in part
    )


def test_refused_in_a_full_cohort_nobody_is_asked_to_pledge_any_more(client, cohort, company, booker):
    client.force_login(booker)
    url = reverse("book_seats", args=[cohort.code])
    assert '<section class="panel" id="pledge">' in client.get(url).text
    make_booking(cohort, seats=4)
    data = {"company": company.pk, "count": "2", "key": "k1"}
    gone = '<div id="pledge" hidden hx-swap-oob="true"></div>'
    assert gone not in client.post(url, data, headers={"HX-Request": "true"}).text
    make_booking(cohort, seats=1)
    assert gone in client.post(url, data, headers={"HX-Request": "true"}).text
    page = client.post(url, data).text
    # What the next refusal changes must be there, whatever stands in it.
    assert '<section class="panel" id="pledge">' not in page and page.count('id="pledge"') == 1


def test_once_confirmed_the_second_way_is_gone(client, cohort, company, booker):
    Cohort.objects.update(confirmed_at=NOON)
    client.force_login(booker)
    assert "Only if it runs?" not in client.get(reverse("book_seats", args=[cohort.code])).text
    assert "takes no pledges now" in client.get(reverse("pledge_seats", args=[cohort.code])).text
