"""The three ways to verify are one form: asking in one keeps what was typed in the others, and no address names it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.verification.pdf import answering, inspecting
from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db
TYPED = {"code": "K7QM-3HXP", "number": "PNF-1", "family_name": "Ott", "date_of_birth": "1990-04-05"}
WRONG = "field__error"


@pytest.fixture(autouse=True)
def _looked_at_here(monkeypatch):
    monkeypatch.setattr(answering, "look_apart", inspecting.inspect)


def send(client, ask, **typed):
    """Press a button with what the page held when it was opened, and `typed` over it."""
    drawn = {f"was_{name}": "" for name in TYPED}
    response = client.post("/verify/", {**drawn, **typed, "ask": ask}, headers={"accept-language": "en"})
    assert response.status_code == 200 and "Location" not in response
    return response.content.decode()


def values(page):
    """What the text fields of the page hold."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]
    return {one["name"]: one.get("value", "") for one in inputs if one.get("name") in TYPED}


def answered(page):
    """Which section says that something is wrong with it."""
    return [way for way in ("by-code", "by-file", "by-number") if WRONG in section(page, way)]


def section(page, way):
    return page.split(f'aria-labelledby="{way}"')[1].split("</section>")[0]


@pytest.mark.parametrize("ask", ["code", "file", "number", ""])
def test_every_text_is_drawn_again(client, ask):
    assert values(send(client, ask, **TYPED)) == TYPED


@pytest.mark.parametrize(("ask", "way"), [("code", "by-code"), ("file", "by-file"), ("number", "by-number")])
def test_only_the_section_that_was_asked_is_judged(client, ask, way):
    wrong = {"code": "?", "number": "", "family_name": "", "date_of_birth": "gestern"}
    assert answered(send(client, ask, **wrong)) == [way]


def test_a_code_is_answered_where_the_rest_was_typed(client):
    certificate = papers.valid(given_name="Giovanni")
    typed = TYPED | {"code": papers.code_of(certificate)}
    page = send(client, "code", **typed)
    assert "Genuine and valid" in page and "Giovanni" in page and values(page) == typed
    assert "1990" not in page.split("<article")[1].split("</article>")[0]
    assert "Not found" in send(client, "code", code=papers.UNKNOWN)


def test_codes_guessed_here_are_counted_as_elsewhere(client, settings):
    settings.VERIFY_FAILED_CODES_PER_HOUR = 2
    client.get(f"/v/{papers.UNKNOWN}")
    asked = [client.post("/verify/", {"ask": "code", "code": papers.UNKNOWN}) for _each in range(2)]
    assert [one.status_code for one in asked] == [200, 429] and asked[1]["Retry-After"]
    code = papers.code_of(papers.valid())
    assert client.post("/verify/", {"ask": "code", "code": code}).status_code == 200


def test_a_file_beside_another_question_is_neither_looked_at_nor_counted(client, settings, monkeypatch):
    settings.VERIFY_FILES_PER_HOUR = 1
    monkeypatch.setattr(answering, "look_apart", None)
    for _each in range(2):
        page = send(client, "number", **TYPED, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
        assert "No match" in page and "choose it once more" in page
    assert "choose it once more" not in send(client, "number", **TYPED)


def test_a_file_too_large_does_not_hold_up_another_question(client):
    file = SimpleUploadedFile("a.pdf", bytes(3 * 1024 * 1024))
    assert "No match" in send(client, "number", **TYPED, file=file)


def test_a_file_keeps_what_was_typed(client):
    page = send(client, "file", **TYPED, file=SimpleUploadedFile("a.pdf", b"x"))
    assert "verdict--unknown" in page and values(page) == TYPED


BY_NUMBER = {name: TYPED[name] for name in ("number", "family_name", "date_of_birth")}


@pytest.mark.parametrize(
    ("drawn", "typed", "way"),
    [
        ({}, {"code": "?"}, "by-code"),
        ({}, {"number": "PNF-1"}, "by-number"),
        ({"number": "PNF-1"}, {"number": "PNF-1", "code": "?"}, "by-code"),
        ({"code": "?"}, {"code": "?", "number": "PNF-1"}, "by-number"),
        ({"code": "?"}, {"code": "?"}, "by-code"),
        ({"number": "PNF-1"}, {}, "by-number"),
        ({}, {}, "by-number"),
    ],
)
def test_enter_without_script_asks_the_section_that_was_typed_into(client, drawn, typed, way):
    page = send(client, "", **{f"was_{name}": value for name, value in drawn.items()}, **typed)
    assert answered(page) == [way]


def test_the_page_remembers_what_it_drew(client):
    page = send(client, "number", **TYPED)
    assert all(f'name="was_{name}" value="{value}"' in page for name, value in TYPED.items())


def test_nothing_typed_can_reach_an_address(client):
    page = client.get("/verify/").content.decode().split("<main")[1].split("</main>")[0]
    assert page.count("<form") == 1 and 'method="post"' in page.split("<form")[1].split(">")[0]
    assert "formmethod" not in page and "formaction" not in page


def test_an_old_page_with_a_form_of_its_own_is_answered(client):
    """Open since before the sections became one form."""
    assert client.post("/verify/", BY_NUMBER).context["number_form"].is_bound
