"""A chamber stands for what an office issued: for a cohort in one go, for good, and everybody can see it."""

import pytest
from django.db import DatabaseError, transaction

from certificates.issuing.actions import issue_certificates, issue_transcripts, replace_copy, revoke_certificate
from certificates.verification.countersigning import countersign_certificates
from certificates.verification.models import Countersignature
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
AT = makers.at("2028-01-15")


@pytest.fixture
def chamber():
    return makers.make_chamber(name="IHK Musterfranken")


@pytest.fixture
def cohort(chamber):
    cohort = scenes.finished_cohort(3, chamber=chamber)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    return cohort


def sign(cohort, actor, certificates=None):
    return countersign_certificates(
        cohort=cohort, certificates=certificates or cohort.certificates.all(), actor=actor, at=AT
    )


def page_of(client, copy):
    return client.get(f"/v/{copy.code}", headers={"accept-language": "de"}).content.decode()


def test_in_one_go_and_only_once(client, chamber, cohort):
    verifier = makers.make_verifier(chamber)
    copy = cohort.certificates.first().copies.get()
    assert "Mitgezeichnet" not in page_of(client, copy)
    assert sign(cohort, verifier) == 3 and sign(cohort, verifier) == 0
    assert Countersignature.objects.count() == Act.objects.filter(verb="certificate.countersigned").count() == 3
    text = page_of(client, copy)
    assert "Mitgezeichnet" in text and "15. Januar 2028 von IHK Musterfranken" in text


def test_what_does_not_hold_is_passed_over_and_says_nothing_of_it(client, chamber, cohort):
    verifier = makers.make_verifier(chamber)
    before, after, _third = cohort.certificates.all()
    end = {"actor": scenes.manager(cohort), "at": AT, "reason": "x"}
    revoke_certificate(certificate=before, **end)
    assert sign(cohort, verifier) == 2
    revoke_certificate(certificate=after, **end)
    for row in (before, after):
        assert "Musterfranken" not in page_of(client, row.copies.get())


def test_a_replacement_copy_is_countersigned_as_its_number_is(client, chamber, cohort):
    sign(cohort, makers.make_verifier(chamber))
    copy = replace_copy(certificate=cohort.certificates.first(), actor=scenes.manager(cohort), at=AT)
    assert "Mitgezeichnet" in page_of(client, copy)


def test_nobody_else_may(cohort):
    for stranger in (makers.make_verifier(makers.make_chamber()), scenes.manager(cohort), makers.make_user()):
        with pytest.raises(NotAllowed):
            sign(cohort, stranger)
    assert not Countersignature.objects.exists()


def test_another_cohorts_certificates_are_not_taken_along(chamber, cohort):
    other = scenes.finished_cohort(1, chamber=chamber)
    [foreign] = issue_certificates(cohort=other, actor=scenes.manager(other), at=scenes.ISSUED_AT).certificates
    assert sign(cohort, makers.make_verifier(chamber), [foreign]) == 0


@pytest.mark.parametrize("change", [lambda rows: rows.update(on="2020-01-01"), lambda rows: rows.delete()])
def test_rows_stay_as_they_are(chamber, cohort, change):
    sign(cohort, makers.make_verifier(chamber))
    with pytest.raises(DatabaseError), transaction.atomic():
        change(Countersignature.objects.all())


def test_the_desk_countersigns_what_it_showed(client, chamber, cohort):
    client.force_login(makers.make_verifier(chamber))
    url = f"/chambers/{chamber.code}/cohorts/{cohort.code}/"
    shown = [row.number for row in cohort.certificates.all()[:2]]
    assert all(f'value="{number}"' in client.get(url).content.decode() for number in shown)
    asked = client.post(f"{url}countersign/", {"numbers": shown}).content.decode()
    assert "2 Zertifikate mitzeichnen?" in asked and all(number in asked for number in shown)
    assert not Countersignature.objects.exists()
    answer = client.post(f"{url}countersign/", {"numbers": shown, "sure": "on"}, follow=True)
    assert "2 Nachweise sind mitgezeichnet" in answer.content.decode() and Countersignature.objects.count() == 2
    for numbers in ([], ["x"], [""], ["PNF-1-1", *shown]):
        assert client.post(f"{url}countersign/", {"numbers": numbers, "sure": "on"}, follow=True).status_code == 200
    assert Countersignature.objects.count() == 2
    assert "mitgezeichnet" in client.get(f"/chambers/{chamber.code}/").content.decode()


def test_the_chamber_chooses_and_is_told_which_kinds(client, chamber, cohort):
    issue_transcripts(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    client.force_login(makers.make_verifier(chamber))
    url = f"/chambers/{chamber.code}/cohorts/{cohort.code}/"
    rows = client.get(url).content.decode().partition('id="countersign"')[2].split("<tr>")[2:]
    assert len(rows) == 6 and all('type="checkbox"' in row and " checked" in row for row in rows)
    assert sum("Übersicht" in row for row in rows) == 3
    chosen = [cohort.certificates.filter(kind=kind).first() for kind in ("certificate", "seminar_list")]
    numbers = [one.number for one in chosen]
    page = client.post(f"{url}countersign/", {"numbers": numbers}).content.decode()
    assert "1 Zertifikat und 1 Übersicht besuchter Seminare mitzeichnen?" in page
    client.post(f"{url}countersign/", {"numbers": numbers, "sure": "on"})
    assert set(Countersignature.objects.values_list("certificate__number", flat=True)) == set(numbers)


def test_nothing_ticked_is_said(client, chamber, cohort):
    client.force_login(makers.make_verifier(chamber))
    page = client.post(f"/chambers/{chamber.code}/cohorts/{cohort.code}/countersign/", {}, follow=True)
    assert "Kreuzen Sie mindestens einen Nachweis an" in page.content.decode()
