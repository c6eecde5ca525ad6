"""Signing in takes an e-mail in any capitals, never tells who has an account, and tires of guessing."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from lms.accounts.models import User
from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _afresh():
    """The counters of attempts lie in the cache."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["ada@firma.example", "ADA@Firma.Example", " ada@firma.example "])
def test_capitals_do_not_matter(client, typed):
    make_user(email="ada@firma.example")
    assert sign_in(client, typed).status_code == 302
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    make_user(email="ada@firma.example")
    pages = [sign_in(client, email, "wrong wrong wrong") for email in ("ada@firma.example", "nobody@firma.example")]
    said = [list(page.context["form"].non_field_errors()) for page in pages]
    assert said[0] == said[1] and said[0]
    assert not is_in(client)
    assert "ada@firma.example" in pages[0].text


def test_guessing_is_stopped_even_with_the_right_password_then(client):
    make_user(email="ada@firma.example")
    for _attempt in range(6):
        sign_in(client, "ada@firma.example", "wrong wrong wrong")
    sign_in(client, "ada@firma.example")
    assert not is_in(client)


def test_a_closed_account_stays_out_and_an_open_session_ends(client):
    user = make_user()
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302
    client.logout()
    sign_in(client, user.email)
    assert not is_in(client)


def test_nobody_opens_an_account_alone(client):
    answer = client.post(
        reverse("account_signup"), {"email": "new@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code in (200, 403)
    assert not User.objects.filter(email="new@x.example").exists()


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, django_capture_on_commit_callbacks):
    user = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post(reverse("account_reset_password"), {"email": email}) for email in (user.email, "no@x.example")
        ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [letter.to for letter in mail.outbox if user.email in letter.to and "password/reset/key" in letter.body]


def test_whoever_was_invited_and_has_no_password_gets_a_link_too(client, django_capture_on_commit_callbacks):
    user = make_user(password=None)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": user.email})
    assert "password/reset/key" in mail.outbox[0].body


@pytest.mark.parametrize("wanted", ["other@firma.example", "boss@firma.example"])
def test_nobody_takes_an_address_that_invitations_may_go_to(client, wanted):
    make_user(email="other@firma.example")
    user = make_user()
    client.force_login(user)
    client.post(reverse("account_email"), {"action_add": "", "email": wanted})
    client.post(reverse("account_email"), {"action_primary": "", "email": wanted})
    assert not EmailAddress.objects.filter(email__iexact=wanted).exists()
    assert User.objects.get(pk=user.pk).email == user.email
