"""Payments: by hand, reversed, and from a statement that is first shown and then booked, each row once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.invoicing.actions import (
    book_bank_file,
    credit_invoice,
    issue_due_invoices,
    read_bank_file,
    record_payment,
    reverse_payment,
)
from courses.invoicing.matching import fates_of, numbers_in
from courses.invoicing.models import BankFile, BankLine, Invoice, Payment
from courses.invoicing.refusals import (
    AlreadySettled,
    BeforeInvoice,
    EnteredBefore,
    MoreThanDue,
    PaymentWrong,
    ThrownAway,
)
from courses.invoicing.showing import amount_of, chip_of, fate_chip
from lms.lib.refusals import NotAllowed
from lms.messages.sweepers import sweep
from tests import makers

pytestmark = pytest.mark.django_db
LATER = makers.at("2026-12-20")
HEAD = "Buchungstag;Zahlungspflichtiger;Verwendungszweck;Betrag\n"


def balance(invoice):
    return Invoice.objects.with_balance().get(pk=invoice.pk)


def pay(invoice, cents, office, **fields):
    return record_payment(invoice=invoice, cents=cents, on=LATER.date(), actor=office, at=LATER, **fields)


def read(office, *rows, at=LATER):
    text = HEAD + "".join(f"20.12.2026;Firma;{purpose};{amount}\n" for purpose, amount in rows)
    seller = Invoice.objects.first().office
    return read_bank_file(office=seller, name="auszug.csv", data=text.encode("cp1252"), actor=office, at=at)


def fates(file, office):
    return [fate.word for fate in fates_of(file.lines.all(), file.office, office, today=LATER.date())]


def test_an_invoice_goes_from_open_to_overdue_to_paid(invoice, office):
    def words(day):
        return str(chip_of(balance(invoice), makers.at(day).date())["word"])

    assert words("2026-12-06") == "offen"
    assert words("2026-12-07") == "überfällig"
    pay(invoice, 80_003, office)
    assert words("2026-12-01") == "teilweise bezahlt"
    pay(invoice, 100_000, office)
    assert words("2027-12-07") == "bezahlt"
    pay(invoice, 1, office)
    assert words("2027-12-07") == "zu erstatten"


def test_what_was_paid_and_credited_is_to_be_paid_back(invoice, office):
    pay(invoice, 180_003, office)
    credit_invoice(invoice=invoice, seats=1, reason="Kulanz", actor=office, at=LATER)
    assert balance(invoice).due_cents == -60_001
    pay(invoice, -60_001, office, reason="Erstattung")
    assert balance(invoice).due_cents == 0


def test_several_payments_and_credits_are_not_multiplied(invoice, office):
    for _each in range(3):
        pay(invoice, 10, office)
    for _each in range(2):
        credit_invoice(invoice=invoice, seats=1, reason="Kulanz", actor=office, at=LATER)
    row = balance(invoice)
    assert (row.paid, row.credited) == (30, 120_002)


def test_a_slip_is_reversed_once(invoice, office):
    slip = pay(invoice, 5_000, office)
    reverse_payment(payment=slip, reason="falsche Rechnung", actor=office, at=LATER)
    assert balance(invoice).due_cents == 180_003
    with pytest.raises(AlreadySettled):
        reverse_payment(payment=slip, reason="noch einmal", actor=office, at=LATER)


@pytest.mark.parametrize("fields", [{"cents": 0}, {"cents": -5}, {"cents": 5, "on": makers.at("2026-12-21").date()}])
def test_what_makes_no_sense_is_refused(invoice, office, fields):
    with pytest.raises(PaymentWrong):
        record_payment(**{"invoice": invoice, "on": LATER.date(), "actor": office, "at": LATER, **fields})


def test_a_day_before_the_invoice_is_asked_about_and_one_of_another_age_refused(invoice, office):
    facts = {"invoice": invoice, "cents": 5_000, "actor": office, "at": LATER}
    with pytest.raises(BeforeInvoice):
        record_payment(**facts, on=makers.at("2026-11-21").date(), early=False)
    with pytest.raises(PaymentWrong):
        record_payment(**facts, on=makers.at("2025-11-21").date(), early=True)
    record_payment(**facts, on=makers.at("2025-11-22").date(), early=True)
    record_payment(**facts, on=invoice.issued_on, early=False)
    assert Payment.objects.count() == 2


def test_the_same_amount_of_the_same_day_is_asked_about_unless_it_was_reversed(invoice, office):
    first = pay(invoice, 5_000, office, again=False)
    with pytest.raises(EnteredBefore):
        pay(invoice, 5_000, office, again=False)
    pay(invoice, 5_001, office, again=False)
    second = pay(invoice, 5_000, office, again=True)
    for one in (first, second):
        reverse_payment(payment=one, reason="doppelt", actor=office, at=LATER)
    pay(invoice, 5_000, office, again=False)


def test_a_row_dated_before_its_invoice_is_left_to_somebody(invoice, office):
    head, seller = "Buchungstag;Name;Verwendungszweck;Betrag\n", invoice.office
    data = f"{head}21.11.2026;Firma;{invoice.number};1800,03\n".encode()
    file = read_bank_file(office=seller, name="auszug.csv", data=data, actor=office, at=LATER)
    [fate] = fates_of(file.lines.all(), seller, office, today=LATER.date())
    assert (fate.word, fate_chip(fate)["word"]) == ("differs", "vor der Rechnung datiert")
    assert book_bank_file(file=file, actor=office, at=LATER) == []


def test_others_record_nothing(invoice, company):
    with pytest.raises(NotAllowed):
        pay(invoice, 5, makers.make_booker(company))


def test_a_statement_is_shown_before_it_is_booked(invoice, office):
    file = read(office, ("RE-2026-00001", "1.800,03"), ("RE-2026-00001", "5,00"), ("Spende", "7,00"))
    assert fates(file, office) == ["matched", "differs", "unknown"]
    assert not Payment.objects.exists()


def test_a_number_that_no_invoice_has_is_told_from_none(invoice, office):
    file = read(office, ("RE-2026-99999", "7,00"), ("RE-2026-99999 RE-2026-00001", "7,00"))
    alone, beside = fates_of(file.lines.all(), file.office, office, today=LATER.date())
    assert (alone.word, alone.missing) == ("missing", ("RE-2026-99999",))
    assert (beside.word, beside.missing, beside.invoices) == ("differs", ("RE-2026-99999",), (invoice,))
    assert "unbekannt" in fate_chip(alone)["word"]


def test_an_invoice_is_known_by_its_own_number_whatever_numbers_begin_with_by_now(invoice, office):
    type(invoice.office).objects.update(invoice_prefix="L24")
    assert invoice.number == "RE-2026-00001"
    file = read(office, ("Rechnung re 2026 00001", "1.800,03"), ("L24-2026-00001", "9,00"), ("XY-2026-00001", "9,00"))
    own, todays, none = fates_of(file.lines.all(), file.office, office, today=LATER.date())
    assert (own.word, own.invoices) == ("matched", (invoice,))
    assert (todays.word, todays.missing) == ("missing", ("L24-2026-00001",))
    assert none.word == "unknown"
    [payment] = book_bank_file(file=file, actor=office, at=LATER)
    assert (payment.invoice, payment.cents) == (invoice, 180_003)


def test_other_money_is_shown_and_never_booked(invoice, office):
    text = HEAD.replace("Betrag", "Betrag;Währung") + f"20.12.2026;Firma;{invoice.number};1.800,03;USD\n"
    file = read_bank_file(office=invoice.office, name="a.csv", data=text.encode(), actor=office, at=LATER)
    [fate] = fates_of(file.lines.all(), file.office, office, today=LATER.date())
    assert (fate.word, fate.invoices) == ("foreign", (invoice,))
    assert amount_of(fate.line) == "1.800,03 USD"
    assert book_bank_file(file=file, actor=office, at=LATER) == []


def test_a_row_of_a_day_to_come_is_shown_and_holds_up_no_other(invoice, office):
    rows = f"21.12.2026;Firma;{invoice.number};1.800,03\n20.12.2026;Firma;{invoice.number};1.800,03\n"
    file = read_bank_file(office=invoice.office, name="a.csv", data=(HEAD + rows).encode(), actor=office, at=LATER)
    assert fates(file, office) == ["ahead", "matched"]
    [ahead, _matched] = fates_of(file.lines.all(), file.office, office, today=LATER.date())
    assert fate_chip(ahead)["word"] == "Buchungstag noch nicht erreicht"
    [payment] = book_bank_file(file=file, actor=office, at=LATER)
    assert (payment.on, balance(invoice).due_cents) == (LATER.date(), 0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("RE-2026-00001", "1.900,00")], "mehr, als offen ist"),
        ([("RE-2026-00001", "1.700,00")], "weniger, als offen ist"),
        ([("RE-2026-00001", "1.800,03"), ("RE-2026-00001 nochmals", "1.800,03")], "zahlt schon eine andere Zeile"),
    ],
)
def test_an_amount_that_differs_is_said_how_and_not_booked(invoice, office, rows, said):
    file = read(office, *rows)
    fate = fates_of(file.lines.all(), file.office, office, today=LATER.date())[-1]
    assert fate_chip(fate)["word"] == said
    assert len(book_bank_file(file=file, actor=office, at=LATER)) == len(rows) - 1


def test_what_is_paid_has_nothing_open(invoice, office):
    pay(invoice, 180_003, office)
    file = read(office, ("RE-2026-00001", "1.800,03"))
    [fate] = fates_of(file.lines.all(), file.office, office, today=LATER.date())
    assert fate_chip(fate)["word"] == "nichts mehr offen"


def test_more_than_is_due_is_asked_about_where_that_is_wanted(invoice, office):
    with pytest.raises(MoreThanDue, match="100,00"):
        pay(invoice, 190_003, office, beyond=False)
    pay(invoice, 180_003, office, beyond=False)
    with pytest.raises(MoreThanDue):
        pay(invoice, 1, office, beyond=False)
    assert pay(invoice, 190_003, office, beyond=True).cents == 190_003


def test_more_back_than_was_overpaid_is_asked_about_too(invoice, office):
    pay(invoice, 180_003 + 500, office)
    with pytest.raises(MoreThanDue, match="5,00.*6,00.*1,00"):
        pay(invoice, -600, office, reason="Erstattung", beyond=False)
    pay(invoice, -500, office, reason="Erstattung", beyond=False)
    with pytest.raises(MoreThanDue):
        pay(invoice, -1, office, reason="Erstattung", beyond=False)
    assert pay(invoice, -1, office, reason="Kulanz", beyond=True).cents == -1


def test_booking_it_pays_what_fits_and_forgets_these_rows(invoice, office):
    file = read(office, ("Rechnung RE-2026-00001 vom 22.11.", "1800,03"))
    [payment] = book_bank_file(file=file, actor=office, at=LATER)
    assert (payment.cents, payment.how, balance(invoice).due_cents) == (180_003, "bank", 0)
    assert not BankLine.objects.exists()
    with pytest.raises(AlreadySettled):
        book_bank_file(file=file, actor=office, at=LATER)


def test_the_same_file_twice_books_nothing_twice(invoice, office):
    row = ("RE-2026-00001", "1.800,03")
    book_bank_file(file=read(office, row), actor=office, at=LATER)
    file = read(office, row)
    assert fates(file, office) == ["known"]
    assert book_bank_file(file=file, actor=office, at=LATER) == []
    assert Payment.objects.count() == 1


def test_the_database_itself_books_no_row_twice(invoice, office):
    pay(invoice, 5, office, digest="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        pay(invoice, 5, office, digest="a" * 64)


def test_one_transfer_for_two_invoices(invoice, office):
    makers.make_booking(invoice.booking.cohort, invoice.booking.company)
    [other] = issue_due_invoices(actor=office, at=makers.NOON).invoices
    euros = f"{(invoice.gross_cents + other.gross_cents) / 100:.2f}".replace(".", ",")
    file = read(office, (f"{invoice.number} und {other.number}", euros))
    assert len(book_bank_file(file=file, actor=office, at=LATER)) == 2
    assert balance(other).due_cents == balance(invoice).due_cents == 0


def test_a_new_reading_throws_the_unbooked_one_away(invoice, office):
    read(office, ("x", "1,00"))
    file = read(office, ("y", "1,00"))
    assert BankFile.objects.get() == file


def test_a_statement_that_nobody_books_is_forgotten_after_thirty_days(invoice, office):
    file, month = read(office, ("x", "1,00")), dt.timedelta(days=30)
    sweep(LATER + month - dt.timedelta(seconds=1))
    assert file.lines.count() == 1
    sweep(LATER + month)
    assert not BankFile.objects.exists() and not BankLine.objects.exists()


def test_one_that_was_booked_stays_as_a_fact_with_its_open_rows(invoice, office):
    file = read(office, ("RE-2026-00001", "1.800,03"), ("x", "1,00"))
    book_bank_file(file=file, actor=office, at=LATER)
    sweep(LATER + dt.timedelta(days=60))
    assert (BankFile.objects.get().booked_at, BankLine.objects.get().purpose) == (LATER, "x")


def test_who_keeps_no_invoices_of_an_office_reads_nothing_for_it(invoice):
    with pytest.raises(NotAllowed):
        read(makers.make_user(), ("x", "1,00"))


@pytest.mark.parametrize(
    "purpose",
    ["RE-2026-00017", "re 2026 00017", "Rechnung: RE2026-00017 vom 5.12.", "KD 7/RE-2026-\n00017/x", "RE–2026–00017"],
)
def test_a_number_is_found_however_it_was_typed(purpose):
    assert numbers_in(purpose, "RE") == ["RE-2026-00017"]


@pytest.mark.parametrize("purpose", ["2026-00017", "RE-26-17", "RE-2026-17", ""])
def test_what_is_no_number_is_not_guessed(purpose):
    assert numbers_in(purpose, "RE") == []


def test_a_preview_that_another_file_has_replaced_says_so(client, invoice, office):
    row = (invoice.number, "1.800,03")
    first, second = read(office, row), read(office, row)
    client.force_login(office)
    address = reverse("bank_file", args=[first.pk])
    for page in (client.get(address, follow=True), client.post(address, follow=True)):
        assert page.redirect_chain == [(reverse("payments"), 302)]
        assert "wurde am" in page.text and "Lesen Sie ihn noch einmal ein" in page.text
    assert not Payment.objects.exists()
    assert client.get(reverse("bank_file", args=[second.pk])).status_code == 200
    assert client.get(reverse("bank_file", args=[second.pk + 1])).status_code == 404
    client.force_login(makers.make_user())
    assert client.get(address).status_code == 404


def test_a_file_thrown_away_while_it_is_booked_is_said_to_be(invoice, office):
    file = read(office, (invoice.number, "1.800,03"))
    read(office, (invoice.number, "1.800,03"))
    with pytest.raises(ThrownAway):
        book_bank_file(file=file, actor=office, at=LATER)
