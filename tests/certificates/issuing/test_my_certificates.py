"""Whoever holds a certificate finds it on a page of its own and on the start page; others read what comes next."""

import pytest
from django.utils import timezone

from certificates.issuing.actions import issue_certificates, replace_certificate
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import make_world, print_all

pytestmark = pytest.mark.django_db


def test_download_and_address_to_verify(client):
    world = make_world(people=1)
    client.force_login(world.users["holder"])
    page = client.get("/my/certificates/").content.decode()
    code = world.certificate.copies.get().code
    assert f"/certificates/{world.certificate.number}/pdf" in page and f"https://lehrgang.example/v/{code}" in page


def test_a_replaced_one_has_no_file(client):
    world = make_world(people=1)
    replace_certificate(certificate=world.certificate, actor=world.users["office"], at=scenes.ISSUED_AT, reason="x")
    client.force_login(world.users["holder"])
    page = client.get("/my/certificates/").content.decode()
    assert "ersetzt" in page and f"/certificates/{world.certificate.number}/pdf" not in page


def test_without_any_it_says_what_comes_next(client):
    client.force_login(makers.make_user(person=makers.make_person()))
    assert "Noch kein Zertifikat" in client.get("/my/certificates/").content.decode()


def test_the_start_page_announces_a_new_one(client):
    cohort = scenes.finished_cohort(1)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=timezone.now())
    client.force_login(makers.make_user(person=cohort.enrolments.get().person))
    assert "Ihr Zertifikat liegt bereit" not in client.get("/start/").content.decode(), "the PDF is not there yet"
    print_all()
    assert "Ihr Zertifikat liegt bereit" in client.get("/start/").content.decode()
