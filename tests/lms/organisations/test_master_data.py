"""The office keeps companies, sites, people, chambers and itself in the browser; nobody else knows the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import Person
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.actions import keep_record
from lms.organisations.models import ClusterOffice, Company, Employment, Membership, Site
from tests.makers import (
    NOON,
    make_booker,
    make_chamber,
    make_company,
    make_employment,
    make_host_contact,
    make_office,
    make_office_user,
    make_person,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db
NONE = {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
TYPED = {
    "companies": {"code": "C99", "name": "Neu GmbH", "data_level": "0", **NONE},
    "sites": {"name": "Werk 2", "can_host": "on", "max_visitors": "12", "protective_equipment": "Brille\n\n Schuhe "},
    "people": {"family_name": "Nguyễn", "given_name": "Linh", "email": "Linh@X.example", "language": "de", **NONE},
    "chambers": {"code": "ihk", "name": "IHK Neu"},
    "offices": {"code": "netz", "name": "Netz e. V.", "certificate_prefix": "NEU", "land": "BY"},
}
MAKE = {
    "companies": make_company,
    "sites": make_site,
    "people": make_person,
    "chambers": make_chamber,
    "offices": make_office,
}


@pytest.fixture
def office(client):
    user = make_office_user()
    client.force_login(user)
    return user


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_is_entered_found_and_changed(client, office, kind):
    answer = client.post(f"/office/data/{kind}/new/", TYPED[kind])
    assert answer.status_code == 302, answer.context["form"].errors
    name = TYPED[kind].get("name", "Nguyễn")
    assert name in client.get(f"/office/data/{kind}/?q={name}").text
    assert name not in client.get(f"/office/data/{kind}/?q=nothingofthekind").context["rows"]
    field = "family_name" if kind == "people" else "name"
    assert client.post(answer["Location"], {**TYPED[kind], field: "Anders"}).status_code == 302
    assert "Anders" in client.get(answer["Location"]).text
    assert [act.verb.partition(".")[2] for act in Act.objects.order_by("pk")] == ["created", "changed"]
    assert field in Act.objects.order_by("pk").last().facts["fields"]


def test_equipment_is_one_per_line_and_an_address_is_kept_small(client, office):
    client.post("/office/data/sites/new/", TYPED["sites"])
    assert Site.objects.get().protective_equipment == ["Brille", "Schuhe"]
    client.post("/office/data/people/new/", TYPED["people"])
    assert Person.objects.get().email == "linh@x.example"


def test_a_name_is_corrected_although_the_address_was_entered_elsewhere(client, office):
    person = make_person(email="übelhör@x.example")
    page = f"/office/data/people/{person.pk}/"
    assert client.post(page, {**TYPED["people"], "email": "übelhör@x.example"}).status_code == 302
    person.refresh_from_db()
    assert (person.family_name, person.email) == ("Nguyễn", "übelhör@x.example")
    answer = client.post(page, {**TYPED["people"], "email": "karakaş@x.example"})
    assert answer.status_code == 200 and "email" in answer.context["form"].errors


def span(index, partner, since="", until="", pk=""):
    name = "company" if isinstance(partner, Company) else "office"
    row = {name: partner.pk, "since": since, "until": until, "id": pk}
    return {f"parts-{index}-{key}": value for key, value in row.items()}


def test_a_company_becomes_a_member_and_leaves(client, office):
    cluster = make_office()
    company = make_company()
    page = f"/office/data/companies/{company.pk}/"
    typed = {**TYPED["companies"], "parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0"}
    client.post(page, {**typed, **span(0, cluster, "2020-01-01")})
    member = Membership.objects.get()
    client.post(page, {**typed, "parts-INITIAL_FORMS": "1", **span(0, cluster, "2020-01-01", "2026-01-01", member.pk)})
    member.refresh_from_db()
    assert str(member.until) == "2026-01-01"


def test_a_person_changes_employer_in_one_go(client, office):
    person, old, new = make_person(), make_company(), make_company()
    job = make_employment(person, old)
    typed = {**TYPED["people"], "parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "1"}
    page = f"/office/data/people/{person.pk}/"
    both = {**typed, **span(0, old, "", "2026-05-15", job.pk), **span(1, new, "2026-05-15")}
    assert client.post(page, both).status_code == 302
    assert list(Employment.objects.order_by("since").values_list("company", flat=True)) in (
        [old.pk, new.pk],
        [new.pk, old.pk],
    )


@pytest.mark.parametrize("dates", [(("", ""), ("", "")), (("2020-01-01", "2026-06-01"), ("2026-05-01", ""))])
def test_employments_do_not_overlap(client, office, dates):
    person, one, other = make_person(), make_company(), make_company()
    typed = {**TYPED["people"], "parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}
    rows = {**span(0, one, *dates[0]), **span(1, other, *dates[1])}
    answer = client.post(f"/office/data/people/{person.pk}/", {**typed, **rows})
    assert answer.status_code == 200 and "überschneiden" in answer.text
    assert not Employment.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("companies", {"code": "", "name": "", "data_level": "7", "employees": "9" * 30}),
        ("companies", {"code": "a b", "name": "x" * 10_000, "data_level": "\0", "employees": "-1"}),
        ("sites", {"name": "\0", "max_visitors": "-1", "latitude": "NaN", "longitude": "1e309", "company": "9" * 30}),
        ("people", {"family_name": "", "date_of_birth": "0001-01-01", "language": "xx", "email": "nope"}),
        ("people", {"family_name": "A", "date_of_birth": "9999-12-31", "language": "de", "place_of_birth": "\0"}),
        ("people", {"family_name": "A", "date_of_birth": "2199-12-31", "language": "de"}),
        ("chambers", {"code": "ä", "name": "x" * 201}),
        ("offices", {"code": "x", "name": "y", "certificate_prefix": "x" * 13}),
        ("offices", {"code": "x", "name": "y", "land": "BY", "certificate_prefix": "A/B"}),
        ("offices", {"code": "x", "name": "y", "land": "BY", "certificate_prefix": "Straße"}),
    ],
)
def test_bad_input_is_said_kept_and_not_saved(client, office, kind, typed):
    answer = client.post(f"/office/data/{kind}/new/", {**NONE, **typed})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not Act.objects.exists()


@pytest.mark.parametrize("count", ["x", "-1", "9" * 30, ""])
def test_a_broken_count_of_rows_is_no_error_of_ours(client, office, count):
    typed = {**TYPED["companies"], "parts-TOTAL_FORMS": count, "parts-INITIAL_FORMS": count}
    assert client.post("/office/data/companies/new/", typed).status_code in (200, 302)
    company = make_company()
    assert client.post(f"/office/data/companies/{company.pk}/", {**typed, "code": "C98"}).status_code in (200, 302)


def test_the_same_code_or_e_mail_twice_is_refused(client, office):
    make_company(code="C99")
    make_person(email="linh@x.example")
    for kind in ("companies", "people"):
        assert client.post(f"/office/data/{kind}/new/", TYPED[kind]).context["form"].errors


def test_a_person_whose_name_is_erased_is_not_kept_here(client, office):
    person = make_person(family_name="Weg", erased_at=NOON)
    assert client.get(f"/office/data/people/{person.pk}/").status_code == 404
    assert "gelöscht" not in client.get("/office/data/people/").text


@pytest.mark.parametrize("kind", TYPED)
def test_nobody_else_knows_the_pages(client, kind):
    row = MAKE[kind]()
    company, site = make_company(), make_site()
    pages = ["/office/data/", *(f"/office/data/{kind}/{rest}" for rest in ("", "new/", f"{row.pk}/"))]
    for user in (make_user(), make_booker(company), make_host_contact(site)):
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == client.post(page, TYPED[kind]).status_code == 404, page
    client.logout()
    assert client.get(pages[0])["Location"].startswith("/account/login/")


def test_the_act_itself_asks():
    company = make_company()
    with pytest.raises(NotAllowed):
        keep_record(row=company, actor=make_booker(company), at=NOON)


def test_odd_addresses(client, office):
    for page in ("/office/data/nonsense/", "/office/data/companies/0/", f"/office/data/companies/{'9' * 30}/"):
        assert client.get(page).status_code == 404
    for page in ("?q=" + "a " * 500, "?page=99999999999999999999", "?page=x"):
        assert client.get(f"/office/data/companies/{page}").status_code == 200
    assert client.get("/office/data/sites/new/?company=" + "9" * 30).status_code == 200


@pytest.mark.parametrize("kind", TYPED)
def test_queries_of_lists_do_not_depend_on_the_rows(client, office, kind):
    figures = []
    for rows in (3, 40):
        for _index in range(rows):
            make_site(make_company()) if kind == "sites" else MAKE[kind]()
        client.get(f"/office/data/{kind}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/office/data/{kind}/")
        figures.append(len(asked))
    assert figures[0] == figures[1] <= 20


def test_an_employment_that_ends_before_it_begins_is_turned_down_in_a_sentence(client):
    company = make_company()
    client.force_login(make_office_user())
    spans = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-company": str(company.pk)}
    spans |= {"parts-0-since": "2026-05-01", "parts-0-until": "2026-04-01"}
    page = client.post("/office/data/people/new/", {**TYPED["people"], **spans})
    assert "Dieser Tag muss nach dem Tag unter „Seit“ liegen." in page.text
    assert "employment_ends_after_start" not in page.text and not Employment.objects.exists()


def test_nobody_employs_more_people_than_there_are(client):
    client.force_login(make_office_user())
    page = client.post("/office/data/companies/new/", {**TYPED["companies"], "employees": "1000001"})
    assert "9223372036854775807" not in page.text and "1000000" in page.text.replace(".", "")
    assert not Company.objects.exists()


def test_a_prefix_of_numbers_is_kept_in_capitals_and_one_that_is_there_stays(client, office):
    client.post("/office/data/offices/new/", {**NONE, **TYPED["offices"], "certificate_prefix": "neu"})
    row = ClusterOffice.objects.get(code="netz")
    assert row.certificate_prefix == "NEU"
    ClusterOffice.objects.filter(pk=row.pk).update(certificate_prefix="alt.1")
    typed = {**NONE, **TYPED["offices"], "certificate_prefix": "alt.1", "name": "Netz neu"}
    client.post(f"/office/data/offices/{row.pk}/", typed)
    row.refresh_from_db()
    assert (row.certificate_prefix, row.name) == ("alt.1", "Netz neu")


def test_further_days_off_are_typed_one_per_line_and_come_back_as_typed(client, office):
    row = make_office()
    address = f"/office/data/offices/{row.pk}/"
    typed = {**NONE, "code": row.code, "name": row.name, "certificate_prefix": row.certificate_prefix, "land": "BY"}
    page = client.post(address, {**typed, "days_off": "08.08.2028 Friedensfest\nirgendwann\n"}).text
    assert "„irgendwann“ beginnt nicht mit einem Tag" in page and "08.08.2028 Friedensfest" in page
    twice = "15.08.2028 Mariä Himmelfahrt\n2028-08-15 Kirchweih\nirgendwann\n"
    page = client.post(address, {**typed, "days_off": twice}).text
    assert "„2028-08-15 Kirchweih“: Dieser Tag steht schon in einer anderen Zeile" in page
    assert "„irgendwann“ beginnt nicht mit einem Tag" in page and "15.08.2028 Mariä Himmelfahrt" in page
    row.refresh_from_db()
    assert row.days_off == []
    client.post(address, {**typed, "days_off": "15.08.2028 Mariä Himmelfahrt\n2028-08-08\n"})
    row.refresh_from_db()
    assert row.days_off == ["2028-08-08", "2028-08-15 Mariä Himmelfahrt"]
    assert "08.08.2028\n15.08.2028 Mariä Himmelfahrt" in client.get(address).text
