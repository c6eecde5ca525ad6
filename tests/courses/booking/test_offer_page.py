"""An offer is answered from its letter without signing in; a look changes nothing, and every state has its page."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import cancel_booking
from courses.booking.links import link_to
from courses.booking.models import Booking, WaitEntry
from courses.booking.people import Attendee
from courses.cohorts.models import Cohort
from tests.makers import (
    make_administrator,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_offer,
    make_wait_entry,
)

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def entry(cohort):
    return make_offer(cohort, make_company(name="Offer & Söhne GmbH"), 2, until=timezone.now() + dt.timedelta(days=1))


def url(entry):
    return reverse("offer", args=[link_to(entry)])


def page(client, entry):
    answer = client.get(url(entry), headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, entry, said, **more):
    return client.post(url(entry), {"answer": said, **more}, headers=ENGLISH)


def test_shows_price_deadline_and_terms_and_writes_nothing(client, entry, cohort):
    before = list(WaitEntry.objects.values()), list(cohort.seats.values())
    text = page(client, entry)
    assert client.head(url(entry)).status_code == 200
    for part in ("2 seats in", "Answer by", "2 × €1,200.00", "€2,400.00", "Cancelling", "Offer &amp; Söhne GmbH"):
        assert part in text
    assert (list(WaitEntry.objects.values()), list(cohort.seats.values())) == before


def test_says_of_what_the_fee_is_a_share(client, entry, cohort):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=40)
    assert "40 % of the price" in page(client, entry)
    type(cohort.edition).objects.filter(pk=cohort.edition_id).update(cancellation_base="next_instalment")
    assert "40 % of the next instalment" in page(client, entry)


def test_accepts_and_declines_without_signing_in(client, entry, cohort):
    assert send(client, entry, "accept").status_code == 302
    assert "2 seats are booked." in page(client, entry)
    assert send(client, entry, "accept").status_code == 302
    assert Booking.objects.get().seats.count() == 2
    other = make_offer(cohort, make_company(), 1, until=timezone.now() + dt.timedelta(days=1))
    send(client, other, "decline")
    text = page(client, other)
    assert "You declined the offer." in text and "no longer kept for you" in text and "the offer lapses" not in text


def test_the_browsers_own_form_is_accepted(entry):
    """A browser names its origin with a form only if the page's policy lets it; Django asks for it over HTTPS."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.get(url(entry), headers=ENGLISH, secure=True)
    assert answer["Referrer-Policy"] == "same-origin"
    token = answer.context["csrf_token"]
    origin = {"Origin": "https://testserver"}
    done = strict.post(url(entry), {"answer": "accept", "csrfmiddlewaretoken": token}, headers=origin, secure=True)
    assert done.status_code == 302
    assert Booking.objects.exists()


@pytest.mark.parametrize("link", ["x", "1", "1~forged", "~", "a~b", "9" * 300, "1~" + "A" * 43])
def test_a_forged_link_is_not_found(client, entry, link):
    for verb in (client.get, client.post):
        assert verb(reverse("offer", args=[link]), {"answer": "accept"}).status_code == 404
    assert not Booking.objects.exists()


def test_the_link_of_another_purpose_is_not_found(client, entry):
    forged = signing.Signer(salt="something else").sign(entry.pk).replace(":", "~")
    assert client.get(reverse("offer", args=[forged])).status_code == 404


def test_is_in_no_search_engine_and_no_cache(client, entry):
    answer = client.get(url(entry))
    assert answer["X-Robots-Tag"].startswith("noindex") and "no-store" in answer["Cache-Control"]


def test_a_lapsed_offer_says_so_before_anybody_has_settled_it(client, entry):
    WaitEntry.objects.update(offer_until=timezone.now() - dt.timedelta(seconds=1))
    entry.cohort.seats.filter(wait_entry=entry).update(held_until=timezone.now() - dt.timedelta(seconds=1))
    text = page(client, entry)
    assert "This offer has lapsed." in text and 'value="accept"' not in text
    assert "no longer kept for you" in text and "the offer lapses" not in text
    late = send(client, entry, "accept")
    assert late.status_code == 409 and "has lapsed" in late.content.decode()
    entry.refresh_from_db()
    assert entry.state == "lapsed"
    assert "This offer has lapsed." in page(client, entry)


def test_an_accepted_offer_that_was_cancelled_says_so(client, entry, cohort):
    send(client, entry, "accept")
    cancel_booking(booking=Booking.objects.get(), actor=make_administrator(), at=timezone.now())
    assert "These seats were given back." in page(client, entry)
    assert cohort.seats.free(timezone.now()).count() == 5
    assert send(client, entry, "accept").status_code == 302
    assert Booking.objects.filter(status="active").count() == 0


def test_waiting_and_withdrawn_have_their_page(client, cohort):
    make_booking(cohort, seats=5)
    entry = make_wait_entry(cohort, make_company(), 3)
    text = page(client, entry)
    assert "Place 1 in line." in text and "Leave the waiting list" in text
    send(client, entry, "decline")
    assert "You left the waiting list." in page(client, entry)


