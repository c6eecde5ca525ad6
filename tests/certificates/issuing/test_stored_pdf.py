"""The address of a PDF hands out the stored bytes of the copy that is valid now, and nothing else."""

import hashlib

import pytest

from certificates.issuing import making
from certificates.issuing.actions import erase_name, replace_certificate, replace_copy, revoke_certificate
from certificates.issuing.models import CopyContent
from tests import makers
from tests.certificates.issuing.world import make_world, print_all

pytestmark = pytest.mark.django_db
LATER = makers.at("2028-02-10")


@pytest.fixture
def world():
    return make_world(people=1)


@pytest.fixture
def holder(client, world):
    client.force_login(world.users["holder"])
    return client


def test_the_bytes_are_those_of_the_hash(world, holder):
    response = holder.get(f"/certificates/{world.certificate.number}/pdf")
    pdf = b"".join(response.streaming_content)
    copy = world.certificate.copies.get()
    assert response["Content-Type"] == "application/pdf" and hashlib.sha256(pdf).hexdigest() == copy.sha256
    assert f"{world.certificate.number}.pdf" in response["Content-Disposition"]
    assert response["ETag"] == f'"{copy.sha256}"' and "private" in response["Cache-Control"]


def test_who_has_it_is_told_so(world, holder):
    etag = holder.get(f"/certificates/{world.certificate.number}/pdf")["ETag"]
    again = holder.get(f"/certificates/{world.certificate.number}/pdf", headers={"if-none-match": etag})
    assert again.status_code == 304 and not again.content


def test_a_replacement_copy_takes_the_place_of_the_first(world, holder):
    replace_copy(certificate=world.certificate, actor=world.users["office"], at=LATER)
    assert holder.get(f"/certificates/{world.certificate.number}/pdf").status_code == 404, "it is not made yet"
    print_all(lambda copy, at: making.Paper(copy.content.snapshot["copy_mark"].encode()))
    response = holder.get(f"/certificates/{world.certificate.number}/pdf")
    assert b"".join(response.streaming_content) == b"Zweitschrift"


@pytest.mark.parametrize("act", [revoke_certificate, replace_certificate])
def test_what_ended_is_handed_out_to_nobody(client, world, act):
    act(certificate=world.certificate, actor=world.users["office"], at=LATER, reason="x")
    for role in ("holder", "office", "chamber", "administrator"):
        client.force_login(world.users[role])
        assert client.get(f"/certificates/{world.certificate.number}/pdf").status_code == 404, role


def test_an_erased_one_is_gone(client, world):
    erase_name(enrolment=world.cohort.enrolments.get(), actor=world.users["office"], at=LATER)
    client.force_login(world.users["office"])
    assert client.get(f"/certificates/{world.certificate.number}/pdf").status_code == 404


def test_a_lost_file_is_no_broken_page(world, holder):
    content = CopyContent.objects.get()
    content.pdf.storage.delete(content.pdf.name)
    assert holder.get(f"/certificates/{world.certificate.number}/pdf").status_code == 404
