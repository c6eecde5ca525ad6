"""After a change of name the office is told of each valid paper that bears another one, and issues them anew."""

import pytest

from certificates.issuing.actions import issue_certificates, issue_transcripts, replace_copy
from certificates.issuing.earlier_names import valid_under_earlier_name
from certificates.issuing.evidence.gathering import gather
from certificates.issuing.models import Certificate
from certificates.issuing.refusals import NameChanged
from certificates.issuing.register import entries_of
from lms.accounts.models import Person
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import print_all

pytestmark = pytest.mark.django_db
OLD = "Altwinia"


@pytest.fixture
def person():
    return scenes.learner(given_name=OLD, family_name="Beispiel")


@pytest.fixture
def cohort(person):
    return scenes.finished_cohort([person], chamber=makers.make_chamber())


@pytest.fixture
def manager(cohort):
    return scenes.manager(cohort)


@pytest.fixture
def papers(cohort, manager):
    """The certificate and the transcript, valid under the old name."""
    asked = {"cohort": cohort, "actor": manager, "at": scenes.ISSUED_AT}
    certificate, [transcript] = issue_certificates(**asked).certificates[0], issue_transcripts(**asked)
    print_all()
    return certificate, transcript


def rename(person, **fields):
    Person.objects.filter(pk=person.pk).update(**(fields or {"given_name": "Neuwin"}))
    person.refresh_from_db()


def words_of(certificate):
    [entry] = entries_of(Certificate.objects.filter(pk=certificate.pk))
    return entry.status.word


def test_the_pages_of_the_office_say_so_and_repeat_no_name(client, cohort, manager, person, papers):
    client.force_login(manager)
    addresses = [f"/cohorts/{cohort.code}/certificates/", *(f"/certificates/{one.number}/" for one in papers)]
    assert not [url for url in addresses if "mit anderem Namen gedruckt" in client.get(url).content.decode()]
    rename(person)
    for url in addresses:
        page = client.get(url).content.decode()
        assert "mit anderem Namen gedruckt" in page and OLD not in page and "Neuwin" in page


def test_the_others_are_ticked_and_issued_anew_together(client, manager, person, papers):
    client.force_login(manager)
    certificate, transcript = papers
    rename(person)
    url = f"/certificates/{certificate.number}/replace/"
    page = client.get(url).content.decode()
    assert f'value="{transcript.number}"' in page and "checked" in page.split(f'value="{transcript.number}"')[1][:120]
    page = client.post(url, {"reason": "SBGG", "also": [transcript.number]}, follow=True).content.decode()
    new = Certificate.objects.filter(replaces__in=papers)
    assert {one.kind for one in new} == {certificate.kind, transcript.kind}
    assert sorted(one.sequence for one in new) == [1, 2], "of this year, without a gap"
    assert all(one.copies.get().content.snapshot["given_name"] == "Neuwin" for one in new)
    assert all(one.number in page for one in new) and words_of(certificate) == words_of(transcript) == "replaced"


def test_the_ones_not_ticked_stay_and_are_shown_at_the_new_number(client, manager, person, papers):
    client.force_login(manager)
    certificate, transcript = papers
    rename(person)
    page = client.post(f"/certificates/{certificate.number}/replace/", {"reason": "x"}, follow=True).content.decode()
    assert words_of(transcript) == "valid"
    assert "Weitere Nachweise mit anderem Namen" in page and f"/certificates/{transcript.number}/replace/" in page


def test_what_one_is_refused_keeps_no_other(client, manager, person, papers):
    client.force_login(manager)
    certificate, transcript = papers
    rename(person, given_name="Neuwin", place_of_birth="")
    page = client.post(
        f"/certificates/{transcript.number}/replace/", {"reason": "x", "also": [certificate.number]}, follow=True
    ).content.decode()
    assert words_of(transcript) == "replaced" and words_of(certificate) == "valid"
    assert f"{certificate.number} wurde nicht neu ausgestellt" in page and "Geburtsort" in page


def test_a_number_that_is_not_one_of_them_is_refused(client, manager, person, papers):
    client.force_login(manager)
    certificate, _transcript = papers
    rename(person)
    answer = client.post(f"/certificates/{certificate.number}/replace/", {"reason": "x", "also": ["PNF-1"]})
    assert answer.status_code == 200 and words_of(certificate) == "valid"


def test_papers_of_another_office_are_named_not_done(client, manager, person, papers):
    other = scenes.finished_cohort([person])
    [foreign] = issue_certificates(cohort=other, actor=scenes.manager(other), at=scenes.ISSUED_AT).certificates
    rename(person)
    mine, offices = valid_under_earlier_name(person, manager)
    assert mine == list(papers) and offices == [foreign.office.name]
    client.force_login(manager)
    page = client.get(f"/certificates/{papers[0].number}/replace/").content.decode()
    assert foreign.number not in page and foreign.office.name in page


def test_no_copy_repeats_an_earlier_given_name(client, manager, person, papers):
    rename(person)
    for one in papers:
        with pytest.raises(NameChanged):
            replace_copy(certificate=one, actor=manager, at=scenes.ISSUED_AT)
        assert one.copies.count() == 1
    client.force_login(manager)
    told = client.post(f"/certificates/{papers[0].number}/copy/", {"earlier": 1}).content.decode()
    assert "Bitte stellen Sie neu aus" in told and OLD not in told


def test_after_a_marriage_a_copy_says_what_the_paper_said(manager, person, papers):
    rename(person, family_name="Neubert", academic_title="Dr.")
    copy = replace_copy(certificate=papers[0], actor=manager, at=scenes.ISSUED_AT)
    assert copy.content.snapshot["family_name"] == "Beispiel"


def test_a_new_title_is_no_other_name(manager, person, papers):
    rename(person, academic_title="Dr.")
    assert valid_under_earlier_name(person, manager) == ([], [])


def test_the_page_of_the_person_tells_as_soon_as_the_name_is_changed(client, person, papers):
    client.force_login(makers.make_office_user())
    url = f"/office/data/people/{person.pk}/"
    before = client.get(url).content.decode()
    rename(person)
    after = client.get(url).content.decode()
    assert papers[1].number not in before and "Nachweise mit anderem Namen" in after
    assert OLD not in after


def test_the_chamber_reads_no_name_of_today_beside_such_a_number(client, cohort, person, papers):
    rename(person)
    chamber = cohort.edition.chamber
    client.force_login(makers.make_verifier(chamber))
    page = client.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    people, _mark, apart = page.partition('id="ended"')
    assert all(one.number not in people and one.number in apart for one in papers)
    assert "Neuwin" not in apart and OLD not in page


def test_the_evidence_puts_no_name_beside_such_a_number(cohort, person, papers):
    def names():
        tables = {table.key: table for table in gather(cohort, scenes.ISSUED_AT, "de").tables}
        return {row["number"]: row["name"] for row in tables["certificates"].rows}

    assert set(names().values()) == {"Altwinia Beispiel"}
    rename(person)
    assert names() == {one.number: "" for one in papers}
