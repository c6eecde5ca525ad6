"""Why a file is not confirmed, and what to do then: for the page and the command line."""

from django.utils.translation import gettext as _

from certificates.verification.pdf.findings import BROKEN, ENCRYPTED, FOREIGN, MOST_BYTES, PLAIN, SPOILT
from certificates.verification.pdf.kinds import ARCHIVE, EMPTY, NO_PDF, PICTURE, TOO_LARGE

MOST_MEGABYTES = MOST_BYTES // 1024**2


def title_of(why):
    """Return what is said first of a file that is not confirmed."""
    titles = {
        EMPTY: _("The file is empty"),
        TOO_LARGE: _("The file is too large"),
        **dict.fromkeys((PICTURE, ARCHIVE, NO_PDF), _("This is no PDF file")),
        ENCRYPTED: _("Not confirmed: the PDF is protected"),
        BROKEN: _("Not confirmed: the PDF cannot be read"),
    }
    return titles.get(why, _("Not confirmed"))


def reason_of(why):
    """Return why, in sentences; nothing in them says whose the file once may have been."""
    reasons = {
        EMPTY: _("There is nothing in it (0 bytes). Often a download or a mail broke off."),
        TOO_LARGE: _(
            "It is larger than %(most)d MB and was not looked at. Certificates are much smaller: send the file as you "
            "got it."
        )
        % {"most": MOST_MEGABYTES},
        PICTURE: _("It is a picture. A photo or a scan of a certificate bears no seal."),
        ARCHIVE: _("It is a ZIP archive or an Office document. If the certificate lies in it, take the PDF out first."),
        NO_PDF: _("Whatever its name says, it does not begin as a PDF does."),
        ENCRYPTED: _(
            "It asks for a password or is encrypted, so its seal cannot be checked. We never hand certificates out "
            "like that; whoever protects one destroys its seal."
        ),
        BROKEN: _("It is damaged, did not arrive completely, or was changed by somebody."),
        FOREIGN: _(
            "This file bears a seal, but none that we confirm. Anybody can make a seal, and give it any name, ours too."
        ),
        SPOILT: _(
            "There is a seal in this file, but it does not hold: what the file says is not what was sealed. It was "
            "changed, or a program saved it anew, or the seal was taken from another file. Such a seal proves nothing."
        ),
        PLAIN: _(
            "This file bears no seal. Either it is not from us, or it has lost its seal: printed to PDF anew, scanned, "
            "changed or saved by another program it may look the same and has none."
        ),
    }
    return reasons.get(why, reasons[PLAIN])


def advice():
    """Return what answers in any case."""
    return _(
        "Scan the QR code on the paper or in the file, or type the code beside it: that answers in any case. And ask "
        "for the file as it was handed out, neither printed to PDF nor saved anew."
    )
