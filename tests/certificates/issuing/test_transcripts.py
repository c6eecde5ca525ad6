"""The transcript of seminars: for anybody of a cohort at any time, with its own number, and nothing unsettled."""

import datetime as dt

import pytest

from certificates.issuing.actions import erase_name, issue_certificates, issue_transcripts
from certificates.issuing.models import Certificate
from certificates.issuing.refusals import ListIsCurrent, NameIsErased, NothingAttended
from certificates.issuing.tasks import make_pdf
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.document.papers import text_of
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
LATER = makers.at("2028-02-10")


@pytest.fixture
def cohort():
    """One attended all, one left after the first seminar, one never came; the second seminar's sheet is open."""
    edition = makers.make_edition(max_group_size=5)
    cohort = makers.make_cohort(edition, status="running")
    people = [scenes.learner(given_name=name) for name in ("Alle", "Früh", "Nie")]
    everywhere, early, never = [makers.make_enrolment(cohort, person) for person in people]
    for month, seminar in enumerate(edition.seminars.all()[:2], 3):
        session = makers.make_session(cohort, seminar, dt.date(2027, month, 2))
        makers.make_marks(session, everywhere, closed=month == 3)
        if month == 3:
            makers.make_marks(session, early, units=6)
            makers.make_marks(session, never, units=0, status="excused")
    early.ends_on, early.ending = dt.date(2027, 3, 20), "withdrawn"
    early.save()
    return cohort


def issue(cohort, *names, **more):
    enrolments = [each for each in cohort.enrolments.all() if each.person.given_name in names] if names else None
    return issue_transcripts(
        cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT, enrolments=enrolments, **more
    )


def test_everybody_who_attended_something_gets_one_with_a_number_of_its_own(cohort):
    issued = issue(cohort)
    assert [one.kind for one in issued] == ["seminar_list"] * 2
    assert [one.number[-4:] for one in issued] == ["0001", "0002"]
    papers = {one.copies.get().content.snapshot["given_name"]: one.copies.get() for one in issued}
    assert set(papers) == {"Alle", "Früh"} and len({copy.code for copy in papers.values()}) == 2
    early = papers["Früh"].content.snapshot
    assert [line["attended_units"] for line in early["seminars"]] == [6]
    assert early["period_start"] == early["period_end"] == "2027-03-02" and early["requirements"] == []


def test_the_period_ends_as_the_certificates_does():
    """With the second day of the last seminar, not with its first."""
    edition = makers.make_edition(max_group_size=5)
    edition.seminars.update(days=2)
    person, cohort = scenes.learner(), makers.make_cohort(edition, status="completed")
    enrolment = makers.make_enrolment(cohort, person)
    for month, seminar in enumerate(edition.seminars.all(), 3):
        makers.make_marks(makers.make_session(cohort, seminar, dt.date(2027, month, 2)), enrolment)
    asked = {"cohort": cohort, "actor": scenes.manager(cohort), "at": scenes.ISSUED_AT}
    [certificate], [transcript] = issue_certificates(**asked).certificates, issue_transcripts(**asked)
    papers = [one.copies.get().content.snapshot for one in (certificate, transcript)]
    last = 2 + edition.seminars.count()
    assert [(one["period_start"], one["period_end"]) for one in papers] == [("2027-03-02", f"2027-{last:02}-03")] * 2


def test_what_is_on_an_open_sheet_is_not_listed(cohort):
    [issued] = issue(cohort, "Alle")
    assert len(issued.copies.get().content.snapshot["seminars"]) == 1


def test_it_is_printed_and_says_what_it_is(cohort):
    [issued] = issue(cohort, "Früh")
    copy = issued.copies.get()
    make_pdf(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "done" and copy.proof.signed_sha256
    text = text_of(copy.content.pdf.path)
    assert "Übersicht besuchter Seminare" in text and "Zertifikat über" not in text and "Prüfung" not in text


def test_the_same_is_not_issued_twice_but_more_is(cohort):
    [first] = issue(cohort, "Alle")
    with pytest.raises(ListIsCurrent):
        issue(cohort, "Alle")
    cohort.sessions.last().sheet.__class__.objects.update(closed_at=LATER)
    [second] = issue(cohort, "Alle")
    assert len(second.copies.get().content.snapshot["seminars"]) == 2
    assert first.status_changes.count() == 0, "the earlier list stays true"


def test_who_attended_nothing_gets_none(cohort):
    with pytest.raises(NothingAttended):
        issue(cohort, "Nie")


def test_it_neither_needs_birth_data_nor_spoils_the_certificate():
    cohort = scenes.finished_cohort([scenes.learner(date_of_birth=None)])
    office = scenes.manager(cohort)
    assert issue_transcripts(cohort=cohort, actor=office, at=scenes.ISSUED_AT)
    person = cohort.enrolments.get().person
    person.date_of_birth = dt.date(1990, 4, 5)
    person.save()
    assert len(issue_certificates(cohort=cohort, actor=office, at=LATER).certificates) == 1


def test_after_an_erasure_nothing_is_listed_any_more(cohort):
    [issued] = issue(cohort, "Alle")
    erase_name(enrolment=issued.holding.enrolment, actor=scenes.manager(cohort), at=LATER)
    with pytest.raises(NameIsErased):
        issue(cohort, "Alle")


def test_others_may_not(cohort):
    with pytest.raises(NotAllowed):
        issue_transcripts(cohort=cohort, actor=makers.make_user(), at=LATER)
    assert not Certificate.objects.exists()


def test_the_office_presses_beside_a_name(cohort, client):
    client.force_login(scenes.manager(cohort))
    url = f"/cohorts/{cohort.code}/certificates/"
    early = next(each for each in cohort.enrolments.all() if each.person.given_name == "Früh")
    page = client.post(url, {"act": "transcripts", "enrolment": early.pk}, follow=True).content.decode()
    assert "1 Übersicht besuchter Seminare wurde ausgestellt." in page and Certificate.objects.count() == 1
    page = client.post(url, {"act": "transcripts", "enrolment": early.pk}).content.decode()
    assert "dasselbe" in page and Certificate.objects.count() == 1
    other = scenes.finished_cohort(1).enrolments.get()
    assert client.post(url, {"act": "transcripts", "enrolment": other.pk}).status_code == 404
    assert client.post(url, {"act": "transcripts", "enrolment": "a\0b"}).status_code == 404
