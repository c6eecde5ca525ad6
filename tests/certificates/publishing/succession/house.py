"""A house that closes: certificates of every status, really made, and its register in a folder."""

from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from certificates.issuing.actions import erase_name, replace_copy, revoke_certificate
from certificates.issuing.models import CopyContent, private_storage
from tests.certificates.publishing.places import change
from tests.independent.papers import issue, make_all

WORDS = ("valid", "revoked", "suspended", "replaced", "name_erased")


@dataclass
class House:
    folder: Path
    # By status: what the holder of that paper has.
    pdfs: dict = field(default_factory=dict)
    credentials: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    numbers: list = field(default_factory=list)


def close(folder):
    """Issue, end, suspend, copy and erase; then export the register into `folder` and return the House."""
    certificates, office = issue(len(WORDS))
    house = House(folder)
    for word, certificate in zip(WORDS, certificates, strict=True):
        content = CopyContent.objects.get(copy__certificate=certificate)
        house.pdfs[word] = private_storage().open(content.pdf.name).read()
        house.credentials[word] = content.credential
        house.codes[word] = content.copy.code
        house.names += [content.snapshot["family_name"], content.snapshot["given_name"]]
        house.numbers.append(certificate.number)
    by_word, now = dict(zip(WORDS, certificates, strict=True)), timezone.now()
    revoke_certificate(certificate=by_word["revoked"], actor=office, at=now, reason="Täuschung")
    replace_copy(certificate=by_word["replaced"], actor=office, at=now)
    make_all()
    change(by_word["suspended"], "suspended")
    erase_name(enrolment=by_word["name_erased"].holding.enrolment, actor=office, at=now)
    call_command("export_register", "--to", str(folder))
    return house
