"""Deadlines and rules of a cohort are set when it is planned and may change later, with a record of both values."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.cohorts.actions import plan_cohort
from courses.cohorts.actions_of_cohort import change_terms
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import DatesWrong, WrongState
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, make_booker, make_cohort, make_company, make_edition, make_office_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch):
    """The pages read the clock themselves; the days typed below lie after this one."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


TYPED = {
    "naming_deadline": "15.01.2027",
    "unnamed_seats": "return",
    "naming_warning_days": "10",
    "offer_hours": "24",
    "offer_lead_days": "5",
    "decision_on": "2027-01-10",
    "booking_closes_on": "",
}


def test_a_change_is_recorded_with_both_values():
    cohort, office = make_cohort(), make_office_user()
    change_terms(
        cohort=cohort, unnamed_seats="return", naming_deadline=dt.date(2027, 1, 15), offer_hours=48,
        actor=office, at=NOON,
    )  # fmt: skip
    row = Cohort.objects.get()
    assert (row.unnamed_seats, row.naming_deadline, row.offer_hours) == ("return", dt.date(2027, 1, 15), 48)
    assert Act.objects.get().facts == {
        "before": {"unnamed_seats": "keep", "naming_deadline": None},
        "after": {"unnamed_seats": "return", "naming_deadline": "2027-01-15"},
    }
    change_terms(cohort=row, unnamed_seats="return", actor=office, at=NOON)
    assert Act.objects.count() == 1


def test_only_who_runs_it():
    cohort = make_cohort()
    for user in (make_user(), make_booker(make_company())):
        with pytest.raises(NotAllowed):
            change_terms(cohort=cohort, offer_hours=1, actor=user, at=NOON)


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_not_once_it_is_over(status):
    with pytest.raises(WrongState):
        change_terms(cohort=make_cohort(status=status), offer_hours=1, actor=make_office_user(), at=NOON)


@pytest.mark.parametrize("name", ["naming_deadline", "decision_on"])
def test_deadlines_lie_before_the_start(name):
    cohort, office = make_cohort(), make_office_user()
    with pytest.raises(DatesWrong):
        change_terms(cohort=cohort, actor=office, at=NOON, **{name: dt.date(2027, 2, 2)})
    change_terms(cohort=cohort, actor=office, at=NOON, **{name: dt.date(2027, 2, 1)})
    with pytest.raises(DatesWrong):
        plan_cohort(
            edition=cohort.edition, code="NEU", max_size=3, starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 3, 1),
            actor=office, at=NOON, **{name: dt.date(2027, 2, 2)},
        )  # fmt: skip


def test_names_are_not_due_on_a_day_that_is_over():
    cohort, office = make_cohort(naming_deadline=dt.date(2026, 11, 1)), make_office_user()
    with pytest.raises(DatesWrong, match="Namen .* ab heute"):
        change_terms(cohort=cohort, actor=office, at=NOON, naming_deadline=dt.date(2026, 11, 21))
    with pytest.raises(DatesWrong, match="Namen .* ab heute"):
        plan_cohort(
            edition=cohort.edition, code="NEU", max_size=3, starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 3, 1),
            actor=office, at=NOON, naming_deadline=dt.date(2026, 11, 21),
        )  # fmt: skip
    change_terms(cohort=cohort, actor=office, at=NOON, naming_deadline=dt.date(2026, 11, 1), offer_hours=24)
    assert Cohort.objects.get().offer_hours == 24
    change_terms(cohort=cohort, actor=office, at=NOON, naming_deadline=dt.date(2026, 11, 22))


def test_the_page_says_so_at_the_field_and_keeps_an_old_deadline(client, noon):
    cohort = make_cohort(naming_deadline=dt.date(2020, 1, 1))
    client.force_login(make_office_user(language="en"))
    url = reverse("cohort_terms", args=[cohort.code])
    past = client.post(url, {**TYPED, "naming_deadline": "02.01.2020"})
    assert past.context["form"].errors["naming_deadline"] == ["This day is over. Choose a day from today on."]
    assert 'value="02.01.2020"' in past.text
    assert client.post(url, {**TYPED, "naming_deadline": "01.01.2020"}).status_code == 302
    assert Cohort.objects.get().offer_hours == 24


def test_on_the_page(client, noon):
    cohort = make_cohort()
    client.force_login(make_office_user(language="en"))
    url = reverse("cohort_terms", args=[cohort.code])
    assert url in client.get(reverse("cohort", args=[cohort.code])).text
    assert "Each booking gets one letter." in client.get(url).text
    client.post(url, TYPED)
    row = Cohort.objects.get()
    assert (row.naming_warning_days, row.offer_hours, row.offer_lead_days) == (10, 24, 5)
    assert (row.naming_deadline, row.decision_on) == (dt.date(2027, 1, 15), dt.date(2027, 1, 10))
    late = client.post(url, {**TYPED, "naming_deadline": "2027-02-02"}).text
    assert "This day is too late." in late and 'value="2027-02-02"' in late
    client.post(url, {**TYPED, "offer_hours": ""})
    assert Cohort.objects.get().offer_hours == 24
    assert client.post(url, {**TYPED, "offer_hours": "0"}).context["form"].errors["offer_hours"]


def test_a_new_cohort_is_planned_with_them(client, noon):
    client.force_login(make_office_user())
    days = {"starts_on": "2027-09-01", "ends_on": "2028-09-01", "naming_deadline": "2027-08-01", "decision_on": ""}
    typed = {**TYPED, "edition": make_edition().pk, "code": "NEU-9", "max_size": "5", **days}
    assert client.post("/cohorts/new/", typed).status_code == 302
    row = Cohort.objects.get()
    assert (row.unnamed_seats, row.naming_warning_days, row.offer_hours) == ("return", 10, 24)
