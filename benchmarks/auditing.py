"""The nightly look at all seats: what `manage.py audit_seats` does, without a web server."""

import time

from django.db import connection
from django.utils import timezone

from benchmarks.arithmetic import Answer, row_of
from benchmarks.counting import Counter
from courses.booking.audit import Scope, find
from courses.booking.models import Seat
from lms.lib.snapshots import read_only_snapshot

NAME, TITLE = "audit_seats", "the nightly look at all seats"
# The stage fills cohorts without the acts that write a history and name people.
STAGED = {"history_leads_elsewhere", "person_without_chair"}


def look_at_all_seats():
    """Look once at every seat there is, those sold by the cases before too; return the Row. A finding is a fault."""
    began, worked, counter = time.perf_counter(), time.process_time(), Counter()
    with connection.execute_wrapper(counter), read_only_snapshot():
        found = find(Scope(timezone.now(), ""))
    elapsed, cpu = time.perf_counter() - began, time.process_time() - worked
    wrong = {one.code for one in found if not one.warning} - STAGED
    note = f"{Seat.objects.count()} seats in {elapsed:.2f} s"
    answers = [Answer(200, elapsed, counter.count)]
    return row_of(NAME, answers, elapsed=elapsed, cpu=cpu, note=note, fault=", ".join(sorted(wrong)))
