"""A paper becomes an Open Badge that says what the paper says, and signs every word of it."""

import datetime as dt
import json

import pytest

from certificates.credential.proof import prove
from certificates.credential.refusals import StrayTerm
from certificates.document.record import KINDS
from tests.certificates.credential.signers import AT, ID, credential, key


def test_says_who_achieved_what_from_whom():
    badge = credential()
    subject = badge["credentialSubject"]
    [identity] = subject["identifier"]
    assert badge["id"] == f"urn:uuid:{ID}" and badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (
        badge["issuer"]["id"] == "did:web:lehrgang.example" and badge["issuer"]["name"] == "PolymerNetz Franken e. V."
    )
    assert identity == {
        "type": "IdentityObject", "identityHash": "Giovanni D'Angelo", "identityType": "name", "hashed": False,
    }  # fmt: skip
    assert subject["licenseNumber"] == "PNF-2025-0006" and subject["achievement"]["achievementType"] == "Certificate"
    assert "126" in subject["achievement"]["description"]
    assert "11. Kreislauf und Daten" in subject["achievement"]["criteria"]["narrative"]


def test_has_a_place_in_two_lists():
    statuses = credential(place=(3, 131_071))["credentialStatus"]
    assert [one["statusListCredential"] for one in statuses] == [
        "https://lehrgang.example/credentials/status/3",
        "https://lehrgang.example/credentials/suspension/3",
    ]
    assert [one["statusPurpose"] for one in statuses] == ["revocation", "suspension"]
    assert {one["statusListIndex"] for one in statuses} == {"131071"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_of_paper_gets_one(kind, language):
    badge = credential(kind=kind, language=language)
    kinds = {
        "certificate": ("Zertifikat", "Certificate"),
        "attendance_confirmation": ("Teilnahmebescheinigung", "Attendance confirmation"),
        "seminar_list": ("Übersicht besuchter Seminare", "Transcript of seminars"),
    }
    assert badge["name"] == f"{kinds[kind][language == 'en']} PNF-2025-0006"
    achieved = badge["credentialSubject"]["achievement"]["achievementType"]
    assert (achieved == "Certificate") == (kind == "certificate"), "only a certificate says that something was achieved"
    assert ("narrative" in badge["credentialSubject"]) == (kind != "certificate")


def test_no_date_or_place_of_birth_stands_in_it():
    text = json.dumps(credential(date_of_birth=dt.date(1990, 4, 5), place_of_birth="Hintertupfing"))
    assert "1990" not in text and "Hintertupfing" not in text


def test_no_number_stands_in_it():
    """Verifiers write numbers in different ways, and the signature covers the writing."""

    def numbers(value):
        if isinstance(value, dict):
            return [one for inner in value.values() for one in numbers(inner)]
        if isinstance(value, list):
            return [one for inner in value for one in numbers(inner)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(credential()) == []


@pytest.mark.parametrize(
    ("issued_on", "valid_from"),
    [
        (dt.date(2026, 11, 27), "2026-11-26T23:00:00Z"),
        (dt.date(2026, 7, 1), "2026-06-30T22:00:00Z"),
        (dt.date(2026, 11, 28), "2026-11-27T23:00:00Z"),
        (dt.date(2026, 11, 29), "2026-11-28T09:25:00Z"),
        (dt.date(2036, 1, 1), "2026-11-28T09:25:00Z"),
    ],
)
def test_is_valid_from_its_day_on_but_never_from_the_future(issued_on, valid_from):
    assert credential(issued_on=issued_on)["validFrom"] == valid_from


def test_just_after_midnight_a_slow_clock_does_not_refuse_it():
    midnight = dt.datetime(2026, 11, 27, 23, 0, 10, tzinfo=dt.UTC)
    assert credential(at=midnight, issued_on=dt.date(2026, 11, 28))["validFrom"] == "2026-11-27T22:55:10Z"


def test_a_replacement_copy_is_dated_by_its_own_day():
    badge = credential(copy_mark="Zweitschrift", copy_issued_on=dt.date(2026, 3, 2))
    assert badge["validFrom"] == "2026-03-01T23:00:00Z"


@pytest.mark.parametrize(
    "stray",
    [
        lambda badge: badge.update(grade="1,0"),
        lambda badge: badge["credentialSubject"].update(grade="1,0"),
        lambda badge: badge["credentialSubject"]["achievement"].update(ects="5"),
        lambda badge: badge["credentialStatus"][1].update(reason="x"),
        lambda badge: badge["type"].append("Meisterbrief"),
        # Of the same make as one that is sound.
        lambda badge: badge["type"].__setitem__(1, "Meisterbrief"),
        lambda badge: badge["credentialSubject"]["type"].__setitem__(0, "Meister"),
        lambda badge: badge["credentialSubject"]["type"].append("Meister"),
    ],
)
def test_a_word_that_no_context_defines_is_not_signed(stray):
    badge = credential()
    badge.pop("proof")
    prove(badge, key(), AT)
    stray(badge)
    with pytest.raises(StrayTerm):
        prove(badge, key(), AT)


def test_the_same_moment_gives_the_same_text():
    assert credential() == credential()
