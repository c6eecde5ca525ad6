"""The office issues with one press, sees what is missing, and changes a number on the page of that number."""

import pytest

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Copy, NameErasure, StatusChange
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import print_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenes.finished_cohort([scenes.learner(), scenes.learner(place_of_birth="", given_name="Ohneort")])


@pytest.fixture
def office(client, cohort):
    client.force_login(scenes.manager(cohort))
    return client


def test_one_press_issues_prints_and_shows_it(office, cohort, django_capture_on_commit_callbacks):
    page = office.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    assert "Ein Zertifikat kann ausgestellt werden" in page and "es fehlt: Geburtsort" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = office.post(
            f"/cohorts/{cohort.code}/certificates/", {"act": "certificates", "language": ""}, follow=True
        )
    number = Certificate.objects.get().number
    assert "1 Zertifikat wurde ausgestellt." in response.content.decode()
    assert f"/certificates/{number}/pdf" in office.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    assert b"".join(office.get(f"/certificates/{number}/pdf").streaming_content).startswith(b"%PDF-")


def test_a_second_press_says_that_there_was_nothing(office, cohort):
    for _press in range(2):
        response = office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "certificates"}, follow=True)
    assert "nichts (mehr) auszustellen" in response.content.decode() and Certificate.objects.count() == 1


def test_a_refusal_is_shown_on_the_page(office, cohort):
    response = office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "certificates", "language": "en"})
    assert response.status_code == 200 and not Certificate.objects.exists()


def test_an_unknown_act_is_not_there(office, cohort):
    assert office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "x"}).status_code == 404


def test_the_progress_asks_again_until_all_is_made(office, cohort):
    office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "certificates"})
    url = f"/cohorts/{cohort.code}/certificates/progress/"
    fragment = office.get(url)
    assert 'hx-trigger="every 2s"' in fragment.content.decode() and "HX-Refresh" not in fragment
    print_all()
    assert office.get(url)["HX-Refresh"] == "true"


def test_what_failed_can_be_tried_again(office, cohort):
    office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "certificates"})
    Copy.objects.update(state=Copy.State.FAILED, attempts=making.MAX_ATTEMPTS)
    assert "Noch einmal versuchen" in office.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    office.post(f"/cohorts/{cohort.code}/certificates/", {"act": "retry"})
    assert Copy.objects.get().state == Copy.State.WAITING


@pytest.fixture
def certificate(cohort):
    [certificate] = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates
    return certificate


def test_a_number_is_copied_replaced_revoked_on_its_page(office, certificate):
    url = f"/certificates/{certificate.number}/"
    page = office.post(url, {"act": "copy", "copy-reason": "verloren"}, follow=True).content.decode()
    assert "Zweitschrift" in page and "verloren" in page and certificate.copies.count() == 2
    page = office.post(url, {"act": "replace", "replace-reason": "Tippfehler"}, follow=True).content.decode()
    new = Certificate.objects.get(replaces=certificate)
    assert new.number in page
    office.post(f"/certificates/{new.number}/", {"act": "revoke", "revoke-reason": "Täuschung"})
    assert StatusChange.objects.filter(certificate=new, status="revoked", internal_reason="Täuschung").exists()


def test_a_missing_reason_is_asked_for_and_nothing_happens(office, certificate):
    page = office.post(f"/certificates/{certificate.number}/", {"act": "revoke", "revoke-reason": ""})
    assert page.status_code == 200 and '<details class="panel" open>' in page.content.decode()
    assert not StatusChange.objects.exists()


def test_what_ended_meanwhile_is_a_refusal_not_an_error(office, certificate):
    url, data = f"/certificates/{certificate.number}/", {"act": "revoke", "revoke-reason": "x"}
    office.post(url, data)
    page = office.post(url, data)
    assert page.status_code == 200 and StatusChange.objects.count() == 1


def test_erasing_needs_the_tick(office, certificate):
    url = f"/certificates/{certificate.number}/"
    office.post(url, {"act": "erase"})
    assert not NameErasure.objects.exists()
    page = office.post(url, {"act": "erase", "erase-sure": "on"}, follow=True).content.decode()
    assert NameErasure.objects.exists() and "auf Wunsch der Person gelöscht" in page


def pdf_column(page):
    """What the table of copies says of each PDF: (chip kinds, words)."""
    table = page.partition('aria-labelledby="copies"')[2].partition("</table>")[0]
    return [row.split("<td>")[-1] for row in table.split("<tr>")[2:]]


@pytest.mark.parametrize("act", ["suspend", "revoke", "replace"])
def test_no_green_tick_for_a_pdf_that_is_not_handed_out(office, certificate, act):
    print_all()
    url = f"/certificates/{certificate.number}/"
    assert "PDF liegt bereit" in pdf_column(office.get(url).content.decode())[0]
    office.post(url, {"act": act, f"{act}-reason": "x"})
    [cell] = pdf_column(office.get(url).content.decode())
    assert "wird nicht herausgegeben" in cell and "chip--done" not in cell


def test_of_two_copies_only_the_one_that_counts_is_ready(office, certificate):
    url = f"/certificates/{certificate.number}/"
    office.post(url, {"act": "copy", "copy-reason": "verloren"})
    print_all()
    earlier, now = pdf_column(office.get(url).content.decode())
    assert "chip--done" not in earlier and "chip--done" in now


def test_a_deleted_pdf_is_not_ready(office, certificate):
    print_all()
    url = f"/certificates/{certificate.number}/"
    office.post(url, {"act": "erase", "erase-sure": "on"})
    [cell] = pdf_column(office.get(url).content.decode())
    assert "PDF ist gelöscht" in cell and "chip--done" not in cell
