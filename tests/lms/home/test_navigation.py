"""The masthead shows each visitor where they may go, marks where they are, and asks the database next to nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from lms.home import navigation
from lms.home.navigation import NavItem, everyone, items_for, register, signed_in, visitors
from tests import makers


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    """Start from no entries; what the rooms registered comes back afterwards."""
    monkeypatch.setattr(navigation, "_items", [])
    register(NavItem("Start", "home", signed_in, order=1))
    register(NavItem("Imprint", "imprint", everyone, order=9))
    register(NavItem("Office", "privacy", {"office", "administrator"}, order=5))
    register(NavItem("Enter", "account_login", visitors, order=2))


def asking(user, path="/"):
    request = RequestFactory().get(path)
    request.user, request.session = user, {}
    return request


def labels(request):
    return [entry["label"] for entry in items_for(request)]


def test_visitors_see_what_is_for_everyone():
    assert labels(asking(AnonymousUser())) == ["Enter", "Imprint"]


@pytest.mark.django_db
def test_the_office_sees_its_entry_and_others_do_not():
    assert labels(asking(makers.make_office_user())) == ["Start", "Office", "Imprint"]
    assert labels(asking(makers.make_user())) == ["Start", "Imprint"]


def test_registering_twice_replaces_the_entry():
    register(NavItem("Legal notice", "imprint", everyone, order=9))
    assert labels(asking(AnonymousUser())) == ["Enter", "Legal notice"]


@pytest.mark.django_db
def test_marks_the_longest_address_that_the_page_lies_below():
    current = {entry["label"]: entry["current"] for entry in items_for(asking(makers.make_user(), "/start/panel/3/"))}
    assert current == {"Start": True, "Imprint": False}


@pytest.mark.django_db
def test_pages_for_visitors_ask_no_query(client, django_assert_num_queries):
    client.get("/imprint/")
    with django_assert_num_queries(0):
        assert client.get("/imprint/").status_code == 200


@pytest.mark.django_db
def test_pages_for_the_signed_in_ask_for_the_user_only(client, django_assert_num_queries):
    client.force_login(makers.make_office_user())
    client.get("/imprint/")
    with django_assert_num_queries(1):
        response = client.get("/imprint/")
    assert "Clusterbüro" in response.content.decode()


@pytest.mark.django_db
def test_a_new_role_shows_once_the_kept_ones_are_old(client, monkeypatch):
    user = makers.make_user()
    client.force_login(user)
    user.groups.add(makers.office_group())
    assert "Clusterbüro" not in client.get("/imprint/").content.decode()
    monkeypatch.setattr(navigation, "KEPT_FOR", -1)
    assert "Clusterbüro" in client.get("/imprint/").content.decode()


@pytest.mark.django_db
def test_the_language_is_changed_by_post_and_comes_back_to_the_page(client):
    assert 'lang="de"' in client.get("/imprint/").content.decode()
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/imprint/"}, follow=True)
    assert 'lang="en"' in response.content.decode()
    assert response.redirect_chain == [("/imprint/", 302)]