def test_a_cohort_that_takes_no_bookings_any_more_offers_nothing(client, entry):
    Cohort.objects.update(status="running")
    text = page(client, entry)
    assert "takes no bookings any more" in text and 'value="accept"' not in text
    assert send(client, entry, "accept").status_code == 409


def test_part_of_what_was_wanted_asks_about_the_rest(client, entry):
    WaitEntry.objects.update(seats_wanted=5)
    assert "You wanted 5 seats; 2 are there now." in page(client, entry)
    send(client, entry, "accept", keep_waiting="1")
    assert WaitEntry.objects.live().get().seats_wanted == 3


def test_any_other_answer_changes_nothing(client, entry):
    for said in ("", "maybe", "ACCEPT"):
        assert send(client, entry, said).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "offered"


def test_declining_says_first_what_is_lost_and_a_look_loses_nothing(client, entry, cohort):
    text = page(client, entry)
    assert "The offer and your place in line are gone then." in text and 'value="wait"' not in text
    WaitEntry.objects.update(seats_wanted=5)
    text = page(client, entry)
    assert "gone then, for all 5 seats." in text and 'value="wait"' in text
    client.get(url(entry), {"answer": "decline"})
    client.get(url(entry), {"answer": "wait"})
    entry.refresh_from_db()
    assert entry.state == "offered"


def test_who_is_offered_fewer_may_wait_on_for_all_together(client, entry, cohort):
    behind = make_wait_entry(cohort, make_company(), 2, created_at=timezone.now())
    make_booking(cohort, seats=3)
    WaitEntry.objects.filter(pk=entry.pk).update(seats_wanted=4, accepts_fewer=True, priority=3)
    send(client, entry, "wait")
    onward = WaitEntry.objects.live().get(company=entry.company)
    assert (onward.state, onward.seats_wanted, onward.accepts_fewer) == ("waiting", 4, False)
    assert (onward.created_at, onward.priority) == (entry.created_at, 3)
    # Who is next in line gets the seats that were declined.
    behind.refresh_from_db()
    assert (behind.state, behind.seats_offered) == ("offered", 2)
    text = page(client, entry)
    assert "wait on for all 4 seats together" in text and url(onward) in text
    assert "Place 1 in line." in page(client, onward)


@pytest.mark.parametrize("state", ["offered", "waiting"])
def test_nobody_waits_on_who_is_offered_all_or_nothing(client, entry, cohort, state):
    if state == "waiting":
        make_booking(cohort, seats=3)
        entry = make_wait_entry(cohort, make_company(), 3)
    assert send(client, entry, "wait").status_code == 409
    entry.refresh_from_db()
    assert entry.state == state


def test_leaving_says_first_what_is_lost(client, cohort):
    make_booking(cohort, seats=5)
    entry = make_wait_entry(cohort, make_company(), 3)
    assert "Your place in line is gone then." in page(client, entry)


def test_the_names_kept_with_the_wish_are_shown_before_the_press_and_said_after_it(client, entry):
    people = [Attendee(name, "<Muster>", f"{name}@people.example".lower()).packed() for name in ("Ada", "Bo", "Cy")]
    WaitEntry.objects.update(seats_wanted=3, people=people)
    text = page(client, entry)
    assert "the seats go to <strong>Ada &lt;Muster&gt;, Bo &lt;Muster&gt;</strong>" in text
    assert "No seat is left for Cy &lt;Muster&gt;" in text and "Names can follow later." not in text
    after = client.post(url(entry), {"answer": "accept"}, headers=ENGLISH, follow=True).text
    assert "Named and invited: Ada &lt;Muster&gt;, Bo &lt;Muster&gt;." in after
    assert "Booked in" in after and "All seats have a name" in after
    # Who holds the link later reads no names, whoever may sit there by then.
    assert "Muster" not in page(client, entry)


def test_without_names_the_page_says_that_they_can_follow(client, entry):
    assert "Names can follow later." in page(client, entry)
    send(client, entry, "accept")
    assert "Names can follow on your company" in page(client, entry)


def test_the_companys_page_names_them_too(client, cohort, entry):
    people = [Attendee("Ada", "Muster", "ada@people.example").packed()]
    WaitEntry.objects.update(seats_wanted=3, people=people)
    make_wait_entry(make_cohort(cohort.edition, starts_on=cohort.starts_on), entry.company, people=people)
    client.force_login(make_booker(entry.company, language="en"))
    text = client.get(reverse("company", args=[entry.company.code])).text
    assert "the seat goes to <strong>Ada Muster</strong>" in text and "Named already: Ada Muster." in text
    assert "gone then, for all 3 seats." in text
    client.post(reverse("answer_waiting", args=[entry.pk]), {"answer": "wait"})
    kept = WaitEntry.objects.live().get(company=entry.company, cohort=cohort)
    assert kept.people == people
    assert "waits on for all 3 seats together" in client.get(reverse("company", args=[entry.company.code])).text
