"""The start page tells bookers which seats want a name, and the office which cohort is too small."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory

from courses.booking import panels
from lms.accounts.grants import OFFICE_GROUP, grant
from tests.makers import NOON, make_booker, make_booking, make_cohort, make_company, make_edition, make_user


@pytest.fixture
def office(cohort):
    """Somebody of the office who runs the cohort's programme and no other."""
    user = make_user()
    user.groups.add(Group.objects.get_or_create(name=OFFICE_GROUP)[0])
    Group.objects.get(name=OFFICE_GROUP).permissions.clear()
    grant(user, cohort.edition.programme, "courses.manage_programme", "managers")
    return user


@pytest.fixture
def asked():
    """A request of somebody, as panels get it."""

    def ask(user):
        request = RequestFactory().get("/start/")
        request.user = user
        return request

    return ask


def test_unnamed_seats_the_pressing_first(asked, company, booker):
    later = make_cohort(naming_deadline=dt.date(2027, 1, 31))
    soon = make_cohort(naming_deadline=dt.date(2026, 12, 1))
    for cohort in (later, soon):
        make_booking(cohort, company, seats=2)
        make_booking(cohort, make_company(), seats=1)
    tasks = panels.my_unnamed_seats(asked(booker), NOON).context["tasks"]
    assert [(task["booking"].cohort, task["unnamed"], task["soon"]) for task in tasks] == [
        (soon, 2, True),
        (later, 2, False),
    ]


def test_cohorts_below_their_minimum_with_the_day_of_decision(asked, office, cohort):
    """Edge case E28: eight records, seven of them active, do not make ten."""
    make_booking(cohort)
    edition = make_edition(cohort.edition.programme, label="2", max_group_size=16, min_group_size=10)
    small = make_cohort(edition, starts_on=dt.date(2027, 9, 23))
    make_booking(small, seats=7)
    make_booking(small, seats=1, status="cancelled", cancelled_at=NOON).seats.update(booking=None)
    (decision,) = panels.too_few(asked(office), NOON)
    assert decision.title == f"{small.code}: 7 booked, 10 needed"
    assert decision.on == dt.date(2027, 9, 9)
    assert "3 seats are missing" in decision.text


def test_the_office_is_warned_when_the_naming_deadline_is_near(asked, office, cohort):
    make_booking(cohort, seats=2)
    assert list(panels.names_wanted(asked(office), NOON)) == []
    (decision,) = panels.names_wanted(asked(office), NOON + dt.timedelta(days=60))
    assert decision.title == f"{cohort.code}: 2 seats without a name"


def test_the_latest_bookings_are_the_offices_own(asked, office, cohort):
    mine = make_booking(cohort)
    make_booking(make_cohort())
    shown = panels.office_bookings(asked(office), NOON).context
    assert shown["bookings"] == [mine]
    assert shown["today"] == 1


def test_others_see_none_of_this(asked, db):
    for user in (make_user(), make_booker(make_company())):
        assert panels.office_bookings(asked(user), NOON) is None
        assert not [*panels.too_few(asked(user), NOON), *panels.names_wanted(asked(user), NOON)]
    for panel in (panels.my_unnamed_seats, panels.my_next_sessions, panels.bookable):
        assert panel(asked(make_user()), NOON) is None
