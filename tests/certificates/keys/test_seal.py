"""The seal: PAdES, one revision, no change allowed, timed where a service answers, with every kind of key."""

import io
import time

import pytest
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.document.archive import raise_to_archive
from certificates.document.pdf import render_pdf
from certificates.document.refusals import DocumentFault
from certificates.document.seal import certificates_of, fingerprint, seal, signed_sha256
from certificates.keys import files, making
from certificates.keys.keyring import Key, Purpose, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.revocation import revocation_list
from tests.certificates.document.papers import make_record
from tests.certificates.keys.scenes import NOW, as_asn1, issue, new_key, pem, time_stamp_service, time_stamper

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plain():
    return render_pdf(make_record())


@pytest.fixture
def key():
    return signing_key(Purpose.SEAL, NOW)


def root_of(key):
    return certificates_of(key.chain)[-1]


def checked(pdf, *roots, **options):
    """Return pyHanko's verdict on the first seal."""
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, **options)
    return validate_pdf_signature(signature, context, ts_validation_context=context)


def test_seals_as_pades_against_every_change_in_one_revision(plain, key):
    sealed = seal(plain, key)
    reader = PdfFileReader(io.BytesIO(sealed.pdf))
    [signature] = reader.embedded_signatures
    assert signature.field_name == "Siegel"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert reader.total_revisions == 2, "the paper itself, and the seal"
    status = checked(sealed.pdf, root_of(key))
    assert status.bottom_line and status.trusted and status.coverage.name == "ENTIRE_FILE"
    assert status.timestamp_validity is None
    assert 20_000 < len(sealed.pdf) < len(plain) + 12_000


def test_is_known_by_what_it_covers_and_by_its_certificate(plain, key):
    sealed, again = seal(plain, key), seal(plain, key)
    assert sealed.signed_sha256 == signed_sha256(sealed.pdf) and len(sealed.signed_sha256) == 64
    assert sealed.signed_sha256 != again.signed_sha256
    assert sealed.sealed_with == fingerprint(certificates_of(key.chain)[0])
    appended = sealed.pdf + b"\n% appended\n"
    assert signed_sha256(appended) == sealed.signed_sha256


def test_a_changed_byte_breaks_it(plain, key):
    sealed = seal(plain, key).pdf
    changed = sealed.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != sealed and not checked(changed, root_of(key)).intact


def test_a_service_puts_its_time_on_it(plain, key, settings):
    stamper = time_stamper(files.read(files.path_of("seal", "root")))
    with time_stamp_service(stamper) as settings.SEAL_TIMESTAMP_URL:
        sealed = seal(plain, key)
    status = checked(sealed.pdf, root_of(key))
    assert status.bottom_line and status.timestamp_validity.trusted
    assert len(PdfFileReader(io.BytesIO(sealed.pdf)).embedded_signatures) == 1


def test_without_an_answer_of_the_service_nothing_is_sealed(plain, key, settings):
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises((OSError, TimestampRequestError)):
        seal(plain, key)


@pytest.mark.parametrize("kind", ["P-256", "RSA-3072"])
def test_keys_of_a_trust_service_seal_and_cost_little(plain, kind):
    root_pem = making.new_root("Trust GmbH", NOW)
    private = new_key(kind)
    root = x509.load_pem_x509_certificate(root_pem)
    key = Key(None, private, pem(issue(root_pem, private, "Seal"), root).decode())
    assert checked(seal(plain, key).pdf, as_asn1(root)).bottom_line
    began = time.process_time()
    for _time in range(5):
        seal(plain, key)
    # pyHanko's own signer takes 200 ms for RSA, because it loads and checks the key each time.
    assert (time.process_time() - began) / 5 < 0.12


def test_the_root_lists_compromised_seals_and_nothing_else(key):
    def listed():
        return x509.load_der_x509_crl(revocation_list(NOW))

    root = x509.load_der_x509_certificate(root_of(key).dump())
    assert len(listed()) == 0 and listed().is_signature_valid(root.public_key())
    SigningKey.objects.update(retired_at=NOW)
    assert len(listed()) == 0, "a retired seal stays valid"
    SigningKey.objects.update(compromised_at=NOW)
    assert [one.serial_number for one in listed()] == [certificates_of(key.chain)[0].serial_number]


def archived(plain, key):
    root_pem = files.read(files.path_of("seal", "root"))
    stamper = time_stamper(root_pem)
    sealed = seal(plain, key)
    return sealed, raise_to_archive(
        sealed.pdf, roots=[root_of(key)], revocation_lists=[revocation_list(NOW)], timestamper=stamper
    )


def test_the_archive_copy_keeps_the_hash_of_the_signed_revision(plain, key):
    sealed, archive = archived(plain, key)
    assert archive.startswith(sealed.pdf) and signed_sha256(archive) == sealed.signed_sha256
    reader = PdfFileReader(io.BytesIO(archive))
    assert len(reader.embedded_signatures) == 2 and "/DSS" in reader.root
    status = checked(archive, root_of(key))
    assert status.bottom_line and status.trusted and status.modification_level.name == "LTA_UPDATES"


def test_no_archive_copy_of_a_seal_that_is_revoked(plain, key):
    sealed = seal(plain, key)
    stamper = time_stamper(files.read(files.path_of("seal", "root")))
    SigningKey.objects.update(retired_at=NOW, compromised_at=NOW)
    lists = [revocation_list(NOW)]
    with pytest.raises(DocumentFault) as caught:
        raise_to_archive(sealed.pdf, roots=[root_of(key)], revocation_lists=lists, timestamper=stamper)
    assert caught.value.facts["reason"] == "seal"
