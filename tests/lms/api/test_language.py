"""Sentences come in the language of Accept-Language, else in that of the account; codes stay the same."""

import pytest

from tests.lms.api.asking import Program, quiet
from tests.makers import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("account", "header", "spoken"),
    [
        ("en", None, "en"),
        ("de", None, "de"),
        ("de", "en", "en"),
        ("en", "de-AT,en;q=0.5", "de"),
        ("en", "fr", "en"),
        ("de", "fr, en-GB;q=0.3", "en"),
        ("en", "*", "en"),
    ],
)
def test_speaks(account, header, spoken, monkeypatch):
    quiet(monkeypatch)
    answer = Program(make_user(language=account), language=header).get("/bookings/1")
    said = {"en": "There is nothing here, or it is not yours.", "de": "Hier ist nichts, oder es gehört Ihnen nicht."}
    assert (answer["Content-Language"], answer.json()["message"]) == (spoken, said[spoken])
    assert answer.json()["code"] == "not_found"


def test_fields_are_spoken_of_in_german(monkeypatch):
    quiet(monkeypatch)
    answer = Program(make_user(), language="de").get("/cohorts?page=0")
    assert answer.json()["errors"] == [{"field": "page", "message": "Mindestens 1."}]


def test_the_next_visitor_reads_their_own_language(client):
    Program(make_user(language="en"), language="en").get("/programmes")
    assert 'lang="de"' in client.get("/account/login/").text
