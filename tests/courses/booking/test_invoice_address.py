"""Where the invoices of a booking go is said with the booking or afterwards, by whoever may change it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_seats, send_invoices_to
from courses.booking.links import link_to
from courses.booking.models import Booking
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_offer,
    make_office_user,
    make_person,
    make_user,
)

ADA = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de", "key": "form"}
STREET = {"invoice_street": "Gasse 3", "invoice_postal_code": "95028", "invoice_town": "Hof"}
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def booking(cohort, company):
    return make_booking(cohort, company, invoice_name="Alte AG", invoice_email="alt@firma.example")


def address_of(booking):
    booking = Booking.objects.get(pk=booking.pk)
    return {name: getattr(booking, name) for name in STREET}


def test_what_is_given_takes_the_place_of_what_there_was(booking, booker):
    send_invoices_to(booking=booking, invoice_to=STREET, actor=booker, at=NOON)
    booking.refresh_from_db()
    assert address_of(booking) == STREET
    assert (booking.invoice_name, booking.invoice_email) == ("", "")
    act = Act.objects.get(verb="booking.readdressed")
    assert "Gasse" not in str(act.facts)


def test_only_who_may_change_the_booking(booking):
    for actor in (make_user(), make_booker(make_company())):
        with pytest.raises(NotAllowed):
            send_invoices_to(booking=booking, invoice_to=STREET, actor=actor, at=NOON)
    assert address_of(booking)["invoice_town"] == ""


def test_the_page_keeps_what_was_typed_and_saves_what_is_whole(client, booking, booker):
    client.force_login(booker)
    page = reverse("invoice_address", args=[booking.pk])
    assert 'value="Alte AG"' in client.get(page).text
    refused = client.post(page, STREET | {"invoice_town": ""}).text
    assert "An address needs its town." in refused and 'value="Gasse 3"' in refused
    assert client.post(page, STREET).url == reverse("company", args=[booking.company.code])
    assert address_of(booking) == STREET


def test_the_office_types_it_with_the_private_payer(client, cohort):
    client.force_login(make_office_user(language="en"))
    page = reverse("book_private", args=[cohort.code])
    refused = client.post(page, ADA | STREET | {"invoice_town": ""}).text
    assert "An address needs its town." in refused and not Booking.objects.exists()
    client.post(page, ADA | STREET)
    assert address_of(Booking.objects.get()) == STREET


def test_a_full_cohort_does_not_ask_for_it(client, cohort):
    make_booking(cohort, seats=5)
    client.force_login(make_office_user(language="en"))
    assert "invoice_street" not in client.get(reverse("book_private", args=[cohort.code])).text


def test_who_pays_alone_says_it_with_the_acceptance_or_not_at_all(client, cohort):
    for given in (STREET, {}):
        until = timezone.now() + dt.timedelta(days=1)
        entry = make_offer(cohort, private_payer=make_person(), until=until)
        page = reverse("offer", args=[link_to(entry)])
        agreed = {"answer": "accept", "notice": "on"}
        if given:
            refused = client.post(page, agreed | given | {"invoice_town": ""}, headers=ENGLISH).text
            assert "An address needs its town." in refused and 'value="Gasse 3"' in refused
            assert not Booking.objects.exists()
        assert client.post(page, agreed | given, headers=ENGLISH).status_code == 302
        entry.refresh_from_db()
        assert address_of(entry.booking) == (given or dict.fromkeys(STREET, ""))


def test_kept_for_later_an_address_takes_the_place_of_the_whole_earlier_one(cohort, company, booker):
    type(company).objects.filter(pk=company.pk).update(**STREET, invoice_name="Alte AG")
    # Whoever has a postal code of their own has no street.
    typed = {"invoice_postal_code": "96045", "invoice_town": "Bamberg", "always": True}
    book_seats(cohort=cohort, company=company, count=1, invoice_to=typed, actor=booker, at=NOON)
    company.refresh_from_db()
    assert (company.invoice_street, company.invoice_postal_code, company.invoice_town) == ("", "96045", "Bamberg")
    assert company.invoice_name == "Alte AG", "a name alone is another matter"
