"""The office issues with one press, sees what is missing, and changes a number on the page of that number."""

import pytest

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Copy, NameErasure, StatusChange
from certificates.verification.countersigning import countersign_certificates
from lms.accounts.models import User
from tests import makers
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


def act(office, certificate, name, **given):
    """Do one act on its page, as the form there sends it."""
    return office.post(f"/certificates/{certificate.number}/{name}/", given, follow=True)


def test_a_number_is_copied_replaced_revoked_each_on_its_page(office, certificate):
    page = act(office, certificate, "copy", reason="verloren").content.decode()
    assert "Zweitschrift" in page and "verloren" in page and certificate.copies.count() == 2
    page = act(office, certificate, "replace", reason="Tippfehler").content.decode()
    new = Certificate.objects.get(replaces=certificate)
    assert f"{new.number} wurde an ihrer Stelle ausgestellt." in page
    page = act(office, new, "revoke", reason="Täuschung").content.decode()
    assert StatusChange.objects.filter(certificate=new, status="revoked", internal_reason="Täuschung").exists()
    assert f"{new.number} ist widerrufen." in page


@pytest.mark.parametrize("name", ["copy", "replace", "suspend", "revoke", "erase"])
def test_each_act_is_asked_once_more_and_looking_changes_nothing(office, certificate, name):
    url = f"/certificates/{certificate.number}/"
    assert f'href="{url}{name}/"' in office.get(url).content.decode()
    page = office.get(f"{url}{name}/").content.decode()
    assert "?</h1>" in page and certificate.holding.enrolment.person.full_name in page
    assert '<button class="button' in page and f'<a href="{url}">Abbrechen</a>' in page
    office.post(url, {"act": name, f"{name}-reason": "x", f"{name}-sure": "on"})
    assert not StatusChange.objects.exists() and certificate.copies.count() == 1, "the page of the number does nothing"


def test_what_is_not_possible_is_neither_offered_nor_asked(office, certificate):
    act(office, certificate, "revoke", reason="x")
    url = f"/certificates/{certificate.number}/"
    page = office.get(url).content.decode()
    assert "Was sich tun lässt" not in page
    assert office.get(f"{url}copy/")["Location"] == url
    assert office.get(f"{url}burn/").status_code == 404


def test_a_missing_reason_is_asked_for_and_nothing_happens(office, certificate):
    page = act(office, certificate, "revoke", reason="")
    assert page.status_code == 200 and 'id="id_reason_error"' in page.content.decode()
    assert not StatusChange.objects.exists()


def test_what_ended_meanwhile_is_a_refusal_not_an_error(office, certificate):
    for _press in range(2):
        page = act(office, certificate, "revoke", reason="x")
    assert page.status_code == 200 and StatusChange.objects.count() == 1
    assert "ist nicht mehr gültig; daran" in page.content.decode()


def test_erasing_needs_the_tick(office, certificate):
    act(office, certificate, "erase")
    assert not NameErasure.objects.exists()
    page = act(office, certificate, "erase", sure="on").content.decode()
    assert NameErasure.objects.exists() and "auf Wunsch der Person gelöscht" in page


def test_an_erased_number_is_still_found_from_its_cohort(office, cohort, certificate):
    url = f"/cohorts/{cohort.code}/certificates/"
    assert "Nummern ohne Namen" not in office.get(url).content.decode()
    act(office, certificate, "erase", sure="on")
    page = office.get(url).content.decode()
    assert "Nummern ohne Namen" in page and f'href="/certificates/{certificate.number}/"' in page


def test_old_and_new_number_lead_to_each_other(office, certificate):
    act(office, certificate, "replace", reason="Tippfehler")
    new = Certificate.objects.get(replaces=certificate)
    assert f'href="/certificates/{new.number}/"' in office.get(f"/certificates/{certificate.number}/").content.decode()
    assert f'href="/certificates/{certificate.number}/"' in office.get(f"/certificates/{new.number}/").content.decode()


