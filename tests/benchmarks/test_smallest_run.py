"""Every benchmark works from end to end: a database, gunicorn, the fewest requests; sixteen seats stay sixteen."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from tests.servers import LOCAL_DATABASE


@pytest.mark.postgres
def test_every_benchmark_works(django_db_setup, django_db_blocker, tmp_path):
    migrated = connections["default"].settings_dict["NAME"]
    # A database is only copied while nobody is connected to it.
    with django_db_blocker.unblock():
        connections["default"].close()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks", "--smallest", "--into", str(tmp_path)),
            *("--template", migrated, "--database", f"{migrated}_bench"),
        ],
        cwd=settings.BASE_DIR,
        env={"DATABASE_URL": LOCAL_DATABASE, **os.environ},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [written] = tmp_path.glob("*.json")
    found = {row["name"]: row for row in json.loads(written.read_text())["benchmarks"]}
    assert set(found) == {
        *("programme_page", "participant_page", "book_seat", "book_in_turn", "book_refused", "seat_rush"),
        *("book_refused_plain", "seat_rush_plain"),
        *("api_book", "api_refused", "api_rush", "roll_call"),
        *("verify_page", "verify_page_alone", "check_pdf"),
        *("verify_page_register", "verify_page_alone_register", "check_pdf_register"),
        *("audit_seats", "certificate", "certificates_two_workers"),
    }
    assert found["seat_rush"]["note"].startswith("16 booked")
    assert found["seat_rush_plain"]["note"].startswith("16 booked")
    assert found["api_rush"]["note"].startswith("16 booked")
    # The letter is handed to the queue: with it a booking by the form or the API takes no more than this. The first
    # requests of a process ask a few more (content types); the cases looked at here send more than there are of those.
    assert found["book_in_turn"]["sql"] <= 11
    assert found["api_book"]["sql"] <= 11
    assert found["api_refused"]["sql"] <= 3
    assert found["book_refused"]["sql"] <= 5
    assert found["book_refused_plain"]["sql"] <= 10
    assert found["verify_page"]["sql"] <= 5
    assert all(row["requests"] and row["sql"] for row in found.values())
    assert "below 150 MB" in done.stdout


def test_says_what_it_needs():
    started = subprocess.run(
        [sys.executable, "-m", "benchmarks"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "sqlite:///file.sqlite3"},
        capture_output=True,
        text=True,
    )
    assert started.returncode == 1
    assert started.stderr.strip() == "The benchmarks run on PostgreSQL; DATABASE_URL names sqlite."
