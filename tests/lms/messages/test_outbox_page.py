"""The office reads what has not left, letters and papers alike, and finds the page from its master data."""

import pytest
from django.urls import reverse

from certificates.issuing.actions import issue_certificates
from courses.invoicing.actions import issue_invoice
from lms.messages.actions import post_letter
from lms.messages.models import Letter
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


def write(number, **fields):
    for n in range(number):
        letter = post_letter(to=f"p{n}@people.example", subject="Platz", body="x", kind="test", at=makers.NOON)
        Letter.objects.filter(pk=letter.pk).update(**fields)


@pytest.fixture
def desk(client):
    client.force_login(makers.make_office_user(language="en"))
    return client


def outbox(desk):
    return desk.get(reverse("letters_given_up")).text


def test_with_nothing_in_it_everything_has_left(desk):
    write(2, state="sent")
    assert "Every letter has left" in outbox(desk)


def test_what_waits_is_counted_and_not_said_to_have_left(desk):
    write(2)
    write(1, state="sending", last_error="ConnectionRefusedError: no mail server")
    page = outbox(desk)
    assert "3 letters wait to be sent." in page and "1 of them was tried and not taken" in page
    assert "Every letter has left" not in page and "No letter was given up" in page


def test_what_was_given_up_is_not_said_to_wait(desk):
    write(1, state="failed", last_error="gone")
    page = outbox(desk)
    assert "Send it again" in page and "to be sent." not in page


def test_papers_that_are_not_made_yet_are_counted(desk):
    issuer = makers.make_office_user()
    booking = makers.make_booking(makers.make_priced_cohort(60, 40), makers.make_customer())
    issue_invoice(booking=booking, position=1, actor=issuer, at=makers.NOON)
    cohort = scenes.finished_cohort(people=2)
    issue_certificates(cohort=cohort, actor=issuer, at=scenes.ISSUED_AT)
    page = outbox(desk)
    assert "1 invoice has no PDF yet" in page
    assert "2 certificates and confirmations are not printed yet." in page
    assert "Every letter has left" not in page


def test_the_page_is_found_from_the_master_data_with_what_is_in_it(desk):
    write(2)
    write(1, state="failed")
    write(4, state="sent")
    page = desk.get(reverse("master_data")).text
    row = page.partition(f'href="{reverse("letters_given_up")}"')[2]
    assert '<span class="task__due">3</span>' in row.partition("</li>")[0]
