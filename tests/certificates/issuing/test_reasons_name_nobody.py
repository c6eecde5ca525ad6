"""A reason stays for good, so it names nobody: the form asks for that, and the person's own name is refused."""

import pytest

from certificates.issuing.actions import (
    grant_exception,
    issue_certificates,
    replace_certificate,
    replace_copy,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
    withhold_release,
)
from certificates.issuing.models import ExceptionGranted, StatusChange, Withholding
from certificates.issuing.refusals import ReasonNames
from certificates.issuing.rules import says_name
from courses.attendance.models import Mark
from lms.accounts.models import Person
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
LATER = makers.at("2028-02-10")
HINT = "Nennen Sie keinen Namen"


@pytest.fixture
def cohort():
    cohort = scenes.finished_cohort(1, chamber=makers.make_chamber())
    Person.objects.filter(enrolments__cohort=cohort).update(given_name="Ayşe", family_name="von Groß-Kühn")
    return cohort


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


@pytest.fixture
def certificate(cohort, office):
    [certificate] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    return certificate


@pytest.mark.parametrize("act", [replace_copy, replace_certificate, revoke_certificate, suspend_certificate])
def test_no_change_of_a_number_names_its_holder(certificate, office, act):
    with pytest.raises(ReasonNames):
        act(certificate=certificate, actor=office, at=LATER, reason="Frau Groß-Kühn hat es verloren")
    assert not StatusChange.objects.exists()
    assert act(certificate=certificate, actor=office, at=LATER, reason="von ihr verloren")


def test_nor_does_the_end_of_a_suspension(certificate, office):
    suspend_certificate(certificate=certificate, actor=office, at=LATER, reason="Verdacht")
    with pytest.raises(ReasonNames):
        resume_certificate(certificate=certificate, actor=office, at=LATER, reason="Ayşes Angaben stimmen")


def test_an_earlier_name_is_refused_and_not_repeated(certificate, office):
    Person.objects.filter(enrolments__holdings__certificate=certificate).update(family_name="Demir")
    with pytest.raises(ReasonNames) as refused:
        replace_certificate(certificate=certificate, actor=office, at=LATER, reason="hieß Kühn")
    assert "Kühn" not in str(refused.value)


def test_no_exception_names_its_person(cohort, office):
    first = Mark.objects.filter(enrolment__cohort=cohort).first()
    Mark.objects.filter(pk=first.pk).update(status="excused", units=0, punched=0)
    with pytest.raises(ReasonNames):
        grant_exception(enrolment=cohort.enrolments.get(), actor=office, at=scenes.ISSUED_AT, reason="Kühns Vorwissen")
    assert not ExceptionGranted.objects.exists()


def test_no_chamber_names_whom_it_withholds(cohort, client):
    type(cohort.edition).objects.update(chamber_certifies=True)
    cohort.edition.refresh_from_db()
    verifier, asked = makers.make_verifier(cohort.edition.chamber), list(cohort.enrolments.all())
    with pytest.raises(ReasonNames):
        withhold_release(cohort=cohort, enrolments=asked, actor=verifier, at=scenes.ISSUED_AT, reason="Arbeit von Ayşe")
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("act", ["copy", "replace", "revoke", "suspend"])
def test_the_form_says_so_beside_the_field(client, certificate, office, act):
    client.force_login(office)
    assert HINT in client.get(f"/certificates/{certificate.number}/{act}/").text


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("Schrift zu klein", "Klein", False),
        ("Frau Klein", "Klein", True),
        ("FRAU KLEIN", "Klein", True),
        ("von der Kammer", "von Stein", False),
        ("Kleinigkeit", "Klein", False),
        ("O’Şens Antrag", "O’Şen", True),
        ("Hans’ Antrag", "Hans", True),
        ("", "Klein", False),
        ("Antrag", "", False),
    ],
)
def test_a_name_is_a_word_with_a_capital(text, name, named):
    assert says_name(text, name) is named
