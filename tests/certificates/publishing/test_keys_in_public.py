"""Every key that ever signed is shown with its time and state: as page, as JSON, as file, and in the DID document."""

import hashlib
import re
import ssl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.document.codes import fingerprint_in_groups
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.rotating import distrust_key, rotate_key

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DID = "did:web:lehrgang.example"


@pytest.fixture
def keys():
    """Per purpose one that signs; of credentials also one that was retired and one that was compromised."""
    for purpose in Purpose:
        signing_key(purpose, NOW)
    rotate_key(Purpose.CREDENTIAL, at=NOW)
    rotate_key(Purpose.CREDENTIAL, at=NOW, compromised=True)
    return {row.name: row for row in SigningKey.objects.filter(purpose="credential")}


def test_the_did_document_keeps_retired_keys_and_drops_compromised_ones(client, keys):
    document = client.get("/.well-known/did.json").json()
    year = NOW.year
    wanted = [f"{DID}#k-{year}", f"{DID}#k-{year}-3", f"{DID}#status-k-{year}"]
    assert document["id"] == DID and document["assertionMethod"] == wanted
    assert [method["id"] for method in document["verificationMethod"]] == wanted
    assert all(method["controller"] == DID for method in document["verificationMethod"])


@pytest.mark.parametrize("path", ["/.well-known/did.json", "/credentials/keys"])
def test_scripts_of_any_page_may_read_it(client, keys, path):
    response = client.get(path, headers={"accept": "application/json"})
    assert response["Access-Control-Allow-Origin"] == "*" and response["Content-Type"] == "application/json"
    etag = response["ETag"]
    assert client.get(path, headers={"accept": "application/json", "if-none-match": etag}).status_code == 304


def test_people_compare_the_seals_fingerprint_as_it_is_printed(client, keys):
    answer = client.get("/credentials/keys", headers={"accept": "application/json"}).json()
    seal = next(one for one in answer["keys"] if one["purpose"] == "seal")
    assert fingerprint_in_groups(seal["certificates"][0]["sha256"]) in client.get("/credentials/keys").text


def test_every_fingerprint_is_shown_alike(client, keys):
    page = client.get("/credentials/keys").text
    shown = re.findall(r"\(SHA-256\)</dt><dd><code>([^<]*)</code>", page)
    assert len(shown) == 2
    assert all(re.fullmatch(r"[0-9A-F]{4}(?: [0-9A-F]{4}){15}", one) for one in shown)


def test_machines_get_every_key_with_its_state(client, keys):
    answer = client.get("/credentials/keys", headers={"accept": "application/json"}).json()
    states = {(one["purpose"], one["name"]): one["state"] for one in answer["keys"]}
    year = NOW.year
    assert states == {
        ("credential", f"k-{year}"): "retired",
        ("credential", f"k-{year}-2"): "compromised",
        ("credential", f"k-{year}-3"): "signs",
        ("seal", f"k-{year}"): "signs",
        ("status", f"k-{year}"): "signs",
    }
    seal = next(one for one in answer["keys"] if one["purpose"] == "seal")
    for one in [*seal["certificates"], *answer["roots"]]:
        assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(one["pem"])).hexdigest() == one["sha256"]
    assert answer["roots"][0] == seal["certificates"][-1] and "PRIVATE" not in str(answer)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Die Schlüssel, die unsere", "signiert derzeit", "abgelöst", "nicht mehr vertrauenswürdig"]),
        ("en", ["The keys that sign our certificates", "signs now", "retired", "no longer trusted"]),
    ],
)  # fmt: skip
def test_people_read_it_in_their_language(client, keys, language, words):
    client.cookies["django_language"] = language
    page = client.get(
        "/credentials/keys", headers={"accept": "text/html", "accept-language": language}
    ).content.decode()
    assert all(word in page for word in words)
    assert SigningKey.objects.get(purpose="seal").public.splitlines()[1] not in page, "the PEM is a file"


def test_the_certificates_are_files(client, keys):
    answer = client.get("/credentials/keys", headers={"accept": "application/json"}).json()
    root = answer["roots"][0]
    response = client.get(f"/credentials/keys/{root['sha256']}.pem")
    assert response.content.decode() == root["pem"] and "attachment" in response["Content-Disposition"]
    assert client.get(f"/credentials/keys/{'0' * 64}.pem").status_code == 404


def test_without_any_key_everything_still_answers(client):
    assert client.get("/.well-known/did.json").json()["assertionMethod"] == []
    assert client.get("/credentials/keys").status_code == 200


def test_one_statement_for_however_many_keys(client, keys):
    for _each in range(3):
        rotate_key(Purpose.SEAL, at=NOW)
    for path in ("/.well-known/did.json", "/credentials/keys"):
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers={"accept": "application/json"})
        assert len(captured) == 1, path


def test_a_key_that_is_distrusted_later_goes_too(client, keys):
    distrust_key("credential", f"k-{NOW.year}", at=NOW)
    assert f"{DID}#k-{NOW.year}" not in client.get("/.well-known/did.json").json()["assertionMethod"]
