"""The cases of the demo file: list prices, instalments, changes of company and employer, a consumer, a late leaver."""

import pytest

from certificates.loading import demo_invoices
from courses.booking.actions import cancel_booking
from courses.booking.models import Booking
from courses.invoicing.actions import issue_due_invoices, settle_given_seats
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.showing import income_of
from tests import makers


@pytest.fixture
def seller(demo):
    demo_invoices.furnish(actor=demo.actor, at=demo.at)
    return demo


def invoices_of(demo, reference):
    return Invoice.objects.filter(booking=demo.enrolment(reference).booking).order_by("pk")


@pytest.mark.parametrize(("code", "euros"), [("PK-5", 80_200), ("SP-4", 49_920), ("PK-6", 36_650)])
def test_a_cohort_brings_in_what_its_seats_cost(demo, code, euros):
    assert income_of(demo.cohort(code)).booked == euros * 100


def test_instalments_are_the_files_percentages(seller):
    issue_due_invoices(actor=seller.actor, at=seller.at)
    [one, two, three] = Invoice.objects.filter(booking__cohort__code="SP-4", seats=1, booking__member_price=True)[:3]
    assert {one.gross_cents, two.gross_cents, three.gross_cents} <= {130_560, 126_720}
    amounts = set(
        Invoice.objects.filter(booking__cohort__code="PK-5", seats=1, booking__member_price=True).values_list(
            "gross_cents", flat=True
        )
    )
    assert amounts == {123_750}


def test_e11_the_other_company_pays_the_price_of_a_non_member(seller):
    issue_due_invoices(actor=seller.actor, at=seller.at)
    price = seller.file["programmes"][0]["price"]["non_member"] * 100
    assert {one.gross_cents for one in invoices_of(seller, "P16")} == {price // 4}
    assert {one.buyer["code"] for one in invoices_of(seller, "P16")} == {"C27"}


def test_e10_invoices_stay_with_the_former_employer(seller):
    issue_due_invoices(actor=seller.actor, at=seller.at)
    assert {one.buyer["code"] for one in invoices_of(seller, "P15")} == {"C14"}


def test_e13_a_private_payer_is_a_consumer_with_a_final_price(seller):
    Booking.objects.filter(private_payer__isnull=False).update(**makers.ADDRESS)
    issue_due_invoices(actor=seller.actor, at=seller.at)
    [invoice] = invoices_of(seller, "P56")
    assert invoice.consumer
    assert invoice.gross_cents == seller.file["programmes"][0]["price"]["non_member"] * 100 // 4


def test_e14_cancelled_nine_days_before_the_start_80_percent_are_charged(seller):
    company = makers.make_customer()  # no member: 5,950 euros
    booking = makers.make_booking(seller.cohort("PK-6"), company, price_per_seat=595_000)
    late = makers.at("2027-09-14")
    issue_due_invoices(cohorts=[booking.cohort], actor=seller.actor, at=seller.at)
    cancel_booking(booking=booking, actor=seller.actor, at=late)
    note, fee = settle_given_seats(given=SeatsGiven.objects.get(), outcome="credited", actor=seller.actor, at=late)
    assert fee.gross_cents == 476_000
    assert note.gross_cents == 148_750


def test_the_demos_invoices_are_paid_but_the_last(seller):
    demo_invoices.write(actor=seller.actor, at=seller.at)
    overdue = Invoice.objects.overdue(seller.at.date())
    assert overdue.count() == demo_invoices.OVERDUE
    assert Booking.objects.filter(invoices__isnull=False).exists()
    days = list(Invoice.objects.order_by("year", "sequence").values_list("issued_on", flat=True))
    assert days == sorted(days)
    for year in {day.year for day in days}:
        sequences = sorted(Invoice.objects.filter(year=year).values_list("sequence", flat=True))
        assert sequences == list(range(1, len(sequences) + 1))
