"""Ten who issue at once, some of whom fail: the numbers have neither gaps nor doubles."""

import threading

import pytest
from django.db import connection, transaction

from courses.invoicing import writing
from courses.invoicing.actions import issue_invoice
from courses.invoicing.models import Invoice
from lms.lib import numbering
from tests import makers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Undone(Exception):
    """Something fails after the invoice was written."""


def issue_at_once(bookings, office):
    """Issue one invoice per booking in as many threads; every third is rolled back after it took its number."""
    gate = threading.Barrier(len(bookings))
    faults = []

    def issue(index, booking):
        try:
            gate.wait()
            with transaction.atomic():
                issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON, printing=False)
                if index % 3 == 2:
                    raise Undone
        except Undone:
            pass
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=pair) for pair in enumerate(bookings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def world():
    """Nine bookings in nine cohorts of one office, so that only the number series is shared."""
    seller = makers.make_seller()
    bookings = [
        makers.make_booking(makers.make_priced_cohort(office=seller), makers.make_customer()) for _each in range(9)
    ]
    return bookings, makers.make_office_user()


def test_numbers_follow_one_another():
    assert issue_at_once(*world()) == []
    assert sorted(Invoice.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_without_the_lock_that_would_show(monkeypatch):
    def unlocked(series, count, **key):
        row = series.objects.get_or_create(**key)[0]
        threading.Event().wait(0.05)
        series.objects.filter(pk=row.pk).update(last=row.last + count)
        return range(row.last + 1, row.last + 1 + count)

    monkeypatch.setattr(writing.numbering, "take", unlocked)
    assert writing.numbering is numbering
    faults = issue_at_once(*world())
    assert faults or sorted(Invoice.objects.values_list("sequence", flat=True)) != [1, 2, 3, 4, 5, 6]


def test_one_instalment_asked_for_by_many_is_invoiced_once():
    booking = makers.make_booking(makers.make_priced_cohort(), makers.make_customer())
    faults = issue_at_once([booking] * 2, makers.make_office_user())
    assert Invoice.objects.count() == 1
    assert [type(fault).__name__ for fault in faults] == ["NothingDue"]
