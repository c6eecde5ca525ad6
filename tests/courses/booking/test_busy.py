"""Whoever waits for the lock in vain is told "busy", never "full", and nothing was written."""

import threading

import pytest
from django.db import connection, transaction

from courses.booking import locks
from courses.booking.actions import book_seats
from courses.booking.locks import lock_cohort
from courses.booking.models import Booking
from courses.booking.refusals import Busy
from tests.makers import NOON, make_cohort, make_company, make_office_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lock_held_too_long_means_busy(monkeypatch, settings):
    cohort, company, actor = make_cohort(), make_company(), make_office_user()
    # The house waits three seconds on PostgreSQL and twenty on SQLite; a test need not.
    monkeypatch.setattr(locks, "LOCK_TIMEOUT", "200ms")
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            lock_cohort(cohort.pk)
            held.set()
            done.wait(timeout=20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(timeout=20)
        with pytest.raises(Busy) as refused:
            book_seats(cohort=cohort, company=company, count=1, actor=actor, at=NOON)
    finally:
        done.set()
        holder.join()
        if connection.vendor == "sqlite":
            connection.close()
    assert refused.value.status == 503
    assert not Booking.objects.exists()
    assert book_seats(cohort=cohort, company=company, count=1, actor=actor, at=NOON)
