"""Only a paper with a front speaks of its back: a transcript is one page, and its public pages say so."""

import pytest
from django.utils import timezone

from certificates.issuing.actions import issue_certificates, issue_transcripts, share_certificate
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification.papers import code_of

pytestmark = pytest.mark.django_db
BACK = {"de": "Rückseite", "en": "the back"}
TRANSCRIPT = {"de": "Seminare wie auf der Übersicht", "en": "Seminars as on the transcript"}


def certificate(cohort):
    return issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates[0]


def transcript(cohort):
    return issue_transcripts(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)[0]


def pages(client, issued, language):
    """Every public page that lists the seminars of a paper."""
    holder = makers.make_user(issued.holding.enrolment.person)
    _link, secret = share_certificate(certificate=issued, actor=holder, at=timezone.now(), days=7)
    asks = {"headers": {"accept-language": language}}
    yield client.get(f"/v/{code_of(issued)}", **asks).text
    yield client.post("/verify/", {"ask": "code", "code": code_of(issued)}, **asks).text
    yield client.get(f"/s/{secret}/", **asks).text


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_certificate_speaks_of_its_back(client, language):
    for page in pages(client, certificate(scenes.finished_cohort(1)), language):
        assert "Seminar 3" in page and BACK[language] in page and TRANSCRIPT[language] not in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_transcript_does_not(client, language):
    for page in pages(client, transcript(scenes.finished_cohort(1)), language):
        assert "Seminar 3" in page and TRANSCRIPT[language] in page and BACK[language] not in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_asks_for_any_paper_is_not_sent_to_a_back(client, language):
    asked = {"ask": "number", "number": "PNF-1", "family_name": "Ott", "date_of_birth": "1990-04-05"}
    page = client.post("/verify/", asked, headers={"accept-language": language}).text
    assert BACK[language] not in page and " its back" not in page
