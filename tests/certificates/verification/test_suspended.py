"""Suspended for a time, or a status that this version has no words for: bare, not valid, never a match."""

import pytest
from django.core.cache import cache

from certificates.issuing.rules import Status
from certificates.verification import answers
from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db
ON = papers.LATER.date()


@pytest.fixture(params=["suspended", "not_thought_of_yet"])
def code(request, monkeypatch):
    cache.clear()
    certificate = papers.valid(given_name="Wilhelmina", family_name="Geheimnis")
    monkeypatch.setattr(answers, "status_of", lambda *_changes: Status(request.param, ON))
    return papers.code_of(certificate), certificate.number, request.param


def test_the_page_is_bare(client, code):
    text = client.get(f"/v/{code[0]}", headers={"accept-language": "de"}).content.decode()
    words = {"suspended": "Zurzeit gesperrt", "not_thought_of_yet": "Nicht gültig"}
    assert words[code[2]] in text and "Echt und gültig" not in text
    for name in ("Wilhelmina", "Geheimnis", "Seminar 3"):
        assert name not in text, name


def test_machines_get_status_and_day(client, code):
    answer = client.get(f"/v/{code[0]}", headers={"accept": "application/json"})
    assert answer.json() == {"status": code[2], "date": ON.isoformat()}


def test_it_is_no_match(client, code):
    asked = {"number": code[1], "family_name": "Geheimnis", "date_of_birth": "1990-04-05"}
    assert "No match" in client.post("/verify/", asked, headers={"accept-language": "en"}).content.decode()
