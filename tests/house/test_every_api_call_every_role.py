"""
Every call of the API answers every role as the table says; a call without a line, or a line without a call, is a fault.

404 for what one may not know exists, 401 without a token. A GET writes nothing; only "+" writes.
"""

import pytest

from courses.booking.api import bookings
from courses.booking.models import Booking, WaitEntry
from lms.api.v1 import api
from tests.house.asking import on_paper
from tests.house.test_every_url_every_role import ROLES
from tests.house.world import NOW
from tests.lms.api.asking import Program

pytestmark = pytest.mark.django_db
PERSON = {"given_name": "Neu", "family_name": "Hier", "email": "neu@people.example"}

# What comes back, role by role in the order of ROLES, for what somebody who may would send:
#   .  shown   +  done (something was written)   -  404   x  401   ?  409: refused as things stand
# The head: nobody; other and Own Booker, Lecturer, Participant, Host, Chamber, Manager; Office, Admin.
TABLE = """
                                                      nbBlLpPhHcCmMOA
GET /programmes                                       x..............
GET /cohorts                                          x..............
GET /cohorts/{code} ahead                             x..............
GET /cohorts/{code} running                           x-.---------...
POST /cohorts/{code}/bookings ahead                   x-+----------++
POST /cohorts/{code}/bookings running                 x-?----------++
GET /bookings/{pk}                                    x-.---------...
DELETE /bookings/{pk}                                 x-+---------+++
PUT /bookings/{pk}/seats/{number}/participant named   x-+---------+++
PUT /bookings/{pk}/seats/{number}/participant unnamed x-+---------+++
POST /cohorts/{code}/waiting-list                     x-?----------??
GET /waiting-list/{pk}                                x-.---------...
DELETE /waiting-list/{pk}                             x-+---------+++
POST /waiting-list/{pk}/booking                       x-?---------???
POST /verifications                                   x--------..---.
GET /certificates/{number}                            x---------.-...
"""
LINES = dict((line[:53].strip(), line[53:].strip()) for line in TABLE.strip("\n").splitlines()[1:])  # noqa: C402


@pytest.fixture(scope="module")
def programs(house):
    """A program for each role, its first use noted already; and an entry of a waiting list to ask about."""
    house.own.entry = WaitEntry.objects.create(
        cohort=house.own.planned, company=house.own.company, seats_wanted=2, created_at=NOW
    )
    made = {role: Program(user) for role, user in house.users.items()}
    for program in made.values():
        program.get("/programmes")
    return made


def calls(house):
    """Return {line: (path, body)}."""
    own = house.own
    wish = {"company": own.company.code, "seats": 1}
    seats = f"/bookings/{own.booking.pk}/seats"
    return {
        "GET /programmes": ("/programmes", None),
        "GET /cohorts": ("/cohorts", None),
        "GET /cohorts/{code} ahead": (f"/cohorts/{own.ahead.code}", None),
        "GET /cohorts/{code} running": (f"/cohorts/{own.running.code}", None),
        "POST /cohorts/{code}/bookings ahead": (f"/cohorts/{own.ahead.code}/bookings", wish),
        "POST /cohorts/{code}/bookings running": (f"/cohorts/{own.running.code}/bookings", wish),
        "GET /bookings/{pk}": (f"/bookings/{own.booking.pk}", None),
        "DELETE /bookings/{pk}": (f"/bookings/{own.early.pk}", None),
        "PUT /bookings/{pk}/seats/{number}/participant named": (f"{seats}/{own.named.number}/participant", PERSON),
        "PUT /bookings/{pk}/seats/{number}/participant unnamed": (f"{seats}/{own.unnamed.number}/participant", PERSON),
        "POST /cohorts/{code}/waiting-list": (f"/cohorts/{own.ahead.code}/waiting-list", wish),
        "GET /waiting-list/{pk}": (f"/waiting-list/{own.entry.pk}", None),
        "DELETE /waiting-list/{pk}": (f"/waiting-list/{own.entry.pk}", None),
        "POST /waiting-list/{pk}/booking": (f"/waiting-list/{own.entry.pk}/booking", {}),
        "POST /verifications": ("/verifications", [{"number": own.number}]),
        "GET /certificates/{number}": (f"/certificates/{own.number}", None),
    }


def letter(answer, wrote):
    if wrote:
        return "+"
    return {200: ".", 404: "-", 401: "x", 409: "?"}.get(answer.status_code, f"*{answer.status_code}")


def faults_of(house, program, role, lines=None):
    """Make every call as `role`; return what differs from the table, and what a GET wrote."""
    found = []
    for line, (path, body) in calls(house).items():
        if lines and line not in lines:
            continue
        method = line.split()[0]
        answer, _queries, wrote = on_paper(lambda: program.ask(method, path, body))  # noqa: B023
        got = letter(answer, wrote)
        if got != LINES[line][ROLES.index(role)] or (method == "GET" and wrote):
            found.append(f"{line}: {got} instead of {LINES[line][ROLES.index(role)]} {answer.text[:150]} {wrote[:1]}")
    return found


def test_the_table_has_each_call_and_no_other(house, programs):
    told = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert {" ".join(line.split()[:2]) for line in LINES} == told
    assert set(calls(house)) == set(LINES)
    assert {len(line) for line in LINES.values()} == {len(ROLES)}


@pytest.mark.parametrize("role", ROLES)
def test_every_call_answers_as_the_table_says(house, programs, role):
    assert faults_of(house, programs[role], role) == []


def test_strangers_write_nothing():
    for line, letters in LINES.items():
        strangers = {role for role in ROLES if role.startswith(("other", "anonymous"))}
        assert not strangers & {role for role, sign in zip(ROLES, letters, strict=True) if sign == "+"}, line


def test_a_check_taken_away_is_seen(house, programs, monkeypatch):
    monkeypatch.setattr(bookings, "bookings_changed_by", lambda actor: Booking.objects.all())
    lines = {"GET /bookings/{pk}", "DELETE /bookings/{pk}"}
    [read] = faults_of(house, programs["other_booker"], "other_booker", lines)
    # Reading opens; the act asks for itself and still says no.
    assert read.startswith("GET /bookings/{pk}: . instead of -")


def test_a_session_is_no_token(house, programs):
    program, client = Program(), programs["office"].client
    client.force_login(house.users["office"])
    program.client = client
    assert faults_of(house, program, "anonymous") == []
