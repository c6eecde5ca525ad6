"""
Two hundred form POSTs on sixteen seats, to gunicorn as it runs: sixteen booked, all others told that it is full.

Twice in a row; five times, without the pages, in test_rush.py. On SQLite as the demo (one process with threads) and
with two processes, on PostgreSQL with two. Nobody gets a 5xx, not even "busy": the queue for sixteen seats is short
enough for everybody.
"""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from courses.booking.audit import Scope, find
from courses.booking.refusals import Busy, CohortFull
from tests.makers import NOON, make_booker, make_cohort, make_company, make_edition

pytestmark = pytest.mark.django_db(transaction=True)
ATTEMPTS, VISITORS, SEATS, RUNS = 200, 20, 16, 2
TOKEN = "b" * 32


@contextlib.contextmanager
def gunicorn(workers, log):
    """The server on the test database, with the settings of the demo; yields its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    name = connections["default"].settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    environment = {
        **{key: value for key, value in os.environ.items() if key not in ("REDIS_URL", "CELERY_BROKER_URL")},
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.demo_settings",
        "EMAIL_URL": "dummymail://",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), "--log-level", "warning"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            end = time.monotonic() + 120
            while process.poll() is None and time.monotonic() < end:
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    yield port
                    return
                time.sleep(0.1)
            pytest.fail(f"gunicorn did not start: {log.read_text()[-2000:]}")
        finally:
            process.terminate()
            process.wait(timeout=30)


def post(port, cohort, company, session):
    """Send the form once and return (status, what the page says)."""
    form = {"company": company.pk, "count": 1, "key": uuid.uuid4().hex, "csrfmiddlewaretoken": TOKEN}
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        talk.request(
            "POST",
            reverse("book_seats", args=[cohort.code]),
            urlencode(form),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept-Language": "de",
                "Cookie": f"csrftoken={TOKEN}; sessionid={session}",
            },
        )
        response = talk.getresponse()
        return response.status, response.read().decode()
    finally:
        talk.close()


def outcome(status, page):
    with translation.override("de"):
        full, busy = escape(str(CohortFull(0))), escape(str(Busy()))
    if status == 302:
        return "booked"
    if status == 200 and full in page:
        return "full"
    return "busy" if status == 503 and busy in page else f"{status}: {page[:300]}"


@pytest.mark.parametrize("workers", [1, 2])
def test_sixteen_of_two_hundred_twice_in_a_row(workers, tmp_path):
    if connection.vendor == "postgresql" and workers == 1:
        pytest.skip("one process is how the demo runs, on SQLite")
    cohorts = [make_cohort(make_edition(max_group_size=SEATS)) for _run in range(RUNS)]
    companies = [make_company() for _one in range(VISITORS)]
    sessions = []
    for company in companies:
        client = Client()
        client.force_login(make_booker(company), backend=settings.AUTHENTICATION_BACKENDS[0])
        sessions.append(client.cookies["sessionid"].value)
    # Nothing of ours holds a lock while the server works.
    connections.close_all()
    with gunicorn(workers, tmp_path / "log") as port, ThreadPoolExecutor(max_workers=VISITORS) as visitors:

        def one(cohort, n):
            return outcome(*post(port, cohort, companies[n % VISITORS], sessions[n % VISITORS]))

        counted = [Counter(visitors.map(partial(one, cohort), range(ATTEMPTS))) for cohort in cohorts]
    told = json.dumps(counted, indent=1) + (tmp_path / "log").read_text()
    assert counted == [{"booked": SEATS, "full": ATTEMPTS - SEATS}] * RUNS, told
    assert [cohort.seats.taken().count() for cohort in cohorts] == [SEATS] * RUNS
    assert find(Scope(NOON)) == []
