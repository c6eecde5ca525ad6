"""A key made at its first use is valid from before what it signed first, or strict verifiers would refuse that."""

import datetime as dt
import json

import pytest

from certificates.credential.badge import credential_of
from certificates.document.record import DocumentRecord
from certificates.issuing.models import Copy
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.rotating import rotate_key
from tests.certificates.publishing import places

pytestmark = pytest.mark.django_db
# Just after midnight of a verifier's clock, at noon, and in summer time.
MOMENTS = [
    dt.datetime(2027, 12, 10, 0, 2, 30, 123456, tzinfo=dt.UTC),
    dt.datetime(2027, 12, 10, 12, tzinfo=dt.UTC),
    dt.datetime(2027, 7, 1, 22, 30, tzinfo=dt.UTC),
]


def valid_from(client, purpose):
    """Since when machines are told that the key is valid that signs for this purpose now."""
    keys = client.get("/credentials/keys", headers={"accept": "application/json"}).json()["keys"]
    [since] = [one["from"] for one in keys if one["purpose"] == purpose and one["state"] == "signs"]
    return dt.datetime.fromisoformat(since)


def created(text):
    return dt.datetime.fromisoformat(json.loads(text)["proof"]["created"])


def credential(at):
    copy = Copy.objects.select_related("content", "proof").first()
    return credential_of(
        DocumentRecord.from_json(copy.content.snapshot),
        credential_id=copy.credential_id,
        place=(1, copy.proof.status_index),
        key=signing_key(Purpose.CREDENTIAL, at),
        at=at,
    )


@pytest.mark.parametrize("at", MOMENTS)
def test_the_first_credential_is_not_older_than_its_key(client, at):
    places.issue()
    assert created(credential(at)) >= valid_from(client, "credential")


@pytest.mark.parametrize("at", MOMENTS)
def test_nor_the_first_one_after_the_key_was_changed(client, at):
    places.issue()
    credential(at - dt.timedelta(days=40))
    rotate_key(Purpose.CREDENTIAL, at=at)
    assert created(credential(at)) >= valid_from(client, "credential")


@pytest.mark.parametrize("at", MOMENTS)
def test_the_first_status_list_is_not_older_than_its_key(client, at):
    places.issue()
    places.publish(at)
    text = client.get("/credentials/status/1").content.decode()
    assert created(text) >= valid_from(client, "status")
