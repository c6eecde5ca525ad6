"""Calling off is asked once more with what ends by it, and is done only as long as that is what was seen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_seats, confirm_cohort
from courses.cohorts.actions_of_cohort import cancel_cohort, start_cohort
from courses.cohorts.calling_off import state_of
from courses.cohorts.closing import stakes_of
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import ChangedMeanwhile, ReasonMissing
from lms.messages.models import Letter
from tests.makers import NOON, make_booking, make_company, make_office_user

WHY = "Zu wenige Anmeldungen."


@pytest.fixture
def sold(cohort):
    """The cohort needs three and has two booked."""
    type(cohort.edition).objects.update(min_group_size=3)
    make_booking(cohort, make_company(billing_email="rechnung@firma.example"), seats=2)
    return Cohort.objects.get(pk=cohort.pk)


@pytest.fixture
def url(client, sold, office):
    client.force_login(office)
    return reverse("cohort_act", args=[sold.code, "cancel"])


def decision(client, sold):
    """What the decision's page sends to call the cohort off."""
    return {"seen": client.get(reverse("cohort_decision", args=[sold.code])).context["seen"], "reason": WHY}


def seen(page):
    return {**dict(page.context["hidden"]), "reason": WHY}


def test_from_the_decision_it_is_asked_with_the_numbers_and_keeps_the_reason(client, sold, url):
    page = client.post(url, decision(client, sold))
    assert Cohort.objects.get().status == "booking_open" and not Letter.objects.exists()
    assert dict(page.context["facts"])["Seats booked"] == "2" and dict(page.context["facts"])["Companies"] == "1"
    assert f'value="{WHY}"' in page.text and not page.context["news"]
    assert client.post(url, seen(page)).status_code == 302
    assert Cohort.objects.get().status == "cancelled"


def test_a_decision_left_open_does_not_call_off_what_was_confirmed_meanwhile(client, sold, url):
    mine = decision(client, sold)
    asked = client.post(url, mine)
    colleague = make_office_user(first_name="Ute", last_name="Brand")
    confirm_cohort(cohort=sold, reason="Ja", actor=colleague, at=timezone.now())
    Letter.objects.all().delete()
    for late in (mine, seen(asked)):
        page = client.post(url, late)
        assert page.status_code == 200 and Cohort.objects.get().status == "booking_open"
        [news] = page.context["news"]
        assert "While your page was open" in news and "by Ute Brand" in news
        assert f'value="{WHY}"' in page.text and not Letter.objects.exists()
    # Now it is known, and said as what it is.
    later = client.get(url)
    assert not later.context["news"] and "by Ute Brand" in later.context["warnings"][0]
    assert client.post(url, seen(page)).status_code == 302
    assert Cohort.objects.get().status == "cancelled"


def test_seats_sold_meanwhile_are_named(client, sold, url, office):
    asked = client.get(url)
    book_seats(cohort=sold, company=make_company(), count=1, actor=office, at=NOON)
    page = client.post(url, seen(asked))
    assert Cohort.objects.get().status == "booking_open"
    assert "Seats booked: 2 → 3." in " ".join(page.context["news"])


@pytest.mark.parametrize("nasty", ["", "{", "null", "[]", "{}", '{"seats": [1]}', '{"seats": "²"}', "[" * 10_000])
def test_without_what_was_seen_it_is_asked(client, sold, url, nasty):
    for sure in ("", "1"):
        assert client.post(url, {"reason": WHY, "seen": nasty, "sure": sure}).status_code == 200
    assert Cohort.objects.get().status == "booking_open"


def test_the_act_itself_refuses(sold, office):
    before = state_of(sold, stakes_of(sold))
    start_cohort(cohort=sold, reason="Ja", actor=office, at=NOON)
    with pytest.raises(ChangedMeanwhile, match="is running now"):
        cancel_cohort(cohort=sold, reason=WHY, seen=before, actor=office, at=NOON)
    assert Cohort.objects.get().status == "running"


def test_a_running_one_is_called_running(client, sold, url):
    Cohort.objects.update(status="running")
    assert "is running: people have begun" in client.get(url).text


def test_undecided_and_below_the_minimum_it_starts_only_with_a_reason(client, sold, office):
    with pytest.raises(ReasonMissing, match="2 of the 3 seats needed"):
        start_cohort(cohort=sold, reason=" ", actor=office, at=NOON)
    client.force_login(office)
    url = reverse("cohort_act", args=[sold.code, "start"])
    page = client.get(url)
    assert "2 of the 3 seats needed" in page.text and "starting tells nobody" in page.text
    assert client.post(url).context["form"].errors["reason"] and Cohort.objects.get().status == "booking_open"
    client.post(url, {"reason": "Wir wagen es."})
    row = Cohort.objects.get()
    assert (row.status, row.decision_reason, row.confirmed_at) == ("running", "Wir wagen es.", None)


def test_confirmed_or_strong_enough_it_starts_without_one(client, sold, office):
    confirm_cohort(cohort=sold, reason="Zwei folgen.", actor=office, at=NOON)
    client.force_login(office)
    url = reverse("cohort_act", args=[sold.code, "start"])
    assert "starting tells nobody" not in client.get(url).text and client.get(url).context["form"] is None
    client.post(url)
    assert (Cohort.objects.get().status, Cohort.objects.get().decision_reason) == ("running", "Zwei folgen.")
    Cohort.objects.update(status="booking_open", confirmed_at=None)
    type(sold.edition).objects.update(min_group_size=2)
    assert "starting tells nobody" in client.get(url).text and client.get(url).context["form"] is None
