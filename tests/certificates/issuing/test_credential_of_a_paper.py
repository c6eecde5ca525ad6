"""Every paper carries its credential, letter for letter as it is stored; only its holder gets it by itself."""

import io
import json

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.issuing.actions import erase_name, issue_certificates, replace_copy, revoke_certificate
from certificates.issuing.models import CopyContent, Proof
from certificates.issuing.tasks import make_pdf
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db
LATER = scenes.ISSUED_AT


def embedded(content):
    with pikepdf.open(io.BytesIO(content.pdf.read())) as pdf:
        assert list(pdf.attachments) == ["credential.json"]
        return pdf.attachments["credential.json"].get_file().read_bytes()


def test_the_embedded_one_is_the_stored_one():
    cohort = scenes.finished_cohort([scenes.learner(given_name="Žofia", family_name="Nguyễn-Łukasz")])
    [certificate] = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates
    copy = certificate.copies.get()
    make_pdf(copy.pk)
    content, proof = CopyContent.objects.get(), Proof.objects.get()
    assert embedded(content) == content.credential.encode()
    badge = json.loads(content.credential)
    assert badge["id"] == f"urn:uuid:{copy.credential_id}"
    assert badge["credentialSubject"]["identifier"][0]["identityHash"] == "Žofia Nguyễn-Łukasz"
    assert {one["statusListIndex"] for one in badge["credentialStatus"]} == {str(proof.status_index)}


def test_a_replacement_copy_has_one_of_its_own():
    world = make_world(people=1)
    copy = replace_copy(certificate=world.certificate, actor=world.users["office"], at=LATER)
    make_pdf(copy.pk)
    content = CopyContent.objects.get(copy=copy)
    assert embedded(content) == content.credential.encode()
    assert json.loads(content.credential)["id"] == f"urn:uuid:{copy.credential_id}"


@pytest.fixture
def world():
    world = make_world(people=2)
    CopyContent.objects.update(credential='{"name": "Ü"}')
    return world


def address(world):
    return f"/certificates/{world.certificate.number}/credential.json"


def test_the_holder_gets_the_stored_text(client, world):
    client.force_login(world.users["holder"])
    client.get("/my/certificates/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address(world))
    assert response.content.decode() == '{"name": "Ü"}' and response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, no-cache" and "attachment" in response["Content-Disposition"]
    assert len(captured) <= 8
    assert address(world) in client.get("/my/certificates/").content.decode()


@pytest.mark.parametrize(
    "role",
    [
        "nobody",
        "booker",
        "own_booker",
        "other_learner",
        "other_office",
        "other_chamber",
        "office",
        "chamber",
        "administrator",
    ],
)
def test_nobody_else_does(client, world, role):
    client.force_login(world.users[role])
    assert client.get(address(world)).status_code == 404


def test_a_stranger_is_led_to_sign_in(client, world):
    assert client.get(address(world)).status_code == 302


@pytest.mark.parametrize("act", ["revoke", "erase", "none"])
def test_what_is_no_longer_valid_or_never_was_is_not_handed_out(client, world, act):
    if act == "revoke":
        revoke_certificate(certificate=world.certificate, actor=world.users["office"], at=LATER, reason="x")
    elif act == "erase":
        erase_name(enrolment=world.certificate.holding.enrolment, actor=world.users["office"], at=LATER)
    else:
        # As it is while the paper waits to be printed; once written it is fixed.
        for content in CopyContent.objects.all():
            content.delete()
            content.pk, content.credential = None, ""
            content.save(force_insert=True)
    client.force_login(world.users["holder"])
    assert client.get(address(world)).status_code == 404
    assert "credential.json" not in client.get("/my/certificates/").content.decode()
