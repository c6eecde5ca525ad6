"""A copy's PDF is made once, stored with its hash, and whatever was interrupted is finished by the sweeper."""

import datetime as dt
import hashlib
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from certificates.document.codes import fingerprint_in_groups
from certificates.issuing import making
from certificates.issuing.actions import issue_certificates, retry_copies
from certificates.issuing.models import Copy, CopyContent, private_storage
from certificates.issuing.tasks import finish_copies, make_pdf
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import blank

pytestmark = pytest.mark.django_db
LATER = scenes.ISSUED_AT + dt.timedelta(hours=1)


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1)


@pytest.fixture
def copy(cohort):
    [certificate] = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates
    return certificate.copies.get()


def test_after_the_commit_the_paper_lies_there(cohort, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    copy = Copy.objects.get()
    pdf = copy.content.pdf.read()
    assert copy.state == Copy.State.DONE and pdf.startswith(b"%PDF-")
    assert copy.sha256 == hashlib.sha256(pdf).hexdigest()
    assert copy.content.pdf.name.startswith(f"certificates/2027/{copy.credential_id}")


def test_the_paper_names_the_seal_that_is_on_it(copy):
    make_pdf(copy.pk)
    copy.refresh_from_db()
    pages = PdfReader(io.BytesIO(copy.content.pdf.read())).pages
    assert fingerprint_in_groups(copy.proof.sealed_with) in " ".join(pages[1].extract_text().split())


def test_making_it_twice_changes_nothing(copy):
    make_pdf(copy.pk)
    before = Copy.objects.values().get(), CopyContent.objects.values().get()
    make_pdf(copy.pk)
    assert (Copy.objects.values().get(), CopyContent.objects.values().get()) == before


def test_a_worker_killed_after_its_claim_is_followed_by_the_sweeper(copy):
    claimed_at = timezone.now() - 2 * making.STALE
    assert making.claim(copy.pk, claimed_at) is not None  # and then the process was gone
    assert finish_copies(claimed_at + making.STALE / 2) == 0, "its worker may still be at it"
    assert Copy.objects.get().state == Copy.State.RUNNING
    assert finish_copies(timezone.now()) == 1
    assert Copy.objects.get().state == Copy.State.DONE


def test_what_was_tried_least_is_printed_first(monkeypatch):
    """Else a worker that is killed every time would be killed over the same copy, until that is given up."""
    cohort = scenes.finished_cohort(3)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    first, second, third = Copy.objects.order_by("pk")
    Copy.objects.filter(pk=first.pk).update(attempts=2)
    Copy.objects.filter(pk=second.pk).update(attempts=1)
    sent = []
    monkeypatch.setattr(make_pdf, "delay", sent.append)
    finish_copies(LATER)
    assert sent == [third.pk, second.pk, first.pk]


def test_only_the_latest_claim_is_kept(copy):
    slow = making.claim(copy.pk, scenes.ISSUED_AT)
    quick = making.claim(copy.pk, LATER)
    assert making.make(quick, blank, LATER)
    kept = CopyContent.objects.get().pdf.name
    assert not making.make(slow, lambda copy, at: making.Paper(b"%PDF another"), LATER)
    content = CopyContent.objects.get()
    assert content.pdf.name == kept and content.pdf.read().startswith(b"%PDF T")
    assert not private_storage().exists(making._name(slow, slow.attempts))


def test_two_claims_at_once_give_one(copy):
    assert making.claim(copy.pk, scenes.ISSUED_AT)
    assert making.claim(copy.pk, scenes.ISSUED_AT) is None


def test_a_failure_is_noted_tried_again_later_and_in_the_end_given_up(cohort, copy):
    def broken(copy, at):
        raise OSError("the disk is full")

    at = scenes.ISSUED_AT
    for attempt in range(1, making.MAX_ATTEMPTS + 1):
        assert not making.make(making.claim(copy.pk, at), broken, at)
        found = Copy.objects.get()
        assert found.attempts == attempt and found.last_error == "OSError"
        assert making.claim(copy.pk, at) is None, "not at once again"
        at = found.not_before
    assert found.state == Copy.State.FAILED and finish_copies(at) == 0
    assert retry_copies(cohort=cohort, actor=scenes.manager(cohort), at=at) == 1
    assert making.make(making.claim(copy.pk, at), blank, at)


def test_the_log_says_where_it_failed_and_quotes_nobody(copy, caplog):
    name = "Łucja Żak"

    def broken(copy, at):
        try:
            name.encode("latin-1")
        except UnicodeError as error:
            raise ValueError(name) from error

    assert not making.make(making.claim(copy.pk, scenes.ISSUED_AT), broken, scenes.ISSUED_AT)
    assert "ValueError" in caplog.text and "UnicodeEncodeError" in caplog.text and "in broken" in caplog.text
    assert name not in caplog.text and "codec can't encode" not in caplog.text


def test_a_copy_whose_worker_always_dies_is_given_up(copy):
    at = scenes.ISSUED_AT
    for _attempt in range(making.MAX_ATTEMPTS):
        making.claim(copy.pk, at)
        at += 2 * making.STALE
    assert making.claim(copy.pk, at) is None
    assert Copy.objects.get().state == Copy.State.FAILED


def test_a_record_that_cannot_be_printed_fails_with_its_reason(copy):
    CopyContent.objects.all().delete()  # what it says does not change, so another stands there
    CopyContent.objects.create(copy=copy, snapshot={"version": 1})
    make_pdf(copy.pk)
    found = Copy.objects.get()
    assert found.state == Copy.State.WAITING and found.last_error
