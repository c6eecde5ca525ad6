"""A session outside its cohort's dates, or one that they began or ended with: it is asked whether they move along."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from courses.booking.actions import set_capacity
from courses.booking.models import Enrolment
from courses.cohorts.actions import change_session, plan_cohort, plan_session
from courses.cohorts.models import Cohort, SessionDay
from courses.cohorts.refusals import DatesDiffer, GroupTooSmall
from courses.cohorts.rules import dates_after
from lms.audit.models import Act
from lms.messages.models import Letter
from tests import makers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST, LAST = TODAY + dt.timedelta(days=60), TODAY + dt.timedelta(days=200)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def office():
    return makers.make_office_user()


@pytest.fixture
def cohort():
    edition = makers.make_edition(seminars=3, max_group_size=8, min_group_size=4)
    return makers.make_cohort(edition, status="booking_open", starts_on=FIRST, ends_on=LAST, naming_deadline=FIRST)


@pytest.fixture
def session(cohort):
    """The first session, with which the cohort begins."""
    return makers.make_session(cohort, date=FIRST)


def move(session, day, office, dates="ask"):
    return change_session(
        session=session, first_day=day, host=None, lecturers=[], parallel_groups=1, reason="Messe", dates=dates,
        actor=office, at=timezone.now(),
    )  # fmt: skip


def dates(cohort):
    cohort = Cohort.objects.get(pk=cohort.pk)
    return cohort.starts_on, cohort.ends_on


D = [dt.date(2027, 1, day) for day in range(1, 30)]


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [
        ([], [D[9]], (D[5], D[20])),
        ([], [D[2]], (D[2], D[20])),
        ([], [D[25]], (D[5], D[25])),
        ([D[5], D[12]], [D[8], D[12]], (D[8], D[20])),
        ([D[5], D[12]], [D[14], D[12]], (D[12], D[20])),
        ([D[7], D[12]], [D[8], D[12]], (D[5], D[20])),
        ([D[7], D[20]], [D[7], D[18]], (D[5], D[18])),
        ([D[7]], [], (D[5], D[20])),
    ],
)
def test_what_lies_outside_moves_them_and_what_they_began_or_ended_with_takes_them_along(before, after, fits):
    assert dates_after(D[5], D[20], before, after) == fits


@pytest.mark.parametrize("day", [FIRST - WEEK, LAST + WEEK])
def test_a_session_planned_outside_is_asked_about_and_nothing_is_written(cohort, office, day):
    seminar = cohort.edition.seminars.first()
    with pytest.raises(DatesDiffer, match=r"Mit diesem Termin .*wird angeschrieben"):
        plan_session(cohort=cohort, seminar=seminar, first_day=day, dates="ask", actor=office, at=timezone.now())
    assert not SessionDay.objects.exists() and dates(cohort) == (FIRST, LAST)
    plan_session(cohort=cohort, seminar=seminar, first_day=day, dates="move", actor=office, at=timezone.now())
    assert dates(cohort) == (min(day, FIRST), max(day, LAST))


def test_the_start_follows_the_first_session_and_the_letters_leave_once(cohort, session, office):
    makers.make_booking(cohort, makers.make_company(billing_email="rechnung@firma.example"))
    with pytest.raises(DatesDiffer) as said:
        move(session, FIRST + WEEK, office)
    assert not Letter.objects.exists()
    assert "Die Namen bleiben bis" in str(said.value)
    move(session, FIRST + WEEK, office, "move")
    assert dates(cohort) == (FIRST + WEEK, LAST)
    assert Letter.objects.filter(kind="cohorts.session_changed").exists()
    facts = Act.objects.get(verb="cohort.changed").facts
    assert facts["after"]["starts_on"] == (FIRST + WEEK).isoformat()


def test_they_stay_where_the_office_says_so(cohort, session, office):
    move(session, FIRST - WEEK, office, "keep")
    assert dates(cohort) == (FIRST, LAST)


def test_deadlines_that_would_lie_too_late_are_drawn_forward_and_said(cohort, session, office):
    with pytest.raises(DatesDiffer, match="Namen bekannt bis: .* → "):
        move(session, FIRST - WEEK, office)
    move(session, FIRST - WEEK, office, "move")
    cohort.refresh_from_db()
    assert (cohort.starts_on, cohort.naming_deadline) == (FIRST - WEEK, FIRST - WEEK)


def test_until_when_giving_back_is_free_is_said_before_and_after(cohort, session, office):
    cohort.edition.cancellation_steps.create(until_days_before=30, fee_percent=0)
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=80)
    with pytest.raises(DatesDiffer, match="kostenfrei zurückgeben.*auch für schon gebuchte"):
        move(session, FIRST + WEEK, office)


def test_an_assessment_stays_within_the_dates(cohort, office):
    last = makers.make_session(cohort, date=LAST)
    Cohort.objects.update(assessment_date=LAST - dt.timedelta(days=2))
    move(last, LAST - WEEK, office, "move")
    assert dates(cohort) == (FIRST, LAST - dt.timedelta(days=2))


def test_what_has_begun_keeps_its_first_day(cohort, office):
    Cohort.objects.update(status="running", starts_on=TODAY)
    session = makers.make_session(cohort, date=TODAY)
    move(session, TODAY + WEEK, office)
    assert dates(cohort) == (TODAY, LAST)


@pytest.mark.parametrize("by", [WEEK, -WEEK])
def test_people_take_part_from_the_new_start(cohort, session, office, by):
    stays = makers.make_enrolment(cohort)
    never = makers.make_enrolment(cohort)
    Enrolment.objects.filter(cohort=cohort).update(starts_on=FIRST)
    Enrolment.objects.filter(pk=never.pk).update(ends_on=FIRST, ending="cancelled")
    move(session, FIRST + by, office, "move")
    rows = Enrolment.objects.in_bulk([stays.pk, never.pk])
    assert (rows[stays.pk].starts_on, rows[stays.pk].ends_on) == (FIRST + by, None)
    assert rows[never.pk].starts_on == rows[never.pk].ends_on == FIRST + by


def test_the_page_asks_keeps_what_was_typed_and_asks_again_for_another_day(client, cohort, session, office):
    client.force_login(office)
    address = reverse("edit_session", args=[session.pk])
    assert 'name="dates"' not in client.get(address).text
    data = {"first_day": FIRST + WEEK, "starts_at": "09:00", "ends_at": "16:30", "parallel_groups": 1}
    data |= {"reason": "Messe in Hof"}
    page = client.post(address, data).text
    assert "Messe in Hof" in page and f"Verschieben sich Beginn und Ende von {cohort.code} mit?" in page
    assert "<li>Die Namen bleiben bis" in page
    other = {**data, "first_day": FIRST + 2 * WEEK, "dates": "move", "dates_for": (FIRST + WEEK).isoformat()}
    assert "Mit diesem Termin" in client.post(address, other).text
    assert dates(cohort) == (FIRST, LAST)
    client.post(address, {**other, "dates_for": (FIRST + 2 * WEEK).isoformat()})
    assert dates(cohort) == (FIRST + 2 * WEEK, LAST)


def test_the_question_is_no_fault_gets_the_focus_and_says_day_by_day_what_changes(client, cohort, session, office):
    client.force_login(office)
    data = {"first_day": FIRST - WEEK, "starts_at": "09:00", "ends_at": "16:30", "parallel_groups": 1}
    data["reason"] = "Messe"
    page = client.post(reverse("edit_session", args=[session.pk]), data).text
    assert "notice--stop" not in page and "error-summary" not in page and "autofocus" in page
    day = r'<th scope="row">(.*?)</th><td class="nowrap">(.*?)</td><td class="nowrap"><strong>(.*?)</strong>'
    rows = re.findall(day, page)
    was, then = date_format(FIRST, "SHORT_DATE_FORMAT"), date_format(FIRST - WEEK, "SHORT_DATE_FORMAT")
    # The last day stays, so it is not among them.
    assert rows == [("Erster Tag", was, then), ("Namen bekannt bis", was, then)]
    # Enter in a field presses the first button, which must not answer; the two that do come after it.
    buttons = re.findall(r"<button (.*?)>", page[page.index('<form method="post" class="form"') :])
    assert ["dates" in button for button in buttons] == [False, True, True, False]


@pytest.mark.parametrize(("by", "says"), [(WEEK, "später beginnen"), (-WEEK, "früher beginnen")])
def test_the_situation_is_said_in_one_sentence(cohort, session, office, by, says):
    with pytest.raises(DatesDiffer) as said:
        move(session, FIRST + by, office)
    assert said.value.situation == f"Mit diesem Termin würde {cohort.code} {says} als geplant."


def test_a_group_smaller_than_the_edition_needs_is_refused_beside_its_field(client, cohort, office):
    plan = {"edition": cohort.edition, "code": "PK-9", "max_size": 3, "starts_on": FIRST, "ends_on": LAST}
    with pytest.raises(GroupTooSmall, match="ab 4"):
        plan_cohort(**plan, actor=office, at=timezone.now())
    client.force_login(office)
    page = client.post(reverse("new_cohort"), {**plan, "edition": cohort.edition.pk}).text
    assert "ab 4" in page and "PK-9" in page
    assert not Cohort.objects.filter(code="PK-9").exists()


def test_all_that_is_wrong_with_a_new_cohort_is_said_at_once(client, cohort, office):
    client.force_login(office)
    plan = {"edition": cohort.edition.pk, "code": "PK-9", "max_size": 3, "starts_on": LAST, "ends_on": FIRST}
    late = {"naming_deadline": LAST + WEEK, "decision_on": LAST + WEEK}
    page = client.post(reverse("new_cohort"), plan | late).text
    assert "ab 4" in page and "Das Ende liegt vor dem Beginn" in page
    assert page.count("Dieser Tag ist zu spät") >= 2
    page = client.post(reverse("new_cohort"), plan | {"max_size": 400}).text
    assert "erlaubt höchstens" in page and "Das Ende liegt vor dem Beginn" in page


def test_fewer_seats_than_the_minimum_are_warned_about(client, cohort, office):
    client.force_login(office)
    page = client.post(reverse("set_capacity", args=[cohort.code]), {"size": 3}, follow=True).text
    assert "Mindestzahl von 4" in page
    set_capacity(cohort=cohort, size=4, actor=office, at=timezone.now())
