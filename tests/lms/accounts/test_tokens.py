"""API tokens: made and revoked by their owner, shown once, kept as a digest."""

import datetime as dt
import hashlib
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lms.accounts import tokens
from lms.accounts.actions import move_account
from lms.accounts.models import ApiToken
from lms.accounts.refusals import TooManyTokens
from lms.accounts.tokens import create_token, revoke_token, token_of
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import make_person, make_user

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"lg_[\w-]{43}")


def test_made_shown_once_and_revoked(client):
    user = make_user(language="en")
    client.force_login(user)
    answer = client.post("/account/tokens/", {"name": "Our shop", "days": "365"})
    [secret] = set(SECRET.findall(answer.text))
    assert "no-store" in answer["Cache-Control"]
    token = ApiToken.objects.get()
    assert token_of(secret, timezone.now()) == token
    page = client.get("/account/tokens/").text
    assert secret not in page and "Our shop" in page and secret[:8] in page
    revoke = f"/account/tokens/{token.pk}/revoke/"
    assert "Our shop" in client.get(revoke).text and token_of(secret, timezone.now())
    client.post(revoke)
    assert token_of(secret, timezone.now()) is None
    assert client.get(revoke).status_code == 404
    assert "Our shop" not in client.get("/account/tokens/").text
    verbs = ["api_token.revoked", "api_token.created"]
    assert list(Act.objects.values_list("verb", flat=True)) == verbs
    assert not any("Our shop" in str(act.facts) or secret in str(act.facts) for act in Act.objects.all())


def test_a_page_loaded_anew_makes_no_other(client):
    client.force_login(make_user(language="en"))
    sent = {"name": "Our shop", "days": "365", "key": "k" * 32}
    [secret] = set(SECRET.findall(client.post("/account/tokens/", sent).text))
    again = client.post("/account/tokens/", sent).text
    assert ApiToken.objects.count() == 1
    assert "This form was sent before" in again and not SECRET.findall(again)
    assert SECRET.findall(client.post("/account/tokens/", sent | {"key": "l" * 32}).text) != [secret]
    assert ApiToken.objects.count() == 2


def test_only_the_digest_is_kept():
    _token, secret = create_token(user=make_user(), name="x", actor=None, at=timezone.now())
    kept = ApiToken.objects.values().get()
    assert kept["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in str(value) for value in kept.values())
    assert len(kept["start"]) == 8


def test_nobody_elses(client):
    token, _secret = create_token(user=make_user(), name="x", actor=None, at=timezone.now())
    stranger = make_user()
    client.force_login(stranger)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    with pytest.raises(NotAllowed):
        revoke_token(token=token, actor=stranger, at=timezone.now())
    with pytest.raises(NotAllowed):
        create_token(user=token.user, name="y", actor=stranger, at=timezone.now())
    assert ApiToken.objects.get().revoked_at is None


def test_twenty_are_enough(client, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 2)
    user, at = make_user(language="en"), timezone.now()
    for _ in range(2):
        token, _secret = create_token(user=user, name="x", days=1, actor=user, at=at)
    with pytest.raises(TooManyTokens):
        create_token(user=user, name="x", actor=user, at=at)
    client.force_login(user)
    answer = client.post("/account/tokens/", {"name": "third", "days": "30"})
    assert "You have 2 API tokens" in answer.text and not SECRET.search(answer.text)
    revoke_token(token=token, actor=user, at=at)
    assert create_token(user=user, name="x", actor=user, at=at)


def test_days_are_counted_from_now():
    user, at = make_user(), timezone.now()
    _token, secret = create_token(user=user, name="x", days=30, actor=user, at=at)
    assert token_of(secret, at + dt.timedelta(days=30, seconds=-1))
    assert token_of(secret, at + dt.timedelta(days=30)) is None


def test_a_corrected_address_ends_them():
    person = make_person()
    user, at = make_user(person), timezone.now()
    _token, secret = create_token(user=user, name="x", actor=user, at=at)
    person.email = "corrected@people.example"
    person.save()
    move_account(person=person, actor=None, at=at)
    assert token_of(secret, at) is None


def command(*args):
    out = io.StringIO()
    call_command("create_token", *args, stdout=out)
    return out.getvalue().strip()


def test_the_command_prints_it():
    user = make_user(email="HR@firm.example".lower())
    secret = command("hr@FIRM.example", "--name", "Shop", "--days", "7")
    token = token_of(secret, timezone.now())
    assert (token.user, token.name) == (user, "Shop")
    assert dt.timedelta(days=6) < token.expires_at - timezone.now() < dt.timedelta(days=8)
    assert token_of(command("hr@firm.example"), timezone.now()).expires_at is None


@pytest.mark.parametrize(
    "args",
    [
        ["nobody@firm.example"],
        ["closed@firm.example"],
        ["a@firm.example", "--days", "0"],
        ["a@firm.example", "--name", ""],
    ],
)
def test_the_command_says_what_is_wrong(args):
    make_user(email="closed@firm.example", is_active=False)
    make_user(email="a@firm.example")
    with pytest.raises(CommandError):
        command(*args)
    assert not ApiToken.objects.exists()


def test_a_spoilt_form_makes_none(client):
    client.force_login(make_user())
    for data in (
        {},
        {"name": "x"},
        {"name": "x" * 61, "days": "30"},
        {"name": "a\0", "days": "30"},
        {"name": "x", "days": "7"},
    ):
        assert client.post("/account/tokens/", data).status_code == 200
    assert not ApiToken.objects.exists()


def test_queries(client, django_assert_max_num_queries):
    user = make_user()
    client.force_login(user)
    for _ in range(5):
        create_token(user=user, name="x", actor=user, at=timezone.now())
    client.get("/account/tokens/")
    with django_assert_max_num_queries(10):
        client.get("/account/tokens/")
