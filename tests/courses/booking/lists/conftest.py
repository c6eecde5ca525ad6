"""A cohort of six in which a company has four chairs of two bookings, none with a name; files as people send them."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.makers import make_booking, make_cohort, make_edition

HEAD = ["Vorname", "Nachname", "E-Mail", "Sprache", "Geburtsdatum"]
ADA = ["Ada", "Beispiel", "ada@people.example", "en", "02.01.1990"]
BOB = ["Bob", "Muster", "bob@people.example", "", ""]


@pytest.fixture
def booked(company):
    """Chairs 1 and 2 of one booking, 3 and 4 of another; 5 and 6 are free."""
    cohort = make_cohort(make_edition(max_group_size=6))
    make_booking(cohort, company, seats=2)
    make_booking(cohort, company, seats=2)
    return cohort


def a_file(content, name="names.csv"):
    return SimpleUploadedFile(name, content)


def as_csv(*rows, head=HEAD, sign=";", encoding="utf-8"):
    lines = [sign.join(row) for row in ([head] if head else []) + list(rows)]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(*rows, head=HEAD, change=None):
    """An Excel file; `change` may do something to its sheet first."""
    from openpyxl import Workbook

    book = Workbook()
    for row in ([head] if head else []) + list(rows):
        book.active.append(row)
    if change:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NEW_YEAR = dt.datetime(1990, 1, 2)
