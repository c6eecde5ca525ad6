"""Keys in words."""

from django.utils.translation import gettext as _

from certificates.credential.did import key_id, multikey
from certificates.document.codes import fingerprint_in_groups
from certificates.keys.models import SigningKey
from certificates.publishing.keys import certificates_in, roots_of, state_of


def groups_of(rows):
    """Return what the page of keys shows: per purpose a heading, what its keys are for, and the keys, newest first."""
    texts = {
        SigningKey.Purpose.SEAL: (
            _("Seal of the PDF"),
            _(
                "A PDF reader shows it as signature. Compare the fingerprint with the one that it shows, and with the "
                "one on the back of the paper."
            ),
        ),
        SigningKey.Purpose.CREDENTIAL: (
            _("Credential for machines"),
            _("Signs credential.json, which is inside the PDF. Programs find the key by its address."),
        ),
        SigningKey.Purpose.STATUS: (
            _("Status lists"),
            _("Signs the lists that say which credentials were revoked, replaced or suspended."),
        ),
    }
    return [
        {
            "title": title,
            "text": text,
            "keys": [_line(row) for row in reversed(rows) if row.purpose == purpose],
        }
        for purpose, (title, text) in texts.items()
    ]


def roots_in_words(rows):
    """Return the roots of the seals with their fingerprints as they are printed."""
    return [{"sha256": one.sha256, "fingerprint": fingerprint_in_groups(one.sha256)} for one in roots_of(rows)]


def _line(row):
    state = state_of(row)
    chip = {
        "signs": {"kind": "done", "word": _("signs now")},
        "retired": {"kind": "", "icon_name": "clock", "word": _("retired; what it signed holds")},
        "compromised": {"kind": "stop", "word": _("no longer trusted")},
    }[state]
    seal = row.purpose == SigningKey.Purpose.SEAL
    certificate = certificates_in(row.public)[0] if seal else None
    return {
        "row": row,
        "chip": chip,
        "until": row.retired_at or row.compromised_at,
        "certificate": certificate,
        "fingerprint": fingerprint_in_groups(certificate.sha256) if certificate else "",
        "id": "" if seal else key_id(row),
        "multibase": "" if seal else multikey(row.public),
    }
