"""A status list sets the bits that it is given, for any reader of the standard, and always the same way."""

import base64
import datetime as dt
import gzip
import json

import pytest

from certificates.credential.lists import REVOCATION, SIZE, SUSPENSION
from certificates.credential.status import encoded, status_list
from certificates.keys.keyring import Purpose
from tests.certificates.credential.signers import AT, key


def bits(text):
    assert text[0] == "u" and "=" not in text
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    assert packed[4:8] == bytes(4), "the time of packing stands in it"
    data = gzip.decompress(packed)
    assert len(data) * 8 == SIZE == 131_072
    return {place for place in range(SIZE) if data[place // 8] >> (7 - place % 8) & 1}


@pytest.mark.parametrize("places", [set(), {0}, {7}, {8}, {SIZE - 1}, {0, 1, 2, 77_777}])
def test_sets_these_bits_and_no_others(places):
    assert bits(encoded(places)) == places


def test_says_whose_it_is_and_for_what():
    document = json.loads(status_list(4, SUSPENSION, {5}, key(Purpose.STATUS), AT))
    assert document["id"] == "https://lehrgang.example/credentials/suspension/4"
    assert document["issuer"] == "did:web:lehrgang.example"
    assert document["credentialSubject"]["statusPurpose"] == "suspension"
    assert document["proof"]["verificationMethod"] == "did:web:lehrgang.example#status-k-2026"
    assert document["validFrom"] == "2026-11-27T23:55:00Z" and "validUntil" not in document


def test_every_process_signs_the_same_bytes_all_day():
    texts = {
        status_list(1, REVOCATION, {5, 6}, key(Purpose.STATUS), AT.replace(hour=hour, minute=minute))
        for hour, minute in ((0, 0), (9, 30), (23, 59))
    }
    assert len(texts) == 1
    assert status_list(1, REVOCATION, {5, 6}, key(Purpose.STATUS), AT + dt.timedelta(days=1)) not in texts
