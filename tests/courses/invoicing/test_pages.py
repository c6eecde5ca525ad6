"""The office issues, settles and books in the browser; a company and a private payer see their own and nothing else."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.booking.models import Booking, Seat
from courses.cohorts.models import Cohort
from courses.invoicing import making
from courses.invoicing.actions import issue_due_invoices, record_payment
from courses.invoicing.letters import key_of
from courses.invoicing.models import Invoice, Payment, SeatsGiven
from lms.audit.models import Act
from lms.organisations.models import ClusterOffice, Company, Employment
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    client.office = office
    return client


def says(response):
    return response.content.decode()


def test_the_list_shows_what_is_due_and_one_press_issues_it(desk, booking):
    page = says(desk.get(reverse("invoices")))
    assert "Zweifel &amp; Söhne" in page
    assert "1.800,03" in page
    answer = desk.post(reverse("issue_invoices"), follow=True)
    assert "1 Rechnung wurde geschrieben." in says(answer)
    assert Invoice.objects.get().booking == booking


def test_what_is_missing_is_said_with_where_to_enter_it(desk, booking):
    ClusterOffice.objects.update(iban="", tax_number="")
    page = says(desk.post(reverse("issue_invoices"), follow=True))
    assert "IBAN" in page
    assert "Stammdaten" in page
    assert not Invoice.objects.exists()


def test_who_lacks_an_address_is_named_and_left_out_and_all_others_are_written(desk, booking):
    person = makers.make_person("Isabel", "Neder")
    nowhere = makers.make_booking(booking.cohort, private_payer=person)
    assert "Bei 1 fehlt die Anschrift" in says(desk.get(reverse("home")))
    page = says(desk.get(reverse("invoices")))
    assert reverse("invoice_address", args=[nowhere.pk]) in page and "1 Rechnung schreiben" in page
    assert "Es fehlen: Straße, Postleitzahl und Ort" in page
    page = says(desk.post(reverse("issue_invoices"), follow=True))
    assert "1 Rechnung wurde geschrieben." in page and "Isabel Neder" in page
    assert Invoice.objects.get().booking == booking
    Booking.objects.filter(pk=nowhere.pk).update(**makers.ADDRESS)
    page = says(desk.get(reverse("invoices")))
    assert "ohne Anschrift" not in page and "1 Rechnung schreiben" in page


def test_the_start_page_asks_to_issue_and_tells_of_what_is_overdue(desk, invoice, booking):
    makers.make_booking(booking.cohort)
    page = says(desk.get(reverse("home")))
    assert "1 Rechnung zu schreiben" in page


def test_an_instalment_without_a_day_is_told_before_it_is_due_and_marked_once_it_is(desk, booking, invoice):
    cohort = booking.cohort
    note = "Das Seminar der Rate 2 hat keinen Termin"
    assert note in says(desk.get(reverse("cohort", args=[cohort.code])))
    assert "Ende des Durchgangs: kein Termin" not in says(desk.get(reverse("invoices")))
    Cohort.objects.update(starts_on="2026-11-01", ends_on=timezone.localdate())
    assert "Ende des Durchgangs: kein Termin" in says(desk.get(reverse("invoices")))
    assert "1 davon ist fällig, obwohl das Seminar keinen Termin hat" in says(desk.get(reverse("home")))
    assert note not in says(desk.get(reverse("cohort", args=[cohort.code])))


def test_a_payment_by_hand(desk, invoice):
    data = {"act": "payment", "payment-cents": "1.800,03", "payment-on": "2026-11-23", "payment-how": "hand"}
    page = says(desk.post(reverse("invoice", args=[invoice.pk]), data, follow=True))
    assert "bezahlt" in page
    assert Payment.objects.get().cents == 180_003


@pytest.mark.parametrize("of_the_invoice", [True, False])
def test_more_than_is_open_is_asked_about_once_more(desk, invoice, of_the_invoice):
    address = reverse("invoice", args=[invoice.pk]) if of_the_invoice else reverse("payments")
    assert 'type="hidden" name="payment-beyond"' in says(desk.get(address))
    data = {"act": "payment", "payment-cents": "1.900,03", "payment-on": "2026-11-23", "payment-how": "hand"}
    data |= {"payment-number": invoice.number, "payment-reference": "Sammelposten", "payment-beyond": ""}
    page = says(desk.post(address, data))
    assert "100,00" in page and "Sammelposten" in page and 'type="checkbox" name="payment-beyond"' in page
    assert not Payment.objects.exists()
    desk.post(address, {**data, "payment-beyond": "on"})
    assert Payment.objects.get().cents == 190_003


def test_more_back_than_was_overpaid_is_asked_about_once_more(desk, invoice):
    address = reverse("invoice", args=[invoice.pk])
    data = {"act": "payment", "payment-cents": "100,00", "payment-on": "2026-11-23", "payment-how": "hand"}
    data |= {"payment-back": "on", "payment-reason": "Erstattung", "payment-beyond": ""}
    page = says(desk.post(address, data))
    assert "bestätigen Sie das unten" in page and "0,00" in page
    assert not Payment.objects.exists()
    desk.post(address, {**data, "payment-beyond": "on"})
    assert Payment.objects.get().cents == -10_000


@pytest.mark.parametrize("of_the_invoice", [True, False])
def test_a_day_before_the_invoice_and_a_second_entry_are_asked_about_once_more(desk, invoice, of_the_invoice):
    address = reverse("invoice", args=[invoice.pk]) if of_the_invoice else reverse("payments")
    data = {"act": "payment", "payment-cents": "100,00", "payment-on": "2026-11-20", "payment-how": "hand"}
    data |= {"payment-number": invoice.number, "payment-reference": "Sammelposten"}
    page = says(desk.post(address, data))
    assert 'type="checkbox" name="payment-early"' in page and "vor der Rechnung" in page and "Sammelposten" in page
    assert 'type="hidden" name="payment-again"' in page
    data["payment-early"] = "on"
    desk.post(address, data)
    page = says(desk.post(address, data))
    assert 'type="checkbox" name="payment-again"' in page and "schon eingetragen" in page
    assert Payment.objects.count() == 1
    desk.post(address, {**data, "payment-again": "on"})
    assert Payment.objects.count() == 2


def test_a_credit_note_opens_afterwards(desk, invoice):
    data = {"act": "credit", "credit-seats": "1", "credit-reason": "Kulanz"}
    page = says(desk.post(reverse("invoice", args=[invoice.pk]), data, follow=True))
    assert "Gutschrift RE-" in page
    assert invoice.number in page


def test_a_refused_credit_keeps_what_was_typed(desk, invoice):
    data = {"act": "credit", "credit-seats": "9", "credit-reason": "Kulanz vom Chef"}
    page = says(desk.post(reverse("invoice", args=[invoice.pk]), data))
    assert "Kulanz vom Chef" in page
    assert Invoice.objects.count() == 1


def test_seats_given_up_are_settled_with_one_press(desk, invoice):
    given = SeatsGiven.objects.create(
        booking=invoice.booking, kind="cancelled", seats=1, fee_cents=5_000, standing=[invoice.pk], at=makers.NOON
    )
    assert "Gutschreiben und Gebühr berechnen" in says(desk.get(reverse("settle_seats", args=[given.pk])))
    desk.post(reverse("settle_seats", args=[given.pk]), {"outcome": "credited"})
    given.refresh_from_db()
    assert (given.outcome, given.invoices.count()) == ("credited", 2)


def test_what_is_to_be_credited_is_not_counted_as_invoices_of_nothing(desk, invoice):
    SeatsGiven.objects.create(
        booking=invoice.booking,
        kind="cancelled",
        seats=3,
        standing=[invoice.pk],
        free_because="organiser",
        at=makers.NOON,
    )
    Seat.objects.update(booking=None)
    page = says(desk.get(reverse("invoices")))
    assert "Zu schreibende Rechnungen</dt><dd>0</dd>" in page
    assert "<dd>1, 1.800,03\xa0€ gutzuschreiben</dd>" in page


def test_a_statement_is_read_shown_and_booked(desk, invoice):
    rows = f"Buchungstag;Name;Verwendungszweck;Betrag\n23.11.2026;Söhne;{invoice.number};1800,03\n"
    file = SimpleUploadedFile("auszug.csv", rows.encode("cp1252"))
    seller = ClusterOffice.objects.get().pk
    shown = desk.post(
        reverse("payments"), {"act": "statement", "statement-office": seller, "statement-file": file}, follow=True
    )
    assert "wird verbucht" in says(shown)
    assert not Payment.objects.exists()
    desk.post(shown.redirect_chain[-1][0])
    assert Payment.objects.get().invoice == invoice


def test_a_statement_is_uploaded_above_the_list_of_payments(desk, invoice):
    record_payment(invoice=invoice, cents=500, on=invoice.issued_on, actor=desk.office, at=makers.NOON)
    page = says(desk.get(reverse("payments")))
    assert page.index("data-drop") < page.index(invoice.number)


def test_as_many_payments_are_booked_as_the_button_says(desk, invoice):
    makers.make_booking(invoice.booking.cohort, invoice.booking.company)
    [other] = issue_due_invoices(actor=desk.office, at=makers.NOON).invoices
    euros = f"{(invoice.gross_cents + other.gross_cents) / 100:.2f}".replace(".", ",")
    rows = f"Buchungstag;Name;Verwendungszweck;Betrag\n23.11.2026;Söhne;{invoice.number} {other.number};{euros}\n"
    data = {"act": "statement", "statement-office": invoice.office_id}
    file = SimpleUploadedFile("auszug.csv", rows.encode())
    shown = desk.post(reverse("payments"), {**data, "statement-file": file}, follow=True)
    assert "2 Zahlungen verbuchen" in says(shown)
    assert "2 Zahlungen wurden verbucht" in says(desk.post(shown.redirect_chain[-1][0], follow=True))


def test_the_preview_shows_every_row_that_brought_money(desk, invoice):
    rows = "Buchungstag;Name;Verwendungszweck;Betrag;Währung\n23.11.2026;Söhne;RE-2026-99999;5,00;EUR\n"
    file = SimpleUploadedFile("auszug.csv", (rows + "23.11.2026;Abroad Inc.;Thanks;1.234,50;USD\n").encode("utf-16"))
    data = {"act": "statement", "statement-office": invoice.office_id, "statement-file": file}
    page = says(desk.post(reverse("payments"), data, follow=True))
    assert "Rechnung unbekannt" in page and "ist keine Ihrer Rechnungen" in page
    assert "Abroad Inc." in page and "1.234,50 USD" in page and "nicht in Euro" in page


def test_a_faulty_statement_is_refused_beside_its_field(desk, invoice):
    file = SimpleUploadedFile("auszug.csv", b"nichts")
    seller = ClusterOffice.objects.get().pk
    page = says(
        desk.post(reverse("payments"), {"act": "statement", "statement-office": seller, "statement-file": file})
    )
    assert "Buchungstag" in page


def test_the_cohorts_page_tells_its_money(desk, invoice):
    page = says(desk.get(reverse("cohort", args=[invoice.booking.cohort.code])))
    assert "3.000,03" in page  # booked
    assert "1.800,03" in page  # invoiced


def test_a_company_sees_its_own_invoices_and_no_others(client, invoice, company):
    client.force_login(makers.make_booker(company))
    assert invoice.number in says(client.get(reverse("company", args=[company.code])))
    assert invoice.number in says(client.get(reverse("company_invoices", args=[company.code])))
    assert client.get(reverse("invoice", args=[invoice.pk])).status_code == 200
    client.force_login(makers.make_booker(makers.make_company()))
    for address in (reverse("invoice", args=[invoice.pk]), reverse("invoice_file", args=[invoice.pk, "pdf"])):
        assert client.get(address).status_code == 404


def test_an_invoice_stays_with_the_company_when_its_person_has_left(client, invoice, company):
    enrolment = makers.make_enrolment(invoice.booking.cohort, booking=invoice.booking)
    makers.make_employment(enrolment.person, company, until=makers.NOON.date())
    other = makers.make_company()
    Employment.objects.create(person=enrolment.person, company=other, since=makers.NOON.date())
    client.force_login(makers.make_booker(company))
    assert client.get(reverse("invoice", args=[invoice.pk])).status_code == 200
    client.force_login(makers.make_booker(other))
    assert client.get(reverse("invoice", args=[invoice.pk])).status_code == 404


def test_a_private_payer_sees_their_own(client, invoice):
    person = makers.make_person()
    Booking.objects.filter(pk=invoice.booking_id).update(company=None, private_payer=person)
    client.force_login(makers.make_user(person))
    assert invoice.number in says(client.get(reverse("my_invoices")))
    assert invoice.number in says(client.get(reverse("home")))
    client.force_login(makers.make_user(makers.make_person()))
    assert client.get(reverse("my_invoices")).status_code == 404
    assert client.get(reverse("invoice", args=[invoice.pk])).status_code == 404


def test_each_download_is_in_the_log(desk, office, invoice):
    making.make(invoice.pk, timezone.now())
    for form in ("pdf", "xml", "xrechnung"):
        assert desk.get(reverse("invoice_file", args=[invoice.pk, form])).status_code == 200
    acts = Act.objects.filter(verb="invoice.opened", actor=office)
    assert sorted(act.facts["form"] for act in acts) == ["pdf", "xml", "xrechnung"]


def test_a_reader_of_what_is_not_made_yet_makes_it(desk, invoice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.get(reverse("invoice_file", args=[invoice.pk, "pdf"]), follow=True)
    assert "wird gerade erstellt" in says(answer)
    assert b"".join(desk.get(reverse("invoice_file", args=[invoice.pk, "pdf"])).streaming_content)[:4] == b"%PDF"


def test_the_letters_link_opens_the_pdf_for_half_a_year(client, invoice):
    making.make(invoice.pk, makers.NOON)
    assert client.get(reverse("invoice_by_letter", args=[key_of(invoice)])).status_code == 200
    assert client.get(reverse("invoice_by_letter", args=[key_of(invoice)[:-2] + "xx"])).status_code == 404


def test_booking_with_another_address_keeps_it_for_later(client, cohort, company):
    client.force_login(makers.make_booker(company))
    Cohort.objects.filter(pk=cohort.pk).update(starts_on="2099-01-01", ends_on="2099-12-01")
    data = {
        "company": company.pk, "count": 1, "key": "k", "invoice_name": "Holding SE", "invoice_town": "Bonn",
        "invoice_postal_code": "53111", "invoice_email": "ap@holding.example", "invoice_always": "on",
    }  # fmt: skip
    client.post(reverse("book_seats", args=[cohort.code]), data)
    booking = Booking.objects.get()
    assert (booking.invoice_name, booking.invoice_town) == ("Holding SE", "Bonn")
    company = Company.objects.get(pk=company.pk)
    assert (company.invoice_name, company.billing_email) == ("Holding SE", "ap@holding.example")


def test_cohorts_that_are_not_in_the_choice_are_counted(desk, invoice, monkeypatch):
    own = invoice.booking.cohort
    makers.make_cohort(own.edition, starts_on=own.starts_on + dt.timedelta(days=9))
    assert "nicht zur Auswahl" not in says(desk.get(reverse("invoices")))
    monkeypatch.setattr("courses.invoicing.views.lists.COHORTS_OFFERED", 1)
    page = says(desk.get(reverse("invoices")))
    assert "1 älterer Durchgang steht nicht zur Auswahl" in page and f"<option>{own.code}" not in page
    page = says(desk.get(reverse("invoices"), {"cohort": own.code}))
    assert f"<option selected>{own.code}" in page, "what is shown is chosen"
