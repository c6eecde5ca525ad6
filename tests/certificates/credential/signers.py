"""Keys that lie in no folder and no database, for credentials that nobody keeps."""

import datetime as dt
import json
import uuid
from functools import cache

from cryptography.hazmat.primitives import serialization

from certificates.credential.badge import credential_of
from certificates.keys.keyring import Key, Purpose
from certificates.keys.making import new_ed25519, public_half
from certificates.keys.models import SigningKey
from tests.certificates.document.papers import make_record

AT = dt.datetime(2026, 11, 28, 9, 30, tzinfo=dt.UTC)
ID = uuid.UUID("0d3c7bb5-6b7f-4f43-9a51-6d0f2a1d9c11")


@cache
def key(purpose=Purpose.CREDENTIAL, name="k-2026"):
    pem = new_ed25519()
    row = SigningKey(purpose=purpose, name=name, public=public_half(pem), made_at=AT)
    return Key(row, serialization.load_pem_private_key(pem, password=None))


def credential(at=AT, place=(1, 5), **record):
    """Return the credential of a sample paper as a dict."""
    text = credential_of(make_record(**record), credential_id=ID, place=place, key=key(), at=at)
    return json.loads(text)
