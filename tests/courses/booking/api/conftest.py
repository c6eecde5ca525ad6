"""A program that books for a company, at noon of a fixed day."""

import datetime as dt

import pytest

from tests.lms.api.asking import Program, quiet
from tests.makers import NOON, make_booker, make_company


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON.astimezone(dt.UTC))
    quiet(monkeypatch)


@pytest.fixture
def program(booker):
    return Program(booker)


@pytest.fixture
def stranger(db):
    """The program of another company."""
    return Program(make_booker(make_company()))
