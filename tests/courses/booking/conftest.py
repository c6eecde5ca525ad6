"""What every test of booking needs: a cohort with free chairs, a company, somebody who books for it, the office."""

import contextlib

import pytest
from django.db import connection
from django.utils import translation

from courses.booking.people import Attendee
from tests.makers import make_booker, make_cohort, make_company, make_office_user


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def cohort(db):
    """A cohort of five, open for booking, starting on 1 February 2027."""
    return make_cohort()


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def booker(company):
    return make_booker(company, language="en")


@pytest.fixture
def office(cohort):
    """Somebody who runs the cohort's programme."""
    return make_office_user(language="en")


@pytest.fixture
def ada():
    return Attendee("Ada", "Beispiel", "ada@people.example")


@pytest.fixture
def bob():
    return Attendee("Bob", "Muster", "bob@people.example")


@pytest.fixture
def meanwhile():
    """Let somebody else do something between what is read and the transaction that is begun then."""

    @contextlib.contextmanager
    def meanwhile(act):
        left = [act]

        def wrapper(execute, sql, params, many, context):
            if left and sql.startswith("SAVEPOINT"):
                left.pop()()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(wrapper):
            yield
        assert not left, "no transaction was begun"

    return meanwhile
