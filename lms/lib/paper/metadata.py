"""Completes the metadata of a PDF/A-3a: PDF/UA-1, which WeasyPrint can only do instead, and what a room adds."""

import functools
import re

from django.utils.translation import gettext as _

from lms.lib.paper.faults import DocumentFault

_PDFA = rb'<rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="A" ?/>'
# Simple readers overlook the attribute form, so it is written as elements.
_PDFA_AS_ELEMENTS = (
    b'<rdf:Description rdf:about=""><pdfaid:part>3</pdfaid:part>'
    b"<pdfaid:conformance>A</pdfaid:conformance></rdf:Description>"
)
_PDFUA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)
_PDFUA_SCHEMA = (
    "PDF/UA identification schema",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    (("part", "Integer", "internal", "Part of ISO 14289 to which the document conforms"),),
)


def declare_pdf_ua(document, pdf, *, described=b"", schemas=()):
    """
    Complete the metadata just before the file is written: WeasyPrint's `finisher`. Raises DocumentFault.

    `described` are further rdf:Descriptions; each of their namespaces is explained by one of `schemas`: (name,
    namespace, prefix, properties), a property being (name, type, category, description).
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp, hits = re.subn(_PDFA, _PDFA_AS_ELEMENTS, b"".join(metadata.stream))
    if hits != 1 or xmp.count(b"</rdf:RDF>") != 1:
        # An update of WeasyPrint moved something: better no paper than one that only claims to be accessible.
        raise DocumentFault(_("The metadata of the PDF have an unknown layout."), reason="metadata")
    added = _PDFUA + described + _extension((_PDFUA_SCHEMA, *schemas))
    metadata.stream = [xmp.replace(b"</rdf:RDF>", added + b"</rdf:RDF>")]


def declaring(described, schemas):
    """Return a `finisher` that adds these descriptions and schemas."""
    return functools.partial(declare_pdf_ua, described=described, schemas=schemas)


def _extension(schemas):
    """PDF/A accepts a foreign namespace only if the file describes it (ISO 19005-3, 6.6.2.3)."""
    return (
        '\n<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\n'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\n'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(map(_schema, schemas))}</rdf:Bag></pdfaExtension:schemas>"
        "</rdf:Description>"
    ).encode()


def _schema(schema):
    name, namespace, prefix, properties = schema
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{one}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for one, kind, category, text in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{name}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
