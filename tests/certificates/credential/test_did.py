"""Our name among machines follows did:web, and the document keeps every key but the compromised."""

import pytest

from certificates.credential.did import did_document, did_of, multikey
from certificates.keys.keyring import Purpose
from certificates.keys.making import new_root, public_half
from tests.certificates.credential.signers import AT, key


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://lehrgang.example", "did:web:lehrgang.example"),
        ("https://LEHRGANG.example/", "did:web:lehrgang.example"),
        ("https://lehrgang.example:8443", "did:web:lehrgang.example%3A8443"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://cluster.example/kurse/heute", "did:web:cluster.example:kurse:heute"),
    ],
)
def test_a_public_address_becomes_a_did(url, did):
    assert did_of(url) == did


def test_a_key_is_written_as_multikey():
    # z6Mk is what every Ed25519 multikey begins with.
    assert multikey(key().row.public).startswith("z6Mk") and len(multikey(key().row.public)) == 48


def test_another_kind_of_key_is_refused():
    with pytest.raises(ValueError, match="Ed25519"):
        multikey(public_half(new_root("Verein", AT).split(b"-----BEGIN CERTIFICATE")[0]))


def test_retired_keys_stay_and_compromised_ones_go():
    signs, retired, lost = key().row, key(name="k-2025").row, key(name="k-2024").row
    retired.retired_at, lost.retired_at, lost.compromised_at = AT, AT, AT
    document = did_document([signs, retired, lost, key(Purpose.STATUS).row])
    assert document["assertionMethod"] == [
        "did:web:lehrgang.example#k-2026",
        "did:web:lehrgang.example#k-2025",
        "did:web:lehrgang.example#status-k-2026",
    ]
    assert [method["id"] for method in document["verificationMethod"]] == document["assertionMethod"]
