"""Wagtail's own sign-in pages are closed: with a second factor nobody gets in by the password alone."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.makers import PASSWORD, make_administrator, make_user

pytestmark = pytest.mark.django_db
DOORS = ["/office/cms/login/", "/de/_util/login/", "/en/_util/login/", "/_util/login/", "/account/login/"]


@pytest.fixture
def administrator():
    user = make_administrator()
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.mark.parametrize("door", DOORS)
def test_the_password_alone_opens_no_door(client, administrator, door):
    for names in ({"username": administrator.email}, {"login": administrator.email}):
        client.post(door, {**names, "password": PASSWORD}, follow=True)
        assert "_auth_user_id" not in client.session, door
    assert client.get("/office/cms/").status_code == 302


def test_the_admin_sends_to_our_sign_in_page(client):
    assert client.get("/office/cms/", follow=True).redirect_chain[-1][0].startswith("/account/login/")
    assert client.get("/office/cms/login/?next=/office/cms/")["Location"] == "/account/login/?next=/office/cms/"


def test_who_may_not_enter_is_told_so_and_not_sent_in_circles(client):
    client.force_login(make_user())
    assert client.get("/office/cms/", follow=True).status_code == 403
