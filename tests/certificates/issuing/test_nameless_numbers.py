"""Where a number stands whose name was erased: in the row that can only be its own, else below; it leads to no name."""

import pytest

from certificates.issuing.actions import erase_name, issue_certificates, release_enrolments, revoke_certificate
from certificates.issuing.register_totals import totals_of
from courses.booking.models import Enrolment
from lms.accounts.models import Person
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification.papers import LATER

pytestmark = pytest.mark.django_db
BELOW = 'id="nameless"'


@pytest.fixture(params=[True, False], ids=["certifies", "verifies"])
def cohort(request):
    """Three people with their certificates; the chamber certifies them, or only verifies."""
    people = [scenes.learner(given_name=given, family_name="Geheim") for given in ("Ada", "Bea", "Cleo")]
    cohort = scenes.finished_cohort(people, chamber=makers.make_chamber(), chamber_certifies=request.param)
    if request.param:
        verifier = makers.make_verifier(cohort.edition.chamber)
        enrolments = list(cohort.enrolments.all())
        release_enrolments(cohort=cohort, enrolments=enrolments, actor=verifier, at=scenes.ISSUED_AT)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    return cohort


def erase(cohort, given_name, person_too):
    """Erase the name from a certificate, and the person if said so; return the number."""
    enrolment = cohort.enrolments.get(person__given_name=given_name)
    [certificate] = erase_name(enrolment=enrolment, actor=scenes.manager(cohort), at=LATER)
    if person_too:
        Person.objects.filter(pk=enrolment.person_id).update(erased_at=LATER, given_name="", family_name="")
    return certificate


def pages(client, cohort):
    """The lists of the office and of the chamber."""
    chamber = cohort.edition.chamber
    client.force_login(scenes.manager(cohort))
    yield client.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    client.force_login(makers.make_verifier(chamber))
    url = f"/chambers/{chamber.code}/cohorts/{cohort.code}/"
    yield client.get(url).content.decode()


def row_of(page, text):
    """The row of the table in which something stands."""
    [row] = [row for row in page.split("<tr>") if text in row.split("</table>")[0]]
    return row.split("</tr>")[0]


def test_the_only_row_without_a_name_has_the_number(client, cohort):
    certificate = erase(cohort, "Ada", person_too=True)
    for page in pages(client, cohort):
        row = row_of(page, certificate.number)
        assert "Name gelöscht" in row and "Geheim" not in row
        assert BELOW not in page and page.partition("</table>")[0].count("<tr>") == 1 + 3


def test_a_number_stands_in_no_row_that_names_somebody(client, cohort):
    """The certificate's name was erased, the person is still known: together they would undo it."""
    certificate = erase(cohort, "Ada", person_too=False)
    for page in pages(client, cohort):
        above, below = page.split(BELOW)
        assert certificate.number not in above and certificate.number in below
        assert "Ada" not in below


def test_two_without_a_name_are_not_told_apart(client, cohort):
    numbers = {erase(cohort, given_name, person_too=True).number for given_name in ("Ada", "Bea")}
    for page in pages(client, cohort):
        above, below = page.split(BELOW)
        assert not [number for number in numbers if number in above]
        assert not [number for number in numbers if number not in below]


def test_the_row_says_where_the_number_stands(client, cohort):
    erase(cohort, "Ada", person_too=False)
    office, chamber = pages(client, cohort)
    for page in [office] + [chamber] * cohort.edition.chamber_certifies:
        row = row_of(page, "Ada")
        assert 'href="#nameless"' in row and page.count('href="#nameless"') == 1
        assert "Wo oben steht, dass etwas ausgestellt war" in page


def test_a_chamber_that_only_verifies_learns_of_no_erased_name(client, cohort):
    erase(cohort, "Ada", person_too=False)
    _office, chamber = pages(client, cohort)
    assert ("Ada" in chamber) is cohort.edition.chamber_certifies
    assert ("Wo oben steht" in chamber) is cohort.edition.chamber_certifies


def test_one_who_is_not_listed_counts_all_the_same(client, cohort):
    """A number without a name may be of somebody who cancelled since, and of whom the list says nothing."""
    gone = erase(cohort, "Ada", person_too=True)
    Enrolment.objects.filter(person__family_name="").update(ending=Enrolment.Ending.CANCELLED, ends_on=cohort.starts_on)
    other = erase(cohort, "Bea", person_too=True)
    for page in pages(client, cohort):
        above, below = page.split(BELOW)
        assert gone.number in below and other.number in below and other.number not in above


def test_a_chamber_sees_the_numbers_that_hold(client, cohort):
    """Also where nobody else has any: its desk counts them. What ended stands apart."""
    numbers = [erase(cohort, given_name, person_too=False) for given_name in ("Ada", "Bea", "Cleo")]
    revoke_certificate(certificate=numbers[2], actor=scenes.manager(cohort), at=LATER, reason="x")
    _office, chamber = pages(client, cohort)
    hold, _mark, ended = chamber.partition('id="ended"')
    assert numbers[0].number in hold and numbers[1].number in hold and numbers[2].number not in hold
    assert numbers[2].number in ended
    assert "noch nichts ausgestellt" not in chamber


def test_what_was_issued_is_not_denied(client, cohort):
    for given_name in ("Ada", "Bea", "Cleo"):
        erase(cohort, given_name, person_too=True)
    assert totals_of(cohort, LATER).issued == 3
    office, _chamber = pages(client, cohort)
    assert "Wer einen Nachweis erworben hat, hat ihn" in office
