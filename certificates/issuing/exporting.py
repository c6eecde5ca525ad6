"""The stored files of a cohort's certificates in a folder: whole or not at all, never over other files."""

import hashlib
import os
import secrets

from django.utils.translation import gettext as _

from certificates.issuing.models import Certificate, Copy
from certificates.issuing.register import entries_of
from certificates.issuing.rules import VALID
from lms.lib.refusals import Refusal


class NotExportable(Refusal):
    """A PDF is not made yet, is not what was issued, or a file is in the way."""

    code = "not_exportable"


def files_of(cohort):
    """
    Return ({file name: bytes}, [(number, why it is left out)]) of the copies that count now.

    Left out is what is not valid and what is on paper only. Raises NotExportable if a PDF is not made yet, or its bytes
    are not those that were issued.
    """
    files, left_out = {}, []
    for entry in entries_of(Certificate.objects.filter(cohort=cohort).order_by("year", "sequence")):
        number, content = entry.certificate.number, getattr(entry.copy, "content", None)
        if entry.status.word != VALID:
            left_out.append((number, _("not valid or without a name")))
        elif entry.copy.state == Copy.State.PAPER:
            left_out.append((number, _("on paper only")))
        elif entry.copy.state != Copy.State.DONE or content is None:
            raise NotExportable(_("The PDF of %(number)s is not made yet.") % {"number": number})
        else:
            files[f"{number}.pdf"] = _stored(entry.copy, content, number)
            if content.credential:
                files[f"{number}.credential.json"] = content.credential.encode()
    return files, left_out


def _stored(copy, content, number):
    try:
        with content.pdf.open("rb") as stored:
            pdf = stored.read()
    except FileNotFoundError as error:
        raise NotExportable(_("The stored PDF of %(number)s is missing.") % {"number": number}) from error
    if hashlib.sha256(pdf).hexdigest() != copy.sha256:
        raise NotExportable(_("The stored PDF of %(number)s is not the one that was issued.") % {"number": number})
    return pdf


def write(files, folder):
    """
    Write the files into `folder` (Path), which is made if need be. What is there already and equal stays.

    Everything is written beside its place first, then put there; if that fails, what was put there is taken away again.
    Raises NotExportable if a file of that name has other content.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = {name: data for name, data in files.items() if not _is_there(folder / name, data)}
    aside, placed = {name: folder / f".{secrets.token_hex(8)}.part" for name in fresh}, []
    try:
        for name, data in fresh.items():
            with aside[name].open("xb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        for name in fresh:
            # A link is refused where a file has come meanwhile; a rename would take its place.
            os.link(aside[name], folder / name)
            placed.append(folder / name)
    except FileExistsError as error:
        _take_away(placed)
        raise _in_the_way(error.filename2 or error.filename) from error
    except BaseException:
        _take_away(placed)
        raise
    finally:
        _take_away(aside.values())


def _is_there(path, data):
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
        raise _in_the_way(path)
    return True


def _in_the_way(path):
    return NotExportable(_("%(file)s is there already with other content; nothing was written.") % {"file": path})


def _take_away(paths):
    for path in paths:
        path.unlink(missing_ok=True)
