"""Each code has one of five answers; what is not valid shows neither name nor cause nor successor."""

import re

import pytest

from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db


def page(client, certificate_or_code, status=200):
    code = certificate_or_code if isinstance(certificate_or_code, str) else papers.code_of(certificate_or_code)
    response = client.get(f"/v/{code}", headers={"accept-language": "de"})
    assert response.status_code == status
    return response.content.decode()


def test_valid_shows_what_the_paper_prints_but_not_the_date_of_birth(client):
    certificate = papers.valid(given_name="Giovanni", family_name="D’Angelo")
    text = page(client, certificate)
    for words in (
        "Echt und gültig",
        certificate.number,
        "Giovanni D’Angelo",
        "Lehrgang",
        "24 Unterrichtseinheiten",
        "10. Dezember 2027",
        "Testnetz e. V., Bayreuth",
        # First and last day that were taught, not the planned dates of the cohort.
        "2. März 2027",
        "2. Mai 2027",
        "Seminar 3",
        "75 %",
    ):
        assert words in text, words
    assert "1990" not in text and "Kulmbach" not in text


def test_revoked_shows_the_day_but_no_reason(client):
    """E15."""
    text = page(client, papers.revoked(given_name="Wilhelmina"))
    assert "Widerrufen" in text and "10. Februar 2028" in text
    assert "Projektarbeit" not in text and "Wilhelmina" not in text and "Lehrgang" not in without_frame(text)


def test_replaced_never_shows_a_name_nor_the_new_number(client):
    """E16."""
    certificate = papers.renumbered(given_name="Maximilian", family_name="Eigenart", given_name_now="Maxima")
    text = page(client, certificate)
    assert "ersetzt" in text and certificate.number in text
    for words in ("Maximilian", "Maxima", "Eigenart", certificate.replaced_by.number, "Vornamen"):
        assert words not in text, words


def test_replaced_is_the_same_page_whatever_the_cause(client):
    """A new number or a replacement copy: nobody can tell which, so nobody can tell why."""
    pages = set()
    for certificate in (papers.renumbered(), papers.copied()):
        pages.add(page(client, certificate).replace(certificate.number, "NUMBER"))
    assert len(pages) == 1


def test_the_replacement_copy_is_valid_and_carries_its_mark(client):
    """E17."""
    certificate = papers.copied(given_name="Zita")
    text = page(client, certificate.copies.last().code)
    for words in (
        "Echt und gültig",
        certificate.number,
        "Zita",
        "10. Dezember 2027",
        "Zweitschrift",
        "10. Februar 2028",
    ):
        assert words in text, words


def test_an_erased_name_leaves_a_valid_number(client):
    """E18."""
    certificate = papers.erased(given_name="Wilhelmina", family_name="Vergessen")
    text = page(client, certificate)
    assert "Echt und gültig, ohne Namen" in text and certificate.number in text
    assert str(certificate.cohort.edition.programme.title["de"]) in text
    assert "Wilhelmina" not in text and "Vergessen" not in text


@papers.everything_unknown
def test_unknown_and_malformed_are_one_answer(client, code):
    assert page(client, code, status=404) == page(client, papers.UNKNOWN, status=404)


def test_a_code_is_read_as_people_type_it(client):
    certificate = papers.valid()
    code = papers.code_of(certificate)
    typed = "-".join(code[i : i + 4] for i in range(0, 16, 4)).lower().replace("0", "o").replace("1", "l")
    assert certificate.number in page(client, typed)


@pytest.mark.parametrize("typed", ["https://lehrgang.example/v/{code}", "http://x/en/v/{code}/", " {code} "])
def test_the_whole_address_may_be_pasted_for_the_code(client, typed):
    code = "K7QM3HXP90ABCDEF"
    answer = client.get("/verify/", {"code": typed.format(code=code)})
    assert (answer.status_code, answer.url) == (302, f"/v/{code}")


def test_a_number_in_the_place_of_a_code_is_told_where_it_belongs(client):
    page = client.get("/verify/", {"code": "pnf-2026-0001"}, headers={"accept-language": "en"})
    assert "This is a number, not a code." in page.text and "pnf-2026-0001" in page.text


def test_the_visitor_chooses_the_language(client):
    code = papers.code_of(papers.valid())
    assert "Genuine and valid" in client.get(f"/v/{code}?language=en").content.decode()
    assert "Echt und gültig" in client.get(f"/v/{code}?language=de").content.decode()
    assert client.get(f"/v/{code}?language=zz").status_code == 200


def test_a_copy_known_from_paper_only_is_answered_from_the_register(client):
    certificate = papers.valid(given_name="Alba")
    certificate.copies.get().content.delete()
    text = page(client, certificate)
    assert "Echt und gültig" in text and "Alba" in text and "1990" not in text


def without_frame(text):
    return re.search(r"<article.*</article>", text, re.DOTALL)[0]
