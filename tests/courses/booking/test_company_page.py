"""
A company sees its seats, and of its own people only what was agreed: attended and certificate, yes or no.

Edge cases E10 (change of employer), E23 and E24 (agreed level).
"""

import datetime as dt
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.organisations.models import Company, Employment
from tests.makers import (
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_employment,
    make_enrolment,
    make_marks,
    make_person,
    make_session,
    make_user,
)


@pytest.fixture
def running(db):
    """A cohort with one seminar held and closed, one to come."""
    cohort = make_cohort(make_edition(seminars=2), status="running")
    cohort.first = make_session(cohort)
    make_session(cohort, date=dt.date(2027, 4, 1))
    return cohort


def take_part(cohort, company, units, **person):
    """An employee of the company on one of its seats, with `units` of the first seminar attended."""
    enrolment = make_enrolment(cohort, make_person(**person), booking=make_booking(cohort, company))
    make_employment(enrolment.person, company)
    make_marks(cohort.first, enrolment, units=units, status="present" if units else "excused")
    return enrolment


def page_of(client, company, user=None):
    client.force_login(user or make_booker(company, language="en"))
    answer = client.get(reverse("company", args=[company.code]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_attended_yes_or_no_and_certificate_and_nothing_more(client, running):
    company = make_company(works_council=True)
    take_part(running, company, 6, family_name="Gekommen")
    take_part(running, company, 0, family_name="Gefehlt")
    page = page_of(client, company)
    assert "1 of 1 seminar held so far attended" in page
    assert "0 of 1 seminar held so far attended" in page
    assert "Certificate: yes" not in page
    assert " UE" not in page
    assert "%" not in page.partition("<main")[2].partition("</main")[0]
    assert "excused" not in page


def test_says_yes_or_no_about_the_certificate_when_the_cohort_is_over(client, running):
    company = make_company()
    take_part(running, company, 8)
    type(running).objects.filter(pk=running.pk).update(status="completed")
    assert "Certificate: no" in page_of(client, company)


def test_shows_units_and_per_cent_where_that_was_agreed(client, running):
    company = make_company(data_level=Company.DataLevel.UNITS)
    take_part(running, company, 6)
    assert "6 of 8 UE so far, 75%" in page_of(client, company)


def test_while_nobody_has_signed_nothing_is_said(client, running):
    company = make_company()
    enrolment = make_enrolment(running, booking=make_booking(running, company))
    make_employment(enrolment.person, company)
    make_marks(running.first, enrolment, units=0, status="open", closed=False)
    page = page_of(client, company)
    assert "is-no" not in page
    assert "No attendance sheet has been closed yet" in page


def test_before_the_first_seminar_it_is_said(client, running):
    company = make_company()
    enrolment = make_enrolment(running, booking=make_booking(running, company))
    make_employment(enrolment.person, company)
    assert "No seminar has been held yet" in page_of(client, company)


def test_the_former_employer_sees_no_more_from_that_day_on(client, running):
    company, later = make_company(), make_company()
    enrolment = take_part(running, company, 8, given_name="Petra", family_name="Wechslerin")
    user = make_booker(company, language="en")
    assert "Wechslerin" in page_of(client, company, user)
    today = timezone.localdate()
    Employment.objects.filter(person=enrolment.person).update(until=today)
    make_employment(enrolment.person, later, since=today)
    page = page_of(client, company, user)
    assert "Wechslerin" not in page
    assert "is-yes" not in page
    assert "No longer with you" in page
    assert "Wechslerin" not in client.get(reverse("company_history", args=[company.code])).content.decode()
    # The new employer booked nothing, so it is told nothing either.
    assert "Wechslerin" not in page_of(client, later)


def test_the_last_day_still_counts(client, running):
    company = make_company()
    enrolment = take_part(running, company, 8, family_name="Bleibtnoch")
    Employment.objects.filter(person=enrolment.person).update(until=timezone.localdate() + dt.timedelta(days=1))
    assert "Bleibtnoch" in page_of(client, company)


def test_an_employee_on_another_payers_seat_stays_hidden(client, running):
    company = make_company()
    enrolment = take_part(running, make_company(), 8, family_name="Privatsache")
    Employment.objects.filter(person=enrolment.person).update(company=company)
    assert "Privatsache" not in page_of(client, company)


def test_cohorts_with_seats_to_name_stand_above_running_ones(client, running):
    company = make_company()
    take_part(running, company, 8)
    later = make_cohort(starts_on=dt.date(2027, 6, 1), ends_on=dt.date(2028, 6, 1))
    make_booking(later, company)
    page = page_of(client, company)
    assert page.index(f'id="{later.code}"') < page.index(f'id="{running.code}"')


def test_others_get_404(client, running):
    company = make_company()
    for user in (make_user(), make_booker(make_company())):
        client.force_login(user)
        for name in ("company", "company_history"):
            assert client.get(reverse(name, args=[company.code])).status_code == 404
    client.logout()
    assert client.get(reverse("company", args=[company.code])).status_code == 302


def test_an_empty_page_says_what_comes_next(client, db):
    page = page_of(client, make_company())
    assert "Book seats in an open cohort" in page
    assert "No cohort is open for booking at the moment" in page


def test_the_list_leads_to_the_only_company_and_hides_the_others(client, db):
    mine, other = make_company(), make_company()
    client.force_login(make_booker(mine))
    assert client.get(reverse("companies")).url == reverse("company", args=[mine.code])
    client.force_login(make_user())
    assert client.get(reverse("companies")).status_code == 404
    both = make_booker(mine, language="en")
    both.groups.add(make_booker(other).groups.get())
    client.force_login(both)
    page = client.get(reverse("companies")).content.decode()
    assert mine.name in page
    assert other.name in page


def test_each_booking_says_its_price_order_and_address_and_leads_to_both(client, db):
    cohort, company = make_cohort(starts_on="2098-10-01", ends_on="2099-01-01"), make_company()
    plain = make_booking(cohort, company, seats=2, price_per_seat=123400)
    own = {"invoice_name": "Zentrale AG", "invoice_postal_code": "95028", "invoice_town": "Hof"}
    other = make_booking(cohort, company, purchase_order="PO-4711", invoice_email="re@firma.example", **own)
    page = page_of(client, company)
    assert "2 seats, booked on" in page and "1,234.00" in page
    assert "Without a purchase order" in page and "Invoices to the company's usual address" in html.unescape(page)
    assert "Purchase order: PO-4711" in page and "Invoices to: Zentrale AG, 95028 Hof, re@firma.example" in page
    for booking in (plain, other):
        assert reverse("cancel_booking", args=[booking.pk]) in page
        assert reverse("invoice_address", args=[booking.pk]) in page


def test_a_booking_of_a_begun_cohort_is_not_offered_for_cancelling_as_a_whole(client, running):
    company = make_company()
    booking = make_booking(running, company)
    type(running).objects.filter(pk=running.pk).update(starts_on="2020-01-01")
    page = page_of(client, company)
    assert reverse("cancel_booking", args=[booking.pk]) not in page
    assert reverse("invoice_address", args=[booking.pk]) in page
