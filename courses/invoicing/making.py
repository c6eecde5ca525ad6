"""The making of an invoice's files: claimed, rendered, checked, stored, noted, announced by letter. Once for good."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction

from courses.invoicing.document.pdf import render_pdf
from courses.invoicing.document.record import record_of
from courses.invoicing.document.xml import XRECHNUNG, check_xml, render_xml
from courses.invoicing.letters import announce
from courses.invoicing.models import Invoice, private_storage
from courses.invoicing.xrechnung import lacking
from lms.lib import making
from lms.lib.making import State

log = logging.getLogger(__name__)


def due(at):
    """Invoices whose files are to be made."""
    return making.due(Invoice.objects.all(), at)


def make(pk, at):
    """Make the files of one invoice, unless that is done or somebody is at it; return whether they were made now."""
    rows = Invoice.objects.select_related("booking__cohort__edition__programme__office", "corrects")
    invoice = making.claim(rows.prefetch_related("lines"), pk, at)
    if invoice is None:
        return False
    try:
        return keep(invoice, files_of(invoice), at)
    except Exception as error:  # noqa: BLE001 - whatever it was, the invoice must not stay claimed
        making.put_back(invoice, error, log)
        return False


def files_of(invoice):
    """
    Return {column: bytes} of PDF, data and XRechnung, that only if nothing is lacking for it.

    Raises DocumentFault unless the data keep to the schema.
    """
    record = record_of(invoice)
    data = {"xml": render_xml(record)}
    if not lacking(invoice):
        data["xrechnung"] = render_xml(record, XRECHNUNG)
    for xml in data.values():
        check_xml(xml)
    return data | {"pdf": render_pdf(record, data["xml"])}


def keep(invoice, files, at):
    """Store the files and note their hashes; return False if somebody else has claimed or made them meanwhile."""
    storage = private_storage()
    names = {column: storage.save(_name(invoice, column), ContentFile(data)) for column, data in files.items()}
    digests = {column: hashlib.sha256(data).hexdigest() for column, data in files.items()}
    kept = False
    try:
        with transaction.atomic():
            noted = making.held(invoice).update(
                state=State.DONE,
                last_error="",
                sha256=digests["pdf"],
                xml_sha256=digests["xml"],
                xrechnung_sha256=digests.get("xrechnung", ""),
                **names,
            )
            if noted and invoice.announced:
                announce(invoice, at=at)
        kept = bool(noted)
    finally:
        if not kept:
            for name in names.values():
                storage.delete(name)
    return kept


def _name(invoice, column):
    """No name and no number: a path tells nothing."""
    ending = "pdf" if column == "pdf" else "xml"
    return f"invoices/{invoice.year}/{invoice.pk}-{invoice.attempts}-{column}.{ending}"
