"""The page that verifies answers in the language that its address asks for, also to what is sent there."""

import re

import pytest
from django.urls import reverse

from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db
GERMAN = {"accept-language": "de"}
NUMBER = {"ask": "number", "number": "PNF-1", "family_name": "Ott", "date_of_birth": "1990-04-05"}


def sent_to(page):
    """The address to which the page sends its form."""
    return re.search(r'<form class="ways"[^>]* action="([^"]*)"', page)[1]


def test_the_form_is_answered_in_the_language_that_was_asked_for(client):
    first = client.get("/verify/?language=en", headers=GERMAN)
    answer = client.post(sent_to(first.text), NUMBER, headers=GERMAN)
    again = client.post(sent_to(answer.text), {"ask": "code", "code": "K7QM"}, headers=GERMAN)
    for response in (first, answer, again):
        assert '<html lang="en"' in response.text and "Is this certificate genuine?" in response.text
        assert response["Content-Language"] == "en"
    assert "No match" in answer.text


def test_a_code_in_the_address_takes_the_language_along(client):
    code = papers.code_of(papers.valid())
    response = client.get(f"/verify/?language=en&code={code}", headers=GERMAN, follow=True)
    assert response.redirect_chain[-1][0].endswith("?language=en") and '<html lang="en"' in response.text


def test_the_switch_still_leads_to_the_other_language(client):
    page = client.get("/verify/?language=en", headers=GERMAN).text
    chosen = client.post(
        reverse("set_language"), {"language": "de", "next": re.search(r'name="next" value="([^"]*)"', page)[1]}
    )
    assert 'lang="de"' in client.get(chosen["Location"]).text


@pytest.mark.parametrize("asked", ["", "?language=fr", "?language=%22%3E"])
def test_whoever_asks_for_no_language_of_ours_gets_that_of_the_browser(client, asked):
    page = client.get(f"/verify/{asked}", headers=GERMAN).text
    assert '<html lang="de"' in page and sent_to(page) == "/verify/"
