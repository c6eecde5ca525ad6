"""Everybody keeps their own language and name, and opens, renews and closes their calendar feed."""

import pytest

from lms.accounts.models import CalendarFeed, User
from lms.audit.models import Act
from tests.makers import make_person, make_user

pytestmark = pytest.mark.django_db


def test_the_language_chosen_holds_at_once_and_at_the_next_sign_in(client):
    user = make_user()
    client.force_login(user)
    assert "Mein Konto" in client.get("/account/").text
    client.post("/account/", {"first_name": "Ada", "last_name": "Beispiel", "language": "en"})
    assert "My account" in client.get("/account/").text
    client.cookies.clear()
    client.force_login(User.objects.get(pk=user.pk))
    assert "My account" in client.get("/account/").text
    assert User.objects.get(pk=user.pk).get_full_name() == "Ada Beispiel"


def test_an_older_choice_in_the_masthead_gives_way(client):
    client.force_login(make_user())
    client.post("/i18n/setlang/", {"language": "de"})
    client.post("/account/", {"language": "en"})
    assert "My account" in client.get("/account/").text


def test_a_persons_name_is_the_offices_to_change(client):
    person = make_person("Linh", "Nguyễn")
    user = make_user(person)
    client.force_login(user)
    page = client.get("/account/").text
    assert "Linh Nguyễn" in page and 'name="first_name"' not in page
    client.post("/account/", {"language": "de", "first_name": "Other", "last_name": "Name"})
    assert User.objects.get(pk=user.pk).first_name == ""


@pytest.mark.parametrize(
    "data", [{}, {"language": "xx"}, {"language": "de", "first_name": "x" * 10_000}, {"language": "\0"}]
)
def test_bad_input_is_said_and_nothing_changes(client, data):
    client.force_login(make_user())
    assert client.post("/account/", data).status_code == 200
    assert not Act.objects.filter(verb="account.changed").exists()


def test_the_feed_opens_gets_a_new_address_and_closes(client):
    user = make_user()
    client.force_login(user)
    client.post("/account/calendar/", {"act": "renew"})
    first = CalendarFeed.objects.get(user=user).token
    assert first in client.get("/account/").text
    client.post("/account/calendar/", {"act": "renew"})
    second = CalendarFeed.objects.get(user=user).token
    client.logout()
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    client.force_login(user)
    client.post("/account/calendar/", {"act": "close"})
    assert client.get(f"/calendar/{second}.ics").status_code == 404
    assert client.get("/account/calendar/").status_code == 405


def test_queries(client, django_assert_max_num_queries):
    client.force_login(make_user())
    client.get("/account/")
    with django_assert_max_num_queries(10):
        client.get("/account/")
