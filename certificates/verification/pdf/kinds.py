"""What a file is that need not be looked at: told from its size and its first bytes, not from its name."""

from certificates.verification.pdf.findings import MOST_BYTES

EMPTY = "empty"
TOO_LARGE = "too_large"
PICTURE = "picture"
ARCHIVE = "archive"
NO_PDF = "no_pdf"
KINDS = (EMPTY, TOO_LARGE, PICTURE, ARCHIVE, NO_PDF)
# Readers look for the mark of a PDF as far as this.
HEAD = 1024
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
# Office documents are ZIP archives too.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")


def what_else(pdf, size):
    """Return what these bytes of a file of `size` are instead of a PDF that can be looked at; "" if they are one."""
    if size == 0:
        return EMPTY
    if size > MOST_BYTES:
        return TOO_LARGE
    head = pdf[:HEAD]
    if b"%PDF-" in head:
        return ""
    if head.startswith(_PICTURES) or head[8:12] == b"WEBP" or head[4:8] == b"ftyp":
        return PICTURE
    return ARCHIVE if head.startswith(_ARCHIVES) else NO_PDF
