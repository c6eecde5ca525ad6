"""Whoever presses a button after having been signed out signs in and is back on the page where the button stands."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db
BUTTON = "/account/calendar/"
PAGE = "/account/?from=menu&x=%C3%A4"


def led_to(client, referer=None, url=BUTTON, **more):
    """Send the form without a session; return where signing in leads to."""
    response = client.post(url, headers={"referer": referer} if referer is not None else {}, **more)
    assert response.status_code == 302
    where = urlsplit(response["Location"])
    assert (where.scheme, where.netloc, where.path) == ("", "", "/account/login/")
    return parse_qs(where.query)["next"][0]


def test_back_to_the_page_with_the_button(client):
    user = make_user()
    assert led_to(client, f"http://testserver{PAGE}") == PAGE
    signed_in = client.post("/account/login/", {"login": user.email, "password": PASSWORD, "next": PAGE})
    assert signed_in["Location"] == PAGE


def test_it_is_said_that_nothing_was_changed(client):
    led_to(client, f"http://testserver{PAGE}")
    assert "Es wurde nichts geändert" in client.get("/account/login/").text
    assert "Es wurde nichts geändert" not in client.get("/account/login/").text


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/account/",
        "http://testserver.evil.example/account/",
        "http://testserver@evil.example/account/",
        "http://testserver:81/account/",
        "http://testserver//evil.example/",
        "http://testserver/\\\\evil.example/",
        "http://testserver///evil.example/",
        "//evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http://testserver",
        "http://[testserver/",
        "http://testserver/account/login/?next=/x/",
        "about:client",
        "",
        None,
    ],
)
def test_never_to_another_site_nor_in_a_circle(client, referer):
    assert led_to(client, referer) == BUTTON


def test_over_https_not_to_a_page_without(client):
    assert led_to(client, "http://testserver/account/", secure=True) == BUTTON
    assert led_to(client, "https://testserver/account/", secure=True) == "/account/"


def test_whoever_opens_a_page_is_led_to_that_page_and_told_nothing(client):
    response = client.get("/account/", headers={"referer": "http://testserver/verify/"})
    assert response["Location"] == "/account/login/?next=/account/"
    assert "Es wurde nichts geändert" not in client.get("/account/login/").text


def test_htmx_is_told_within_the_page(client):
    headers = {"hx-request": "true", "referer": f"http://testserver{PAGE}"}
    assert client.post(BUTTON, headers=headers).status_code == 401
    assert "Es wurde nichts geändert" not in client.get("/account/login/").text
