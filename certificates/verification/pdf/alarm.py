"""Our seal on a file that the register does not know: somebody may have the key. The operator has to hear of it."""

import datetime as dt
import hashlib
import logging
import ssl

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from certificates.keys.models import SigningKey
from lms.audit.log import record
from lms.audit.models import Act
from lms.messages.actions import post_letter
from lms.messages.texts import compose
from lms.organisations.models import ClusterOffice

log = logging.getLogger(__name__)
VERB = "signing_key.suspected"
# Often enough: whoever has the key can show us a thousand files.
EVERY = dt.timedelta(hours=1)
LETTER = "certificates/verification/letters/seal_misused.txt"
_END = "-----END CERTIFICATE-----"


@transaction.atomic
def sound_alarm(finding, at):
    """Log it; once an hour also note it in the log of acts and write to the office. No word of what the file says."""
    log.error(
        "A file bears our seal %s, but the register does not know its hash %s. Was the key of the seal taken?",
        finding.sealed_with,
        finding.signed_sha256,
    )
    if Act.objects.filter(verb=VERB, at__gt=at - EVERY).exists():
        return
    seal = _key_with(finding.sealed_with)
    record(VERB, subject=seal, at=at, hash=finding.signed_sha256)
    office = ClusterOffice.objects.exclude(email="").order_by("pk").first()
    if office is None:
        return
    about = {"office": office, "seal": seal, "finding": finding, "at": timezone.localtime(at)}
    subject, body = compose(LETTER, settings.LANGUAGE_CODE, **about)
    # Two files shown in the same moment are one letter.
    key = f"certificates.seal_misused:{finding.sealed_with}:{at:%Y-%m-%dT%H}"
    post_letter(to=office.email, subject=subject, body=body, kind="certificates.seal_misused", key=key, at=at)


def _key_with(fingerprint):
    seals = SigningKey.objects.filter(purpose=SigningKey.Purpose.SEAL)
    return next((seal for seal in seals if _fingerprint(seal.public) == fingerprint), None)


def _fingerprint(chain):
    leaf = ssl.PEM_cert_to_DER_cert(chain[: chain.index(_END)] + _END)
    return hashlib.sha256(leaf).hexdigest()
