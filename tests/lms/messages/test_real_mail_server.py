"""Letters over real SMTP: each arrives once, also after a mail server was down for days, and none is lost unseen."""

import datetime as dt
import multiprocessing
import os
import signal
import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import translation

from lms.audit.models import Act
from lms.home.decisions import decisions_for
from lms.messages.actions import post_letter
from lms.messages.delivery import LEASE, REFUSALS, WAITS, deliver
from lms.messages.models import Letter
from lms.messages.tasks import send_due_letters
from tests.lms.messages.mailserver import MailServer
from tests.makers import NOON, make_office_user, make_user

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    yield server
    server.close()


def write(number=1, at=NOON):
    """`number` letters that lie in the outbox, as an act leaves them while no queue answers."""
    return [
        Letter.objects.create(
            to=f"p{n}@people.example", subject=f"Grüße {n}", body="Guten Tag", kind="test", not_before=at, written_at=at
        )
        for n in range(number)
    ]


def arrived(server):
    return sorted(address for address, _message in server.letters)


def everybody(number):
    return sorted(f"p{n}@people.example" for n in range(number))


def states():
    return set(Letter.objects.values_list("state", flat=True))


def sweep_through(start, length, step):
    moment = start
    while moment <= start + length:
        send_due_letters(moment)
        moment += step
    return moment


def test_a_letter_arrives_as_it_was_written(server, django_capture_on_commit_callbacks, db):
    with django_capture_on_commit_callbacks(execute=True):
        post_letter(to="ada@people.example", subject="Ihr Platz: Ä", body="Grüß Gott\n", kind="test", at=NOON)
    [(address, message)] = server.letters
    assert address == "ada@people.example"
    assert message["Message-ID"].startswith("<letter-")
    assert message.get_payload(decode=True).decode() == "Grüß Gott\r\n"


def test_nothing_leaves_for_an_act_that_was_rolled_back(server, transactional_db):
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        post_letter(to="ada@people.example", subject="Ihr Platz", body="Guten Tag", kind="test", at=NOON)
        raise ValueError("no")
    send_due_letters(NOON + DAY)
    assert server.letters == []


@pytest.mark.parametrize("days", [1, 4])
def test_a_server_down_for_days_loses_nothing(server, db, days):
    """Twelve letters; in the end the server comes back on the port that it had."""
    port = server.port
    server.close()
    write(12)
    after = sweep_through(NOON, days * DAY, 60 * MINUTE)
    assert states() == {"waiting"}
    back = MailServer(port)
    try:
        sweep_through(after, DAY / 2, 60 * MINUTE)
        assert arrived(back) == everybody(12)
        assert states() == {"sent"}
    finally:
        back.close()


def test_a_server_that_is_down_costs_one_attempt_a_sweep(server, db):
    """The others keep theirs, and the sweepers behind do not wait for twelve silences."""
    server.close()
    write(12)
    send_due_letters(NOON)
    assert sum(Letter.objects.values_list("attempts", flat=True)) == 1


def test_one_address_that_is_refused_does_not_stop_the_others(server, db):
    write(3)
    server.refuses = "550 5.1.1 no such user"
    send_due_letters(NOON)
    server.refuses = ""
    assert send_due_letters(NOON + 2 * WAITS[0]) == 3
    assert set(Letter.objects.values_list("attempts", flat=True)) == {2}


def test_an_address_refused_for_good_is_given_up_the_same_day(server, db):
    write(1)
    server.refuses = "550 5.1.1 no such user"
    sweep_through(NOON, sum(WAITS[:REFUSALS], dt.timedelta()), MINUTE)
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", REFUSALS)
    assert "no such user" in letter.last_error


def test_an_address_refused_for_now_is_tried_for_days(server, db):
    write(1)
    server.refuses = "451 4.7.1 greylisted"
    after = sweep_through(NOON, DAY, 30 * MINUTE)
    assert states() == {"waiting"}
    server.refuses = ""
    sweep_through(after, DAY / 2, 30 * MINUTE)
    assert arrived(server) == everybody(1)


def test_two_sweepers_at_once_send_each_letter_once(server, transactional_db):
    write(20)
    start = threading.Barrier(3)

    def sweep():
        start.wait(timeout=20)
        send_due_letters(NOON)
        connection.close()

    sweepers = [threading.Thread(target=sweep) for _one in range(3)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert arrived(server) == everybody(20)


def test_a_worker_killed_after_handing_over_costs_one_duplicate_and_no_more(server, transactional_db):
    """
    The mail server has the letter, the row does not say so: nobody can know. It is sent again, under one Message-ID.

    Until the dead worker's lease is over nobody else touches the letter.
    """
    [letter] = write(1)
    server.answers.clear()
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=deliver, args=(letter.pk, NOON))
    worker.start()
    assert server.taken.wait(timeout=20)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    server.answers.set()
    assert send_due_letters(NOON + LEASE) == 0
    assert send_due_letters(NOON + LEASE + MINUTE) == 1
    assert send_due_letters(NOON + DAY) == 0
    assert len(server.letters) == 2
    assert len({message["Message-ID"] for _address, message in server.letters}) == 1


def give_up(number=2):
    write(number)
    Letter.objects.update(state="failed", attempts=len(WAITS) + 1, last_error="SMTPServerDisconnected: gone")


def test_what_was_given_up_is_sent_again_by_a_command(server, db, capsys):
    give_up(2)
    assert send_due_letters(NOON + DAY) == 0
    call_command("resend_letters")
    assert "2 letters" in capsys.readouterr().out
    later = Letter.objects.latest("not_before").not_before
    assert send_due_letters(later) == 2
    assert arrived(server) == everybody(2)
    call_command("resend_letters")
    assert send_due_letters(later + DAY) == 0
    noted = Act.objects.get(verb="letter.resent").facts["letters"]
    assert set(noted) == set(Letter.objects.values_list("pk", flat=True))


def test_the_office_sees_what_was_given_up_and_sends_it_again_by_one_click(server, db, client, rf):
    give_up(2)
    office = make_office_user(language="en")
    request = rf.get("/")
    request.user = office
    with translation.override("en"):
        titles = [str(decision.title) for decision in decisions_for(request, NOON)]
    assert "2 letters could not be sent" in titles
    client.force_login(office)
    page = client.get(reverse("letters_given_up"))
    assert "p1@people.example" in page.text
    assert "SMTPServerDisconnected: gone" in page.text
    assert client.post(reverse("letters_given_up")).status_code == 302
    assert send_due_letters(Letter.objects.latest("not_before").not_before) == 2
    assert "p1@people.example" not in client.get(reverse("letters_given_up")).text


def test_nobody_else_does(db, client):
    give_up(1)
    client.force_login(make_user())
    assert client.get(reverse("letters_given_up")).status_code == 404
    assert client.post(reverse("letters_given_up")).status_code == 404
    assert states() == {"failed"}
