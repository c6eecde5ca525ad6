"""A letter with the same key is written and sent once, after the transaction that wrote it."""

import pytest
from django.core import mail
from django.db import transaction

from lms.messages.actions import post_letter
from lms.messages.delivery import LEASE, deliver
from lms.messages.models import Letter
from lms.messages.tasks import send_letter
from tests.makers import NOON

ADA = {"to": "ada@people.example", "subject": "Ihr Platz", "body": "Guten Tag", "kind": "test", "at": NOON}


def test_is_sent_after_the_commit_and_not_before(django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        letter = post_letter(**ADA, key="invitation:1")
        assert mail.outbox == []
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, len(mail.outbox)) == (Letter.State.SENT, 1, 1)
    assert mail.outbox[0].to == ["ada@people.example"]


def test_is_not_sent_when_the_act_fails(transactional_db):
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        post_letter(**ADA)
        raise ValueError("refused")
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_the_same_key_is_the_same_letter(django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        first = post_letter(**ADA, key="invitation:1")
        again = post_letter(**{**ADA, "subject": "Noch einmal"}, key="invitation:1")
    assert again.pk == first.pk
    assert Letter.objects.get().subject == "Ihr Platz"
    assert len(mail.outbox) == 1


def test_a_task_that_runs_twice_sends_once(db):
    letter = post_letter(**ADA)
    send_letter(letter.pk)
    send_letter(letter.pk)
    assert len(mail.outbox) == 1


def test_a_letter_being_sent_is_left_alone_until_its_worker_counts_as_dead(db):
    letter = post_letter(**ADA)
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENDING, claimed_at=NOON, attempts=1)
    assert not deliver(letter.pk, NOON + LEASE)
    assert deliver(letter.pk, NOON + LEASE * 2)
    assert len(mail.outbox) == 1
