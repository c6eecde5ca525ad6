"""Names in requests that were answered are forgotten; that they were made stays."""

import datetime as dt

from django.urls import reverse

from courses.booking.forgetting import forget_successors
from courses.booking.models import TakeoverRequest
from lms.messages.sweepers import sweep
from tests.makers import NOON, make_enrolment

AFTER = NOON + dt.timedelta(days=90)


def request_of(cohort, company, **more):
    enrolment = make_enrolment(cohort, company=company)
    return TakeoverRequest.objects.create(
        seat=enrolment.seat,
        enrolment=enrolment,
        given_name="Bob",
        family_name="Muster",
        email="bob@people.example",
        reason="Bob kommt",
        asked_at=NOON,
        **more,
    )


def test_an_answered_request_forgets_whom_it_named(client, cohort, company, office):
    row = request_of(cohort, company, state="declined", closed_at=NOON, answer="Bob nicht")
    assert forget_successors(AFTER - dt.timedelta(seconds=1)) == 0
    sweep(AFTER)
    row.refresh_from_db()
    assert (row.given_name, row.family_name, row.email, row.reason, row.answer, row.state) == (*[""] * 5, "declined")
    client.force_login(office)
    page = client.get(reverse("takeover", args=[row.pk])).text
    assert "name erased" in page and "Bob" not in page
    assert forget_successors(AFTER) == 0


def test_an_open_request_keeps_it(cohort, company):
    request_of(cohort, company)
    assert forget_successors(AFTER + dt.timedelta(days=900)) == 0
