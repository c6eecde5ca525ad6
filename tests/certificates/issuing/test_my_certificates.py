"""Whoever holds a certificate finds it on a page of its own and on the start page; others read what comes next."""

import pytest
from django.utils import timezone

from certificates.issuing.actions import issue_certificates, replace_certificate, revoke_certificate
from certificates.issuing.models import Copy
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


def test_the_start_page_keeps_saying_that_one_is_there(client, monkeypatch):
    world = make_world(people=1)
    monkeypatch.setattr(timezone, "now", lambda: makers.at("2029-05-01"))
    client.force_login(world.users["holder"])
    page = client.get("/start/").content.decode()
    title = world.cohort.edition.programme.title["de"]
    assert "Ihr Zertifikat</h2>" in page and f"Zertifikat: {title}" in page
    assert f'href="/certificates/{world.certificate.number}/pdf" download' in page


def test_one_that_ended_is_not_announced(client):
    world = make_world(people=1)
    revoke_certificate(certificate=world.certificate, actor=world.users["office"], at=scenes.ISSUED_AT, reason="x")
    client.force_login(world.users["holder"])
    assert world.certificate.number not in client.get("/start/").content.decode()


def test_one_on_paper_is_told_without_a_file(client):
    world = make_world(people=1)
    Copy.objects.update(state=Copy.State.PAPER)
    client.force_login(world.users["holder"])
    page = client.get("/start/").content.decode()
    assert world.certificate.number in page and "nur auf Papier" in page and "/pdf" not in page
