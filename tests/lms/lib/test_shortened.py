"""A list that shows its first rows only says how many are left out, on each page that shortens one."""

import pytest

from lms.accounts.models import Person
from lms.lib.shortened import first_of
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = makers.make_office_user()
    client.force_login(user)
    return user


@pytest.mark.parametrize(("most", "shown", "more"), [(1, 1, 2), (2, 2, 1), (3, 3, 0), (4, 3, 0)])
def test_first_of(most, shown, more):
    for _each in range(3):
        makers.make_person()
    rows, left = first_of(Person.objects.order_by("pk"), most)
    assert (len(rows), left) == (shown, more)


def test_the_sites_of_a_company(client, office, monkeypatch):
    company = makers.make_company(name="Werke & Söhne")
    sites = [makers.make_site(company=company, name=f"Werk {index}") for index in range(3)]
    page = f"/office/data/companies/{company.pk}/"
    assert "weitere Standorte" not in client.get(page).text
    monkeypatch.setattr("lms.organisations.views.SITES_SHOWN", 1)
    text = client.get(page).text
    assert "2 weitere Standorte" in text and "Werk 0" in text and "Werk 1" not in text
    link = text.split("2 weitere Standorte")[0].rsplit('href="', 1)[1].split('"')[0]
    assert all(site.name in client.get(link).text for site in sites)


def test_who_holds_a_role(client, office, monkeypatch):
    company = makers.make_company()
    makers.make_booker(company)
    makers.make_booker(company)
    page = f"/roles/bookers/{company.pk}/"
    assert "nicht zu sehen" not in client.get(page).text
    monkeypatch.setattr("lms.accounts.views_roles.PEOPLE_SHOWN", 1)
    assert "1 weitere Person ist nicht zu sehen" in client.get(page).text
