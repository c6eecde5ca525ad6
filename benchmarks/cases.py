"""What is measured: each case prepares its requests, names its visitors, and looks at what came of it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from benchmarks.client import Request
from benchmarks.stage import GROUP
from courses.attendance.models import Mark
from courses.booking.refusals import Busy, CohortFull
from tests import makers

MANY_COHORTS = 2_000
BUSY = 503


@dataclass(frozen=True)
class Case:
    """
    A benchmark over HTTP.

    `prepare(stage, count)` returns the Requests and what `look` needs to know; `look(stage, known, answers)` returns
    (a remark, what is wrong or ""). `count` requests from `visitors` at once, `smallest` in the tests; after `seconds`
    no further one is sent.
    `crowded` cases run once more after thousands of cohorts were added, `registered` ones with a full register.
    """

    name: str
    title: str
    prepare: Callable
    count: int
    smallest: int
    visitors: int = 4
    seconds: int = 12
    look: Callable = lambda stage, known, answers: ("", "")
    crowded: bool = False
    registered: bool = False


def programme_page(stage, count):
    return [Request(stage.programme_path)] * count, None


def participant_page(stage, count):
    return [Request(reverse("home"), stage.participant)] * count, None


def verify_page(stage, count):
    return [Request(reverse("verify_code", args=[stage.code]))] * count, None


def check_pdf(stage, count):
    """Each request sends a good certificate as a file."""
    return [Request(reverse("verify"), form=[("ask", "file")], file=stage.sealed)] * count, None


def all_genuine(stage, known, answers):
    genuine = sum("verdict--valid" in answer.text for answer in answers)
    return "", "" if genuine == len(answers) else f"{len(answers) - genuine} were not told that the file is genuine"


def booking_of(cohort, company, session, *, script=True):
    """A booking as the page sends it: by htmx, or where there is no script as a plain form."""
    form = [("company", company.pk), ("count", 1), ("purchase_order", ""), ("key", uuid.uuid4().hex)]
    expected = frozenset({200, BUSY} if script else {200, 302, BUSY})
    return Request(reverse("book_seats", args=[cohort.code]), session, form, expected, script=script)


def book_seat(stage, count):
    """Each request books one chair; there are chairs for all of them."""
    cohorts = stage.open_cohorts(-(-count // GROUP))
    company, session = stage.booker()
    return [booking_of(cohorts[number // GROUP], company, session) for number in range(count)], cohorts


def all_booked(stage, cohorts, answers):
    taken = sum(stage.taken(cohort)[0] for cohort in cohorts)
    return "", "" if taken == len(answers) else f"{taken} seats are taken after {len(answers)} bookings"


def seat_rush(stage, count, *, script=True):
    """Everybody wants one chair of the same sixteen, in twenty companies' names."""
    [cohort] = stage.open_cohorts(1)
    bookers = [stage.booker() for _one in range(min(20, count))]
    asked = [booking_of(cohort, *bookers[number % len(bookers)], script=script) for number in range(count)]
    return asked, cohort


def seat_rush_plain(stage, count):
    """As `seat_rush`, from browsers without script: each refusal draws the whole page."""
    return seat_rush(stage, count, script=False)


def exactly_sixteen(stage, cohort, answers):
    """Sixteen got a chair, everybody else a sentence that says why not; the tables agree."""
    with translation.override("de"):
        full, busy = escape(str(CohortFull(0))), escape(str(Busy()))
    booked = sum(answer.leads_on for answer in answers)
    turned_away = sum(answer.status == 200 and full in answer.text for answer in answers)
    later = sum(answer.status == BUSY and busy in answer.text for answer in answers)
    return _sixteen(stage, cohort, answers, booked, turned_away, later)


def _sixteen(stage, cohort, answers, booked, turned_away, later):
    remark = f"{booked} booked, {turned_away} told that it is full"
    if later:
        remark += f", {later} told to come back in a moment"
    taken = stage.taken(cohort)
    if (booked, *taken) != (GROUP, GROUP, GROUP):
        return (
            remark,
            f"{booked} got a seat, {taken[0]} chairs are taken, {taken[1]} seats are sold; each must be {GROUP}",
        )
    left = len(answers) - booked - turned_away - later
    return remark, f"{left} attempts got no proper refusal" if left else ""


def refused(stage, count, *, script=True):
    """Each request wants a seat of a cohort that has none."""
    cohort = stage.full_cohort()
    company, session = stage.booker()
    return [booking_of(cohort, company, session, script=script) for _one in range(count)], cohort


def refused_plain(stage, count):
    """As `refused`, from a browser without script: the whole page is drawn."""
    return refused(stage, count, script=False)


