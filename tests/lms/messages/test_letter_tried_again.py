"""A mail server that is down delays a letter; the sweeper sends it later, and gives up visibly in the end."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from lms.messages import sweepers
from lms.messages.actions import post_letter
from lms.messages.delivery import WAITS, deliver
from lms.messages.models import Letter
from lms.messages.tasks import send_due_letters
from tests.makers import NOON


@pytest.fixture
def server_down(monkeypatch):
    """The network stands in for itself badly: every connection is refused."""

    def refuse(self, messages):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    return monkeypatch


@pytest.fixture
def letter(db):
    return post_letter(to="ada@people.example", subject="Ihr Platz", body="Guten Tag", kind="test", at=NOON)


def test_waits_longer_after_each_attempt_and_then_gives_up(letter, server_down):
    moment = NOON
    for wait in WAITS:
        assert not deliver(letter.pk, moment)
        letter.refresh_from_db()
        assert (letter.state, letter.not_before) == (Letter.State.WAITING, moment + wait)
        moment += wait
    assert not deliver(letter.pk, moment)
    letter.refresh_from_db()
    assert letter.state == Letter.State.FAILED
    assert "ConnectionRefusedError" in letter.last_error


def test_the_sweeper_sends_what_waited_and_only_when_it_is_due(letter, server_down):
    deliver(letter.pk, NOON)
    server_down.undo()
    assert send_due_letters(NOON) == 0
    assert send_due_letters(NOON + WAITS[0]) == 1
    assert len(mail.outbox) == 1
    assert send_due_letters(NOON + WAITS[0]) == 0


def test_the_command_says_what_it_did_and_a_failing_sweeper_stops_no_other(letter, monkeypatch, capsys):
    def broken(at):
        raise RuntimeError("broken")

    monkeypatch.setattr(sweepers, "_sweepers", {"broken": broken, **sweepers._sweepers})
    with pytest.raises(CommandError):
        call_command("run_due_jobs")
    said = capsys.readouterr().out
    assert "broken: failed" in said
    assert "letters: 1" in said
