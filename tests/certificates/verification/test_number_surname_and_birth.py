"""Number, surname and date of birth match only together and while valid; the answer never says which one differs."""

import pytest

from certificates.issuing.rules import read_number
from certificates.verification.answers import matches
from certificates.verification.forms import NumberForm
from certificates.verification.rules import same_name, tidy_number
from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db
BORN = "1990-04-05"


def ask(client, number, family_name="Müller-Öz", born=BORN):
    response = client.post("/verify/", {"number": number, "family_name": family_name, "date_of_birth": born})
    assert response.status_code == 200
    return response.content.decode()


def test_all_three_match(client):
    certificate = papers.valid(family_name="Müller-Öz")
    assert "Echt und gültig" in ask(client, certificate.number)
    assert "Echt und gültig" in ask(client, f" {certificate.number.lower().replace('-', ' – ')} ", "mueller oez")


@pytest.mark.parametrize("other", [{"number": "T1-2027-9999"}, {"family_name": "Müller"}, {"born": "1990-05-04"}])
def test_one_that_differs_is_no_match(client, other):
    certificate = papers.valid(family_name="Müller-Öz")
    text = ask(client, **{"number": certificate.number, **other})
    assert "Keine Übereinstimmung" in text and "Echt und gültig" not in text


@pytest.mark.parametrize("make", [papers.revoked, papers.renumbered, papers.erased])
def test_what_is_no_longer_valid_does_not_match(client, make):
    assert "Keine Übereinstimmung" in ask(client, make(family_name="Müller-Öz").number)


def test_a_replacement_copy_leaves_the_number_matching(client):
    assert "Echt und gültig" in ask(client, papers.copied(family_name="Müller-Öz").number)


def test_it_counts_what_is_printed_not_how_the_person_is_called_now():
    certificate = papers.valid(family_name="Alt")
    person = certificate.holding.enrolment.person
    person.family_name = "Neu"
    person.save()
    asked = {"number": certificate.number, "date_of_birth": person.date_of_birth}
    assert matches(family_name="Alt", **asked) and not matches(family_name="Neu", **asked)


def test_no_match_reads_alike_whatever_differs(client):
    number = papers.valid(family_name="Müller-Öz").number
    revoked = papers.revoked(family_name="Müller-Öz").number
    pages = [ask(client, number, "Meier"), ask(client, revoked), ask(client, "T0-2000-0001")]
    results = {text.split('role="status"')[1].split("</article>")[0] for text in pages}
    assert len(results) == 1


def test_both_ways_ask_the_database_equally_often(django_assert_num_queries):
    certificate = papers.valid()
    born = certificate.holding.enrolment.person.date_of_birth
    for number in (certificate.number, "T0-2000-0001"):
        with django_assert_num_queries(2):
            matches(number=number, family_name="Beispiel", date_of_birth=born)


def test_after_ten_questions_an_address_has_to_wait(client, settings):
    certificate = papers.valid(family_name="Müller-Öz")
    settings.VERIFY_NUMBERS_PER_HOUR = 3
    for _question in range(3):
        ask(client, certificate.number, "Meier")
    asked = {"number": certificate.number, "family_name": "Müller-Öz", "date_of_birth": BORN}
    response = client.post("/verify/", asked)
    assert response.status_code == 429 and "Echt und gültig" not in response.content.decode()
    assert client.post("/verify/", asked, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_codes_that_do_not_exist_are_limited_too(client, settings):
    code = papers.code_of(papers.valid())
    settings.VERIFY_FAILED_CODES_PER_HOUR = 2
    assert [client.get(f"/v/{papers.UNKNOWN}").status_code for _each in range(3)] == [404, 404, 429]
    response = client.get(f"/v/{papers.UNKNOWN}", headers={"accept": "application/json"})
    assert response.status_code == 429 and response.json()["status"] == "too_many_requests"
    assert client.get(f"/v/{code}").status_code == 200, "a paper that exists is answered whatever others guess"


def test_guesses_at_many_addresses_silence_no_other(client, settings):
    settings.VERIFY_FAILED_CODES_PER_HOUR = settings.VERIFY_ALL_TIMES = 1
    asked = [client.get(f"/v/{papers.UNKNOWN}", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 5)]
    assert asked == [404] * 4


def test_what_was_typed_stays(client):
    response = client.post("/verify/", {"number": "PNF-1", "family_name": "Ott", "date_of_birth": "gestern"})
    text = response.content.decode()
    assert response.status_code == 200 and 'value="PNF-1"' in text and 'value="Ott"' in text
    response = client.get("/verify/", {"code": "K7QM-3HXP"})
    assert response.status_code == 200 and 'value="K7QM-3HXP"' in response.content.decode()


def test_a_code_typed_in_any_grouping_leads_to_its_answer(client):
    response = client.get("/verify/", {"code": "k7qm 3hxp-90ab cdef"})
    assert response.status_code == 302 and response["Location"] == "/v/K7QM3HXP90ABCDEF"


@pytest.mark.parametrize(
    ("typed", "printed", "same"),
    [
        ("d'angelo", "D’Angelo", True),
        ("Nguyen", "Nguyễn", True),
        ("Weiss", "Weiß", True),
        ("MUELLER", "Müller", True),
        ("Muller", "Müller", True),
        ("Şahin", "Sahin", True),
        ("Łukasik", "Lukasik", True),
        ("Meier", "Maier", False),
        ("", "", False),
        ("-", "’", False),
        ("Müll", "Müller", False),
    ],
)
def test_how_names_are_compared(typed, printed, same):
    assert same_name(typed, printed) is same


def test_how_numbers_are_tidied():
    assert tidy_number(" pnf – 2025-0006 ") == "PNF-2025-0006"


def test_the_form_can_be_sent_by_a_browser(client):
    """With no-referrer a browser sends "Origin: null", which Django refuses: seen in Chromium."""
    response = client.get("/verify/")
    assert response["Referrer-Policy"] == "same-origin" and response["Cache-Control"] == "no-store"


def test_the_number_shown_in_the_empty_field_is_nobodys():
    # A series begins with 1; any other number may be somebody's.
    assert read_number(NumberForm().fields["number"].widget.attrs["placeholder"])[2] == 0
