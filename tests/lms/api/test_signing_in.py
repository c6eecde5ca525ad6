"""The API opens to a valid token and to nothing else, and leaves nothing behind at the visitor."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.accounts.models import ApiToken
from lms.accounts.tokens import create_token, revoke_token
from tests.lms.api.asking import Program, quiet
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PATH = "/programmes"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    quiet(monkeypatch)


def is_turned_away(answer):
    assert answer.status_code == 401, answer.text
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "not_signed_in"
    return True


def test_a_valid_token_opens():
    assert Program(make_user()).get(PATH).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer lg_wrong",
        "Bearer wrong",
        "Basic bGc6eA==",
        "Token lg_x",
        "Bearer lg_\u00e4\u20ac",
        "Bearer lg_" + "x" * 5000,
    ],
)
def test_anything_else_does_not(header):
    is_turned_away(Program().ask("GET", PATH, authorization=header))


def test_revoked_expired_and_of_a_closed_account():
    at, user = timezone.now(), make_user()
    revoked, first = create_token(user=user, name="a", actor=user, at=at)
    _expired, second = create_token(user=user, name="b", days=1, actor=user, at=at - dt.timedelta(days=1))
    _valid, third = create_token(user=user, name="c", days=1, actor=user, at=at)
    assert Program(secret=first).get(PATH).status_code == 200
    revoke_token(token=revoked, actor=user, at=at)
    assert is_turned_away(Program(secret=first).get(PATH)) and is_turned_away(Program(secret=second).get(PATH))
    assert Program(secret=third).get(PATH).status_code == 200
    user.is_active = False
    user.save()
    assert is_turned_away(Program(secret=third).get(PATH))


def test_a_session_opens_nothing_and_none_is_made():
    user = make_user()
    program = Program()
    program.client.force_login(user)
    is_turned_away(program.get(PATH))
    sessions = Session.objects.count()
    with_token = Program(user)
    with_token.client.force_login(user)
    before = dict(with_token.client.cookies)
    answer = with_token.get(PATH)
    assert answer.status_code == 200
    assert not answer.cookies and dict(with_token.client.cookies) == before
    assert Session.objects.count() == sessions + 1, "only the sign-in above"
    assert "Cookie" not in answer["Vary"]
    assert answer["Cache-Control"] == "no-store"


def test_a_password_is_no_token():
    user = make_user()
    is_turned_away(Program(secret=PASSWORD).get(PATH))
    is_turned_away(Program(secret=user.email).get(PATH))


def test_signing_in_is_one_query_and_rarely_a_write():
    program = Program(make_user())
    program.get("/bookings/1")
    with CaptureQueriesContext(connection) as captured:
        assert program.get("/nothing").status_code == 404
        assert len(captured) == 0, "what is not there needs no sign-in"
        assert is_turned_away(Program(secret="lg_wrong").get(PATH))
    assert len(captured) == 1


def test_the_last_use_is_noted_once_in_ten_minutes(monkeypatch):
    program, at = Program(make_user()), timezone.now()
    seen = []
    for minutes in (0, 9, 11):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: at + dt.timedelta(minutes=minutes))
        program.get(PATH)
        seen.append(ApiToken.objects.get().last_used_at - at)
    assert seen == [dt.timedelta(0), dt.timedelta(0), dt.timedelta(minutes=11)]


def test_who_asks_too_often_waits(settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    program, other = Program(make_user()), Program(make_user())
    assert [program.get(PATH).status_code for _ in range(3)] == [200] * 3
    answer = program.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert other.get(PATH).status_code == 200
