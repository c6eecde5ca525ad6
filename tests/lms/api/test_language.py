"""Sentences come in the language of Accept-Language, else in that of the account; codes stay the same."""

import typing

import pytest
from django.utils import translation
from pydantic_core import core_schema

from lms.api.wording import in_words
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


# What a fault may say beside its kind.
LIMITS = ("max_length", "min_length", "ge", "le", "gt", "lt", "expected")
ASKED = [
    ("missing", {"seats": 1}, "company", "Diese Angabe fehlt.", "This is missing."),
    ("wrong type", {"company": 7, "seats": 1}, "company", "Das muss ein Text sein.", "This must be a text."),
    ("no number", {"company": "C", "seats": "x"}, "seats", "eine ganze Zahl", "a whole number."),
    ("too many", {"company": "C", "seats": 10**6}, "seats", "Höchstens", "or less."),
    ("too few", {"company": "C", "seats": 0}, "seats", "Mindestens 1.", "Enter 1 or more."),
    ("too long", {"company": "C" * 999, "seats": 1}, "company", "Zeichen.", "characters."),
    ("empty", {"company": " ", "seats": 1}, "company", "Das darf nicht leer sein.", "This must not be empty."),
    ("unknown", {"company": "C", "seats": 1, "x": 1}, "x", "Dieses Feld gibt es nicht.", "There is no such field."),
    ("no list", {"company": "C", "seats": 1, "participants": 1}, "participants", "eine Liste", "a list"),
    (
        "no date",
        {"company": "C", "seats": 1, "participants": [{"given_name": "A", "family_name": "B", "email": "a@b.example",
                                                       "date_of_birth": "5.4."}]},
        "participants.0.date_of_birth", "ein Datum wie 1990-04-05", "a date such as 1990-04-05",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "body", "field", "german", "english"), ASKED, ids=[one[0] for one in ASKED])
def test_what_is_wrong_with_a_field_is_said_in_both_languages(monkeypatch, _what, body, field, german, english):
    quiet(monkeypatch)
    for language, words in (("de", german), ("en", english)):
        answer = Program(make_user(), language=language).post("/cohorts/X-1/bookings", body)
        said = {one["field"]: one["message"] for one in answer.json()["errors"]}
        assert answer.status_code == 422 and words in said[field], said
        assert answer.json()["message"].partition(": ")[2] in said.values()


@pytest.mark.parametrize(
    ("count", "german", "english"), [(0, "Mindestens 1.", "At least 1."), (1001, "Höchstens 1000", "At most 1000")]
)
def test_too_many_and_too_few_entries(monkeypatch, count, german, english):
    quiet(monkeypatch)
    for language, words in (("de", german), ("en", english)):
        answer = Program(make_user(), language=language).post("/verifications", [{"code": "0" * 16}] * count)
        assert words in answer.json()["errors"][0]["message"]


def test_no_kind_of_fault_is_said_in_english_to_whoever_reads_german():
    """pydantic knows a hundred kinds; those that no call of ours has yet get a plain sentence."""
    with translation.override("de"):
        for kind in typing.get_args(core_schema.ErrorType):
            said = in_words({"type": kind, "msg": "Input should be English", "ctx": dict.fromkeys(LIMITS, 1)})
            assert kind == "value_error" or said != "Input should be English", kind
            assert "%(" not in said
    with translation.override("en"):
        assert in_words({"type": "url_parsing", "msg": "Input should be a valid URL"}) == "Input should be a valid URL"


def test_the_next_visitor_reads_their_own_language(client):
    Program(make_user(language="en"), language="en").get("/programmes")
    assert 'lang="de"' in client.get("/account/login/").text
