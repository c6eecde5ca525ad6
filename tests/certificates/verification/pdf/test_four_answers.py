"""Genuine and valid; genuine but ended; altered after sealing; not ours. And nothing that says more than it should."""

import logging

import pytest

from certificates.issuing.actions import erase_name, replace_certificate, replace_copy, revoke_certificate
from certificates.issuing.rules import Status
from certificates.keys.models import SigningKey
from certificates.verification import answers
from lms.audit.models import Act
from lms.messages.models import Letter
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification import papers as statuses
from tests.certificates.verification.pdf import attacks, files
from tests.certificates.verification.pdf.papers import AT, check, issued, register, trust

pytestmark = pytest.mark.django_db


def end(certificate, act, **how):
    act(certificate=certificate, actor=scenes.manager(certificate.cohort), at=statuses.LATER, **how)


@pytest.mark.parametrize("raised", [None, "LT", "LTA"])
def test_genuine_and_valid(raised):
    certificate = issued(given_name="Giovanni")
    found = check(files.archived(level=raised) if raised else files.genuine())
    assert found.word == "genuine" and found.answer.number == certificate.number
    assert found.answer.record.given_name == "Giovanni"


@pytest.mark.parametrize(
    ("act", "word"), [(replace_copy, "replaced"), (replace_certificate, "replaced"), (revoke_certificate, "revoked")]
)
def test_genuine_but_ended_says_status_and_day_only(act, word):
    certificate = issued()
    end(certificate, act, reason="x")
    found = check(files.genuine())
    assert (found.word, found.answer.word) == ("ended", word)
    assert found.answer.record is None and found.answer.copy is None


def test_suspended_is_genuine_but_does_not_count(monkeypatch):
    issued()
    monkeypatch.setattr(answers, "status_of", lambda *_changes: Status("suspended", statuses.LATER.date()))
    found = check(files.genuine())
    assert (found.word, found.answer.word, found.answer.copy) == ("ended", "suspended", None)


def test_genuine_without_a_name():
    certificate = issued()
    erase_name(enrolment=certificate.holding.enrolment, actor=scenes.manager(certificate.cohort), at=statuses.LATER)
    found = check(files.genuine())
    assert (found.word, found.answer.word, found.answer.record) == ("genuine", "name_erased", None)


def test_altered_tells_what_the_genuine_one_says():
    issued(given_name="Giovanni")
    found = check(attacks.overlay(files.genuine()))
    assert found.word == "altered" and found.answer.record.given_name == "Giovanni"


def test_altered_and_ended_says_status_only():
    end(issued(), revoke_certificate, reason="x")
    found = check(attacks.overlay(files.genuine()))
    assert found.word == "altered" and found.answer.word == "revoked" and found.answer.record is None


@pytest.mark.parametrize("attack", [attacks.seal_unhooked, attacks.range_rewritten, attacks.gap_filled])
def test_altered_even_where_no_seal_can_be_read_any_more(attack):
    issued()
    assert check(attack(files.genuine())).word == "altered"


@pytest.mark.parametrize("pdf", [files.paper, lambda: files.sealed(2).pdf, lambda: b"", lambda: b"%PDF-1.7"])
def test_not_ours(pdf):
    issued()
    found = check(pdf())
    assert found.word == "not_ours" and found.answer is None


def test_a_retired_seal_stays_trusted():
    issued()
    SigningKey.objects.update(retired_at=AT)
    trust(2)
    assert check(files.genuine()).word == "genuine"


def test_a_seal_that_others_may_have_is_trusted_no_longer():
    issued()
    SigningKey.objects.update(compromised_at=AT)
    assert check(files.genuine()).word == "not_ours"


def test_papers_outlive_the_certificate_of_their_seal():
    """It runs for ten years; the files are checked as of the day they were sealed."""
    issued()
    assert check(files.genuine(), at=makers.at("2066-01-01")).word == "genuine"


def test_the_hash_is_known_but_the_file_was_another():
    """The same register row with another hash of the file as handed out: not one byte may differ."""
    certificate = issued()
    spoilt = bytearray(files.genuine())
    place = files.genuine().rindex(b"00>")
    spoilt[place] = ord("1")
    assert check(bytes(spoilt)).word == "altered" and check(files.genuine()).answer.number == certificate.number


def test_our_seal_on_an_unknown_file_alarms_the_operator_once_an_hour(caplog):
    trust()
    makers.make_office(email="buero@people.example")
    with caplog.at_level(logging.ERROR):
        assert check(files.genuine()).word == "not_ours"
        assert check(attacks.overlay(files.genuine())).word == "not_ours"
    assert len(caplog.records) == 2 and files.sealed().sealed_with in caplog.text
    [act], [letter] = Act.objects.filter(verb="signing_key.suspected"), Letter.objects.all()
    assert act.subject_id == str(SigningKey.objects.get().pk) and act.facts == {"hash": files.sealed().signed_sha256}
    assert letter.to == "buero@people.example" and files.sealed().signed_sha256 in letter.body
    check(files.genuine(), at=makers.at("2028-03-01", hour=14))
    assert Letter.objects.count() == 2


def test_nobody_is_alarmed_by_what_strangers_can_make():
    issued()
    for pdf in (files.sealed(2).pdf, attacks.resealed_by_another(files.genuine()), files.paper()):
        check(pdf)
    assert not Act.objects.filter(verb="signing_key.suspected").exists()


def test_as_many_queries_for_every_answer(django_assert_max_num_queries):
    issued()
    for pdf in (files.genuine(), attacks.overlay(files.genuine()), b"x"):
        with django_assert_max_num_queries(4):
            check(pdf)


def test_two_numbers_have_two_files():
    first = issued()
    second = statuses.valid()
    SigningKey.objects.update(retired_at=AT)
    trust(3)
    register(second, files.sealed(3))
    assert check(files.genuine()).answer.number == first.number
    assert check(files.sealed(3).pdf).answer.number == second.number
