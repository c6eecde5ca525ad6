"""The list of revoked seals of our own root, without which a validator takes nothing below it for granted (B-LT)."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.utils import timezone

from certificates.keys import files
from certificates.keys.keyring import ROOT
from certificates.keys.models import SigningKey

DAYS = 90


def revocation_list(at):
    """
    Return the signed list (DER bytes), valid for `DAYS` from `at`: the certificates of compromised seals.

    Raises KeyNotHere where this machine has no root of our own, as with a seal of a trust service.
    """
    pem = files.read(files.path_of(SigningKey.Purpose.SEAL, ROOT))
    key = serialization.load_pem_private_key(pem, password=None)
    root = x509.load_pem_x509_certificate(pem)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at)
        .next_update(at + dt.timedelta(days=DAYS))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for serial, since in _compromised(root):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, critical=False).build())
    return builder.sign(key, hashes.SHA384()).public_bytes(serialization.Encoding.DER)


def list_of_the_day(at):
    """
    Return the list (DER bytes) as it was first signed on this day with what is compromised now.

    It is kept beside the root, for a signature made anew has other bytes. Raises KeyNotHere as `revocation_list`.
    """
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    compromised = SigningKey.objects.filter(purpose=SigningKey.Purpose.SEAL, compromised_at__isnull=False).count()
    path = files.path_of(SigningKey.Purpose.SEAL, ROOT).with_name(f"root-{day:%Y-%m-%d}-{compromised}.crl")
    if not path.exists():
        files.write(path, revocation_list(day))
    return files.read(path)


def _compromised(root):
    rows = SigningKey.objects.filter(purpose=SigningKey.Purpose.SEAL, compromised_at__isnull=False)
    for row in rows:
        leaf = x509.load_pem_x509_certificate(row.public.encode())
        if leaf.issuer == root.subject:
            yield leaf.serial_number, row.compromised_at
