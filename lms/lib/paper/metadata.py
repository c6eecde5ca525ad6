"""Declares PDF/UA-1 beside PDF/A-3a, which WeasyPrint can only do one at a time."""

import re

from django.utils.translation import gettext as _

from certificates.document.refusals import DocumentFault

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
# PDF/A accepts a foreign namespace only if the file describes it (ISO 19005-3, 6.6.2.3).
_EXTENSION_SCHEMA = b"""
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def declare_pdf_ua(document, pdf):
    """Complete the metadata just before the file is written: WeasyPrint's `finisher`. Raises DocumentFault."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp, hits = re.subn(_PDFA, _PDFA_AS_ELEMENTS, b"".join(metadata.stream))
    if hits != 1 or xmp.count(b"</rdf:RDF>") != 1:
        # An update of WeasyPrint moved something: better no paper than one that only claims to be accessible.
        raise DocumentFault(_("The metadata of the PDF have an unknown layout."), reason="metadata")
    metadata.stream = [xmp.replace(b"</rdf:RDF>", _PDFUA + _EXTENSION_SCHEMA + b"</rdf:RDF>")]