def test_whoever_keeps_the_records_corrects_the_person_first(client, certificate):
    url, record = f"/certificates/{certificate.number}/", f"/people/{certificate.holding.enrolment.person.pk}/"
    client.force_login(makers.make_office_user())
    for address in (url, f"{url}replace/"):
        assert record in client.get(address).content.decode()
    client.force_login(scenes.manager(certificate.cohort))
    assert record not in client.get(url).content.decode() + client.get(f"{url}replace/").content.decode()


def test_what_happened_names_who_did_it(office, certificate):
    manager = User.objects.get(pk=office.session["_auth_user_id"])
    User.objects.filter(pk=manager.pk).update(first_name="Hedwig", last_name="Amtmann")
    act(office, certificate, "copy", reason="verloren")
    page = office.get(f"/certificates/{certificate.number}/").content.decode().partition('id="changes"')[2]
    assert "Ausfertigung 1 durch eine neue ersetzt" in page and "Hedwig Amtmann: verloren" in page


def test_the_day_of_a_countersignature_is_told(office, cohort, certificate):
    chamber = makers.make_chamber(name="IHK Probe")
    type(cohort.edition).objects.filter(pk=cohort.edition.pk).update(chamber=chamber)
    verifier, at = makers.make_verifier(chamber), makers.at("2027-12-24")
    assert countersign_certificates(cohort=cohort, certificates=[certificate], actor=verifier, at=at) == 1
    page = office.get(f"/certificates/{certificate.number}/").content.decode()
    assert "Mitgezeichnet am" in page and "24. Dezember 2027" in page and "IHK Probe" in page


def test_codes_stand_in_groups(office, certificate):
    code = certificate.copies.get().code
    page = office.get(f"/certificates/{certificate.number}/").content.decode()
    assert f">{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}</a>" in page


def test_the_list_says_which_paper_a_number_is(office, cohort, certificate):
    assert (
        '<span class="soft">Zertifikat</span>' in office.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    )


def test_a_refused_transcript_is_answered_in_the_table(office, cohort):
    enrolment = makers.make_enrolment(cohort, scenes.learner(given_name="Fern"))
    url = f"/cohorts/{cohort.code}/certificates/"
    page = office.post(url, {"act": "transcripts", "enrolment": enrolment.pk}).content.decode()
    before, _mark, table = page.partition('id="people"')
    assert "kein besuchtes Seminar erfasst" in table and "kein besuchtes Seminar erfasst" not in before


def pdf_column(page):
    """What the table of copies says of each PDF: (chip kinds, words)."""
    table = page.partition('aria-labelledby="copies"')[2].partition("</table>")[0]
    return [row.rpartition('data-label="PDF"')[2] for row in table.split("<tr>")[2:]]


@pytest.mark.parametrize("name", ["suspend", "revoke", "replace"])
def test_no_green_tick_for_a_pdf_that_is_not_handed_out(office, certificate, name):
    print_all()
    url = f"/certificates/{certificate.number}/"
    assert "PDF liegt bereit" in pdf_column(office.get(url).content.decode())[0]
    act(office, certificate, name, reason="x")
    [cell] = pdf_column(office.get(url).content.decode())
    assert "wird nicht herausgegeben" in cell and "chip--done" not in cell


def test_of_two_copies_only_the_one_that_counts_is_ready(office, certificate):
    url = f"/certificates/{certificate.number}/"
    act(office, certificate, "copy", reason="verloren")
    print_all()
    earlier, now = pdf_column(office.get(url).content.decode())
    assert "chip--done" not in earlier and "chip--done" in now


def test_a_deleted_pdf_is_not_ready(office, certificate):
    print_all()
    url = f"/certificates/{certificate.number}/"
    act(office, certificate, "erase", sure="on")
    [cell] = pdf_column(office.get(url).content.decode())
    assert "PDF ist gelöscht" in cell and "chip--done" not in cell