def all_told(stage, cohort, answers):
    with translation.override("de"):
        full = escape(str(CohortFull(0)))
    told = sum(full in answer.text for answer in answers)
    return "", "" if told == len(answers) else f"{len(answers) - told} were not told that it is full"


def wish_of(cohort, company, token, expected):
    """A booking as a program asks for it."""
    wish = {"company": company.code, "seats": 1}
    return Request(f"/api/v1/cohorts/{cohort.code}/bookings", token=token, wish=wish, expected=frozenset(expected))


def api_book(stage, count):
    """Each request books one chair by the API."""
    cohorts = stage.open_cohorts(-(-count // GROUP))
    company, token = stage.program()
    return [wish_of(cohorts[number // GROUP], company, token, {201}) for number in range(count)], cohorts


def api_refused(stage, count):
    cohort = stage.full_cohort()
    company, token = stage.program()
    return [wish_of(cohort, company, token, {409}) for _one in range(count)], cohort


def api_rush(stage, count):
    """As `seat_rush`, by the API, with a token per company."""
    [cohort] = stage.open_cohorts(1)
    programs = [stage.program() for _one in range(min(20, count))]
    asked = [wish_of(cohort, *programs[number % len(programs)], {201, 409, BUSY}) for number in range(count)]
    return asked, cohort


def all_refused(stage, cohort, answers):
    told = sum('"cohort_full"' in answer.text for answer in answers)
    return "", "" if told == len(answers) else f"{len(answers) - told} were not told that it is full"


def exactly_sixteen_by_api(stage, cohort, answers):
    booked = sum(answer.status == 201 for answer in answers)
    turned_away = sum('"cohort_full"' in answer.text for answer in answers)
    later = sum(answer.status == BUSY for answer in answers)
    return _sixteen(stage, cohort, answers, booked, turned_away, later)


def roll_call(stage, count):
    """Each request enters sixteen people of another session, all day present."""
    person = makers.make_person()
    session = stage.sign_in(makers.make_user(person))
    taught = stage.sessions_to_call(count, person)
    return [_roll(one, session) for one in taught], taught


def _roll(taught, session):
    form = [("act", "save")]
    for day in taught.days.all():
        for enrolment in taught.cohort.enrolments.all():
            key = f"{day.pk}-{enrolment.pk}"
            form += [("line", key), (f"seen-{key}", "open.0.0"), (f"status-{key}", ""), (f"note-{key}", "")]
            form += [(f"ue-{key}", unit) for unit in range(1, day.units + 1)]
    return Request(reverse("roll_call", args=[taught.pk]), session, form, frozenset({302}))


def all_present(stage, taught, answers):
    taught = taught[: len(answers)]
    expected = sum(len(one.days.all()) for one in taught) * GROUP
    found = Mark.objects.filter(day__session__in=taught, status=Mark.Status.PRESENT).count()
    return "", "" if found == expected else f"{found} of {expected} lines stand in the sheets"


CASES = [
    Case("programme_page", "public programme page", programme_page, 300, 4, crowded=True),
    Case("participant_page", "participant's start page", participant_page, 200, 4, crowded=True),
    Case("book_seat", "booking one seat", book_seat, 96, 2, look=all_booked, crowded=True),
    Case("book_in_turn", "booking one seat, one visitor", book_seat, 96, 8, visitors=1, look=all_booked, crowded=True),
    Case("book_refused", "a seat of a full cohort", refused, 192, 8, look=all_told, crowded=True),
    Case("book_refused_plain", "the same without script", refused_plain, 96, 8, look=all_told),
    Case("api_book", "one seat by the API, in turn", api_book, 192, 8, visitors=1, look=all_booked, crowded=True),
    Case("api_refused", "a full cohort, by the API", api_refused, 300, 24, look=all_refused, crowded=True),
    Case("api_rush", "the same rush by the API", api_rush, 200, 20, 16, 60, exactly_sixteen_by_api),
    Case("seat_rush", "200 attempts on 16 seats", seat_rush, 200, 20, visitors=16, seconds=60, look=exactly_sixteen),
    Case("seat_rush_plain", "the same without script", seat_rush_plain, 200, 20, 16, 60, look=exactly_sixteen),
    Case("roll_call", "roll call of 16", roll_call, 32, 1, visitors=2, look=all_present),
    Case("verify_page", "verification page", verify_page, 600, 4, registered=True),
    Case("verify_page_alone", "the same, one visitor", verify_page, 300, 4, visitors=1, registered=True),
    Case("check_pdf", "check of a PDF file", check_pdf, 100, 2, visitors=1, look=all_genuine, registered=True),
]
