"""A row that pays no invoice by itself is offered those that fit, and stays open until it is matched or set aside."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.invoicing.actions import (
    book_bank_file,
    issue_due_invoices,
    pay_from_row,
    read_bank_file,
    record_payment,
    reverse_payment,
    set_row_aside,
    take_row_up,
)
from courses.invoicing.fitting import alike, offers_for, words_of
from courses.invoicing.matching import fates_of
from courses.invoicing.models import BankFile, BankLine, Invoice, Payment
from courses.invoicing.refusals import AlreadySettled, EnteredBefore, MoreThanDue, PaymentWrong
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.sweepers import sweep
from tests import makers

pytestmark = pytest.mark.django_db
LATER = makers.at("2026-12-20")
HEAD = "Buchungstag;Zahlungspflichtiger;Verwendungszweck;Betrag;Währung\n"
NAMELESS = "23.11.2026;Firma;Lehrgang;1.800,03;EUR"
NAMED = "23.11.2026;Zweifel u. Soehne GmbH;Danke;1.900,00;EUR"
STRANGER = "23.11.2026;Stadt Kronach;Zuschuss;55,00;EUR"
BAD_DAY = "31.02.2026;Zweifel;Lehrgang;1.800,03;EUR"
BAD_AMOUNT = "23.11.2026;Zweifel;Lehrgang;viel;EUR"


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def read(office, *rows, at=LATER):
    seller, data = Invoice.objects.first().office, (HEAD + "\n".join(rows)).encode()
    return read_bank_file(office=seller, name="auszug.csv", data=data, actor=office, at=at)


def booked(office, *rows):
    """The rows that stay open when a statement of these is booked."""
    file = read(office, *rows)
    book_bank_file(file=file, actor=office, at=LATER)
    return list(file.lines.all())


def words(file, office):
    return [fate.word for fate in fates_of(file.lines.all(), file.office, office, today=LATER.date())]


def offered(line, office):
    fates = fates_of([line], line.file.office, office, today=LATER.date())
    return offers_for(fates, line.file.office, office)[line.pk]


def due(invoice):
    return Invoice.objects.with_balance().get(pk=invoice.pk).due_cents


def test_good_rows_are_booked_and_the_bad_one_beside_them_stays_open(invoice, office):
    file = read(office, f"23.11.2026;Firma;{invoice.number};1.800,03;EUR", BAD_DAY, BAD_AMOUNT)
    assert words(file, office) == ["matched", "unread", "unread"]
    assert len(book_bank_file(file=file, actor=office, at=LATER)) == 1
    assert [(row.number, row.day_text, row.amount_text) for row in BankLine.objects.open()] == [
        (3, "31.02.2026", ""),
        (4, "", "viel"),
    ]


def test_what_cannot_be_read_is_entered_and_known_in_the_next_file(invoice, office):
    [line] = booked(office, BAD_DAY, f"23.11.2026;A;{invoice.number};1,00;EUR")[:1]
    with pytest.raises(PaymentWrong):
        pay_from_row(line=line, invoice=invoice, actor=office, at=LATER)
    payment = pay_from_row(line=line, invoice=invoice, on=dt.date(2026, 12, 19), actor=office, at=LATER)
    assert (payment.cents, payment.on, payment.how) == (180_003, dt.date(2026, 12, 19), "bank")
    assert "known" in words(read(office, BAD_DAY, STRANGER), office)


def test_invoices_are_offered_by_number_amount_and_name_the_likeliest_first(invoice, office):
    other = makers.make_booking(invoice.booking.cohort, makers.make_customer(name="Käfig AG"), seats=1)
    [second] = issue_due_invoices(actor=office, at=makers.NOON).invoices
    assert second.booking == other
    by_amount, by_name, none = booked(office, NAMELESS, NAMED, STRANGER)
    assert [(one.invoice, one.by_amount, one.by_name) for one in offered(by_amount, office)] == [(invoice, True, False)]
    assert [(one.invoice, one.by_amount, one.by_name) for one in offered(by_name, office)] == [(invoice, False, True)]
    assert offered(none, office) == []


def test_a_number_goes_before_a_name(invoice, office):
    makers.make_booking(invoice.booking.cohort, makers.make_customer(name="Käfig AG"), seats=1)
    [second] = issue_due_invoices(actor=office, at=makers.NOON).invoices
    [line] = booked(office, f"23.11.2026;Zweifel und Söhne;{second.number};1,00;EUR")
    assert [one.invoice for one in offered(line, office)] == [second, invoice]


@pytest.mark.parametrize(
    ("payer", "name", "is_so"),
    [
        ("ZWEIFEL + SOEHNE GMBH", "Zweifel & Söhne <GmbH>", True),
        ("Kronavit Kunststofftechn", "Kronavit Kunststofftechnik GmbH & Co. KG", True),
        ("Müller, Petra", "Petra Müller", True),
        ("Petra Müller", "Jan Müller", False),
        ("GmbH & Co. KG", "Kronavit GmbH & Co. KG", False),
        ("", "Kronavit", False),
    ],
)
def test_names_are_alike_as_banks_write_them(payer, name, is_so):
    assert alike(words_of(payer), words_of(name)) is is_so


def test_an_invoice_of_another_office_is_neither_offered_nor_taken(invoice, office):
    [line] = booked(office, STRANGER)
    foreign = Invoice.objects.get(pk=invoice.pk)
    foreign.office_id += 1
    with pytest.raises(PaymentWrong):
        pay_from_row(line=line, invoice=foreign, actor=office, at=LATER)


def test_a_chosen_invoice_is_paid_and_the_row_is_gone(invoice, office):
    [line] = booked(office, NAMELESS)
    payment = pay_from_row(line=line, invoice=invoice, beyond=False, actor=office, at=LATER)
    assert (payment.cents, payment.how, payment.reference, due(invoice)) == (180_003, "bank", "Lehrgang", 0)
    assert not BankLine.objects.open().exists()
    assert words(read(office, NAMELESS), office) == ["known"]
    with pytest.raises(AlreadySettled):
        pay_from_row(line=line, invoice=invoice, actor=office, at=LATER)


def test_more_than_is_open_is_asked_about_and_shows_as_to_be_paid_back(invoice, office):
    [line] = booked(office, NAMED)
    with pytest.raises(MoreThanDue, match="99,97"):
        pay_from_row(line=line, invoice=invoice, beyond=False, actor=office, at=LATER)
    assert BankLine.objects.open().exists()
    pay_from_row(line=line, invoice=invoice, beyond=True, actor=office, at=LATER)
    assert due(invoice) == -9_997


def test_other_money_is_recorded_in_the_euros_that_arrived(invoice, office):
    [line] = booked(office, "23.11.2026;Zweifel;Lehrgang;2.000,00;USD")
    pay_from_row(line=line, invoice=invoice, cents=180_003, actor=office, at=LATER)
    assert due(invoice) == 0


def test_a_row_that_was_entered_by_hand_before_is_asked_about(invoice, office):
    [line] = booked(office, STRANGER)
    record_payment(invoice=invoice, cents=5_500, on=line.on, actor=office, at=LATER)
    with pytest.raises(EnteredBefore):
        pay_from_row(line=line, invoice=invoice, again=False, actor=office, at=LATER)


def test_other_money_is_never_taken_for_euros(desk, invoice, office):
    [line] = booked(office, "23.11.2026;Fremde Inc.;Lehrgang;1.800,03;USD")
    assert offered(line, office) == [], "as many dollars are not the same amount"
    address = reverse("bank_row", args=[line.pk])
    assert 'name="cents" value' not in desk.get(address).content.decode()
    page = desk.post(address, {"act": "pay", "number": invoice.number, "cents": ""}).content.decode()
    assert invoice.number in page
    with pytest.raises(PaymentWrong):
        pay_from_row(line=line, invoice=invoice, actor=office, at=LATER)
    assert not Payment.objects.exists()


def test_a_row_is_matched_before_the_statement_is_booked_too(invoice, office):
    file = read(office, NAMELESS, STRANGER)
    pay_from_row(line=file.lines.first(), invoice=invoice, actor=office, at=LATER)
    assert words(file, office) == ["known", "unknown"]
    assert book_bank_file(file=file, actor=office, at=LATER) == []
    assert Payment.objects.count() == 1


def test_a_row_set_aside_is_not_asked_about_again_until_it_is_taken_up(invoice, office):
    [line] = booked(office, STRANGER)
    with pytest.raises(PaymentWrong):
        set_row_aside(line=line, reason=" ", actor=office, at=LATER)
    set_row_aside(line=line, reason="Zuschuss", actor=office, at=LATER)
    assert words(read(office, STRANGER), office) == ["aside"]
    assert not BankLine.objects.open().exists()
    with pytest.raises(AlreadySettled):
        set_row_aside(line=line, reason="noch einmal", actor=office, at=LATER)
    take_row_up(line=line, actor=office, at=LATER)
    assert BankLine.objects.open().get() == line
    assert set(Act.objects.values_list("verb", flat=True)) >= {"bank_row.set_aside", "bank_row.taken_up"}


def test_set_aside_before_booking_it_survives_the_next_reading(invoice, office):
    set_row_aside(line=read(office, STRANGER).lines.get(), reason="Zuschuss", actor=office, at=LATER)
    file = read(office, STRANGER)
    assert words(file, office) == ["aside"]
    assert BankFile.objects.count() == 2


def test_an_open_row_is_not_listed_twice_when_another_statement_has_it(invoice, office):
    booked(office, STRANGER)
    file = read(office, STRANGER)
    assert words(file, office) == ["waiting"]
    book_bank_file(file=file, actor=office, at=LATER)
    assert BankLine.objects.count() == 1


def test_a_day_to_come_is_left_to_the_next_statement(invoice, office):
    assert booked(office, "21.12.2026;Zweifel;Lehrgang;1.800,03;EUR") == []


def test_after_thirty_days_a_row_set_aside_forgets_who_paid(invoice, office):
    [line] = booked(office, STRANGER)
    set_row_aside(line=line, reason="Zuschuss", actor=office, at=LATER)
    sweep(LATER + dt.timedelta(days=30))
    line.refresh_from_db()
    assert (line.payer, line.purpose, line.cents, line.aside_reason) == ("", "", 5_500, "Zuschuss")


def test_others_neither_match_nor_set_aside(invoice, office, company):
    [line] = booked(office, STRANGER)
    stranger = makers.make_booker(company)
    for act in (
        lambda: pay_from_row(line=line, invoice=invoice, actor=stranger, at=LATER),
        lambda: set_row_aside(line=line, reason="x", actor=stranger, at=LATER),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_was_matched_wrongly_is_reversed_and_stays_known(invoice, office):
    [line] = booked(office, NAMELESS)
    payment = pay_from_row(line=line, invoice=invoice, actor=office, at=LATER)
    reverse_payment(payment=payment, reason="falsche Rechnung", actor=office, at=LATER)
    assert words(read(office, NAMELESS), office) == ["known"]


def test_the_page_offers_takes_and_keeps(desk, office, invoice):
    rows = HEAD + "\n".join([NAMED, BAD_DAY, STRANGER])
    data = {"act": "statement", "statement-office": invoice.office_id}
    data["statement-file"] = SimpleUploadedFile("auszug.csv", rows.encode())
    shown = desk.post(reverse("payments"), data, follow=True)
    page = shown.text
    assert "3 Zeilen sind nicht zugeordnet.<" in page and "Zeile 3: „31.02.2026“ ist kein Tag." in page
    assert f'value="{invoice.pk}">{invoice.number}' in page
    kept = desk.post(shown.redirect_chain[-1][0], follow=True)
    assert kept.redirect_chain[-1][0] == reverse("open_rows") and "Stadt Kronach" in kept.text
    assert "3 Zahlungseingänge ohne Rechnung" in desk.get(reverse("home")).text
    line = BankLine.objects.get(payer__startswith="Zweifel u.")
    asked = desk.post(reverse("bank_row", args=[line.pk]), {"act": "pay", "invoice": invoice.pk})
    assert "bestätigen Sie das unten" in asked.text and 'type="checkbox" name="beyond"' in asked.text
    assert "Eintragen; 99,97\xa0€ sind dann zu erstatten" in asked.text
    sure = {"act": "pay", "invoice": invoice.pk, "beyond": "on"}
    assert desk.post(reverse("bank_row", args=[line.pk]), sure).url == reverse("open_rows")
    stranger = BankLine.objects.get(payer="Stadt Kronach")
    desk.post(reverse("bank_row", args=[stranger.pk]), {"act": "aside", "aside-reason": "Zuschuss der Stadt"})
    page = desk.get(reverse("open_rows")).text
    assert "Zuschuss der Stadt" in page and "31.02.2026" in page and page.count("fates__more") == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Wählen Sie die bezahlte Rechnung"),
        ({"number": "RE-1"}, "Nummer gibt es nicht"),
        ({"invoice": "0"}, "field--bad"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_recorded(desk, office, invoice, sent, said):
    [line] = booked(office, NAMED)
    page = desk.post(reverse("bank_row", args=[line.pk]), {"act": "pay", **sent}).text
    assert said in page
    assert not Payment.objects.exists()


def test_an_open_row_that_fits_by_now_can_be_matched(desk, office, invoice):
    [line] = booked(office, f"23.11.2026;Firma;{invoice.number};1.700,00;EUR")
    record_payment(invoice=invoice, cents=10_003, on=LATER.date(), actor=office, at=LATER)
    assert "passt inzwischen zu einer Rechnung" in desk.get(reverse("open_rows")).text
    desk.post(reverse("bank_row", args=[line.pk]), {"act": "pay", "invoice": invoice.pk})
    assert due(invoice) == 0


@pytest.mark.parametrize(
    ("day", "amount", "said"),
    [
        ("30.11.2026", "zweitausend", ["Zeile 3: „zweitausend“ ist kein Betrag."]),
        ("31.02.2026", "1.800,03", ["Zeile 3: „31.02.2026“ ist kein Tag."]),
        ("31.02.2026", "viel", ["Zeile 3: „31.02.2026“ ist kein Tag.", "Zeile 3: „viel“ ist kein Betrag."]),
    ],
)
def test_a_row_that_cannot_be_read_is_shown_though_it_names_an_invoice(desk, invoice, day, amount, said):
    rows = [STRANGER, f"{day};Zweifel;{invoice.number};{amount};EUR"]
    data = {"act": "statement", "statement-office": invoice.office_id}
    data["statement-file"] = SimpleUploadedFile("auszug.csv", (HEAD + "\n".join(rows)).encode())
    shown = desk.post(reverse("payments"), data, follow=True)
    assert shown.redirect_chain and "nicht lesbar" in shown.text and all(one in shown.text for one in said)
    kept = desk.post(shown.redirect_chain[-1][0], follow=True)
    assert kept.status_code == 200 and "nicht lesbar" in kept.text
    line = BankLine.objects.get(payer="Zweifel")
    assert "nicht lesbar" in desk.get(reverse("bank_row", args=[line.pk])).text


@pytest.mark.parametrize("row", [BAD_DAY, BAD_AMOUNT])
def test_a_statement_is_read_whose_only_row_has_a_cell_that_cannot_be(row, invoice, office):
    assert words(read(office, row), office) == ["unread"]
