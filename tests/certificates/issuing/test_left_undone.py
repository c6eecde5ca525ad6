"""Without a broker whoever looks at papers that a stopped process left sees them go on; others' are left alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.issuing import making, producing
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy, EvidenceBundle
from lms.lib.making import STALE, State
from lms.messages.beside import beside
from tests.certificates.issuing import scenes, world

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


class Nothing:
    """A job that is done at once: the jobs before it are done then too."""

    name = "tests.nothing"

    def apply(self, args, throw):
        pass


def all_jobs_are_done():
    beside(Nothing()).result(SECONDS)


@pytest.fixture
def left(monkeypatch, settings):
    """Four papers: two wait, one was claimed by a process that is gone, one a moment ago by another that is not."""
    cohort = scenes.finished_cohort(4)
    monkeypatch.setattr("lms.messages.after_commit.beside", lambda *args: None)
    settings.LONG_JOBS_BESIDE = True
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=timezone.now())
    monkeypatch.setattr(producing, "produce", world.blank)
    gone, other, *_waiting = Copy.objects.values_list("pk", flat=True)
    making.claim(gone, timezone.now() - 2 * STALE)
    making.claim(other, timezone.now())
    return cohort


def states():
    return sorted(Copy.objects.values_list("state", flat=True))


@pytest.mark.parametrize("page", ["cohort_certificates", "certificates_progress"])
def test_looking_at_them_is_enough(client, left, page):
    client.force_login(scenes.manager(left))
    assert client.get(reverse(page, args=[left.code])).status_code == 200
    all_jobs_are_done()
    assert states() == [State.DONE] * 3 + [State.RUNNING]


def test_another_cohort_is_left_alone(client, left):
    elsewhere = scenes.finished_cohort(1)
    issue_certificates(cohort=elsewhere, actor=scenes.manager(elsewhere), at=timezone.now())
    client.force_login(scenes.manager(elsewhere))
    client.get(reverse("certificates_progress", args=[elsewhere.code]))
    all_jobs_are_done()
    assert states().count(State.DONE) == 1


def test_with_a_broker_its_sweeper_does_it(client, left, settings):
    settings.LONG_JOBS_BESIDE = False
    client.force_login(scenes.manager(left))
    client.get(reverse("certificates_progress", args=[left.code]))
    all_jobs_are_done()
    assert State.DONE not in states()


def test_evidence_too(client, left, monkeypatch):
    bundle = EvidenceBundle.objects.create(cohort=left, asked_by=scenes.manager(left), asked_at=timezone.now())
    monkeypatch.setattr("certificates.issuing.evidence.making.files_of", lambda bundle: (b"%PDF", b"PK"))
    client.force_login(bundle.asked_by)
    assert client.get(reverse("cohort_evidence", args=[left.code])).status_code == 200
    all_jobs_are_done()
    assert EvidenceBundle.objects.get().state == State.DONE
