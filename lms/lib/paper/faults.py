"""Why a document is not printed."""

from lms.lib.refusals import Refusal


class DocumentFault(Refusal):
    """
    The record cannot become a faithful paper; nothing was printed.

    `facts["reason"]` is for machines: record, sums, word, glyph, pages, asset, metadata or schema.
    """

    code = "document_fault"
    status = 422
