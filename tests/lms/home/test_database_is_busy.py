"""A database that somebody else is writing into for too long is no fault of ours: 503, and come back in a moment."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from lms.lib.waiting import waited_in_vain
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_writer_who_waits_in_vain_is_asked_to_come_back(settings):
    """Signing in writes a session outside any act; SQLite lets one writer in at a time."""
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL writers of different rows do not wait for each other")
    user = make_user()
    held, done = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            held.set()
            done.wait(timeout=20)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert held.wait(timeout=20)
        connection.cursor().execute("PRAGMA busy_timeout = 100")
        client = Client(raise_request_exception=False, headers={"accept-language": "de"})
        response = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    finally:
        done.set()
        writer.join()
        connection.close()
    assert response.status_code == 503
    assert response["Retry-After"] == "3"
    assert "Hier arbeiten gerade viele" in response.text
    assert client.post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_any_other_fault_stays_one():
    assert not waited_in_vain(RuntimeError("no"))
    assert not waited_in_vain(None)
