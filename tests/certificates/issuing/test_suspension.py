"""A suspended number is not valid for a time: nobody is handed its PDF or learns why, and then all is as before."""

import json

import pytest

from certificates.issuing.actions import (
    erase_name,
    replace_certificate,
    replace_copy,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
)
from certificates.issuing.company_section import certificate
from certificates.issuing.models import Proof, StatusChange
from certificates.issuing.refusals import NotSuspended, NumberEnded, NumberSuspended, ReasonMissing
from certificates.issuing.register import status_of_number
from certificates.issuing.rules import NAME_ERASED, REVOKED, SUSPENDED, VALID
from certificates.publishing.lists import places_of
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db
LATER, LATEST = makers.at("2028-02-10"), makers.at("2028-03-10")


@pytest.fixture
def world():
    return make_world(people=1)


def act(world, what, at=LATER, **more):
    return what(
        certificate=world.certificate, actor=world.users["office"], at=at, **{"reason": "Verdacht geheim", **more}
    )


def word(world):
    return status_of_number(world.certificate).word


def test_it_is_suspended_and_valid_again_as_often_as_need_be(world):
    for year in (2028, 2029):
        act(world, suspend_certificate, makers.at(f"{year}-02-10"))
        assert word(world) == SUSPENDED and str(status_of_number(world.certificate).on) == f"{year}-02-10"
        act(world, resume_certificate, makers.at(f"{year}-03-10"))
        assert word(world) == VALID
    assert Act.objects.filter(verb="certificate.suspended").count() == 2


def test_two_words_of_one_moment_count_in_their_order(world):
    act(world, suspend_certificate)
    act(world, resume_certificate)
    assert word(world) == VALID
    act(world, suspend_certificate)
    assert word(world) == SUSPENDED


def test_who_asked_first_and_waited_for_the_lock_has_the_last_word(world):
    act(world, suspend_certificate, makers.at("2028-02-10", 12))
    act(world, resume_certificate, makers.at("2028-02-10", 14))
    act(world, suspend_certificate, makers.at("2028-02-10", 13))
    assert word(world) == SUSPENDED
    proof = Proof.objects.create(copy=world.certificate.copies.get(), status_index=5)
    assert places_of(proof.status_list)["suspension"] == {5}


def test_what_is_suspended_can_only_be_lifted_revoked_or_erased(world):
    act(world, suspend_certificate)
    for refused in (suspend_certificate, replace_copy, replace_certificate):
        with pytest.raises(NumberSuspended):
            act(world, refused)
    act(world, revoke_certificate)
    assert word(world) == REVOKED
    for refused in (suspend_certificate, resume_certificate):
        with pytest.raises(NumberEnded):
            act(world, refused)


def test_an_erasure_meanwhile_does_not_make_it_valid(world):
    act(world, suspend_certificate)
    erase_name(enrolment=world.certificate.holding.enrolment, actor=world.users["office"], at=LATEST)
    assert word(world) == SUSPENDED
    act(world, resume_certificate, LATEST)
    assert word(world) == NAME_ERASED


def test_a_reason_and_the_right_are_needed(world):
    with pytest.raises(ReasonMissing):
        act(world, suspend_certificate, reason=" ")
    with pytest.raises(NotSuspended):
        act(world, resume_certificate)
    for role in ("holder", "chamber", "other_office", "booker"):
        with pytest.raises(NotAllowed):
            suspend_certificate(certificate=world.certificate, actor=world.users[role], at=LATER, reason="x")
    assert not StatusChange.objects.exists()


def test_every_page_says_so_and_none_says_why(world, client):
    code, number = world.certificate.copies.get().code, world.certificate.number
    act(world, suspend_certificate)
    page = client.get(f"/v/{code}").content.decode()
    assert (
        "gesperrt" in page
        and "geheim" not in page
        and world.certificate.holding.enrolment.person.given_name not in page
    )
    answer = client.get(f"/v/{code}", headers={"accept": "application/json"})
    assert json.loads(answer.content) == {"status": "suspended", "date": "2028-02-10"}
    for role in ("holder", "office", "chamber"):
        client.force_login(world.users[role])
        assert client.get(f"/certificates/{number}/pdf").status_code == 404
    client.force_login(world.users["holder"])
    mine = client.get("/my/certificates/").content.decode()
    assert "zurzeit gesperrt" in mine and "geheim" not in mine
    client.force_login(world.users["chamber"])
    assert "geheim" not in client.get(f"/chambers/{world.chamber.code}/").content.decode()


def test_the_company_is_told_of_no_valid_certificate(world):
    enrolments = list(world.cohort.enrolments.select_related("cohort"))

    def holds():
        [panel] = certificate(None, enrolments, LATER).values()
        return panel.context["holds"]

    assert holds()
    act(world, suspend_certificate)
    assert not holds()
    act(world, resume_certificate, LATEST)
    assert holds()


def test_the_office_does_both_on_the_page_of_the_number(world, client):
    client.force_login(world.users["office"])
    url = f"/certificates/{world.certificate.number}/"
    page = client.post(f"{url}suspend/", {"reason": "Verdacht"}, follow=True).content.decode()
    assert "Sperre aufheben" in page and "Zweitschrift ausstellen" not in page
    assert word(world) == SUSPENDED
    page = client.post(f"{url}resume/", {"reason": "geklärt"}, follow=True).content.decode()
    assert word(world) == VALID and "geklärt" in page
