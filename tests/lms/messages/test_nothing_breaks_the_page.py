"""Neither a dead mail server nor a dead broker turns into an error what has happened; the outbox and sweepers go on."""

import pytest
from celery.app.task import Task
from django.conf import settings
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from certificates.issuing.actions import issue_certificates, replace_copy, retry_copies
from certificates.issuing.models import Copy
from certificates.issuing.tasks import finish_copies
from lms.messages.actions import post_letter
from lms.messages.delivery import LEASE, WAITS, deliver
from lms.messages.models import Letter
from lms.messages.tasks import send_due_letters
from tests.certificates.issuing import scenes
from tests.makers import NOON, make_user

pytestmark = pytest.mark.django_db
SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def refuse(*args, **kwargs):
    raise ConnectionRefusedError("nobody there")


def test_forgotten_password_waits_for_the_mail_server(client, monkeypatch, django_capture_on_commit_callbacks):
    user = make_user()
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(SEND, refuse)
        assert client.post("/account/password/reset/", {"email": user.email}).status_code == 302
    letter = Letter.objects.get(kind__startswith="accounts.")
    assert letter.state == Letter.State.WAITING and letter.attempts == 1
    assert deliver(letter.pk, letter.not_before)
    assert mail.outbox[0].to == [user.email] and "/account/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize("fault", [ValueError("a line break in the address"), UnicodeError("address"), KeyError("x")])
def test_whatever_fails_puts_the_letter_back_and_gives_up_in_the_end(monkeypatch, fault):
    def fail(self, messages):
        raise fault

    monkeypatch.setattr(SEND, fail)
    letter, moment = post_letter(to="ada@people.example", subject="x", body="y", kind="t", at=NOON), NOON
    for wait in [*WAITS, LEASE]:
        assert not deliver(letter.pk, moment)
        moment += wait
    letter.refresh_from_db()
    assert letter.state == Letter.State.FAILED and type(fault).__name__ in letter.last_error


def test_each_letter_has_its_own_clock(monkeypatch):
    """A letter that is claimed late must not look as if its worker had died."""
    moment = [NOON]

    def slow(self, messages):
        moment[0] += LEASE
        return len(messages)

    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    monkeypatch.setattr(SEND, slow)
    for _each in range(2):
        post_letter(to="ada@people.example", subject="x", body="y", kind="t", at=NOON)
    assert send_due_letters(NOON) == 2
    assert list(Letter.objects.order_by("pk").values_list("claimed_at", flat=True)) == [NOON, NOON + LEASE]


def test_a_silent_server_is_not_waited_for_long():
    assert settings.EMAIL_TIMEOUT == 10


def test_a_dead_broker_leaves_papers_to_the_sweeper(monkeypatch, django_capture_on_commit_callbacks):
    def dead(*args, **kwargs):
        raise OperationalError("no broker")

    cohort = scenes.finished_cohort(1)
    office = scenes.manager(cohort)
    with monkeypatch.context() as patch:
        patch.setattr(Task, "apply_async", dead)
        with django_capture_on_commit_callbacks(execute=True):
            [certificate] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
        with django_capture_on_commit_callbacks(execute=True):
            replace_copy(certificate=certificate, actor=office, at=scenes.ISSUED_AT)
        Copy.objects.update(state=Copy.State.FAILED)
        with django_capture_on_commit_callbacks(execute=True):
            assert retry_copies(cohort=cohort, actor=office, at=scenes.ISSUED_AT) == 2
    assert finish_copies(scenes.ISSUED_AT) == 2
    assert set(Copy.objects.values_list("state", flat=True)) == {Copy.State.DONE}
