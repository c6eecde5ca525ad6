"""A record of the demo whose page is saved as it stands stays what it is: every kind, with all that is filled in."""

import pytest

from lms.audit.models import Act
from lms.organisations.models import Chamber, ClusterOffice, Company, Site
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def rows(demo):
    """One record per kind, the fullest there is."""
    return {
        "companies": demo.company("C01"),
        "sites": Site.objects.exclude(protective_equipment=[]).first(),
        "people": demo.person("P15"),
        "chambers": Chamber.objects.get(),
        "offices": ClusterOffice.objects.get(),
    }


@pytest.mark.parametrize("kind", ["companies", "sites", "people", "chambers", "offices"])
def test_nothing_is_changed_and_nothing_breaks(demo, client, kind):
    if kind == "sites":
        Site.objects.update(arrival={"de": "Tor 2", "en": "Gate 2"})
    row = rows(demo)[kind]
    before = type(row).objects.filter(pk=row.pk).values().get()
    office = Visitor(client, demo.actor)
    office.go(f"/office/data/{kind}/{row.pk}/")
    office.send("Speichern")
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    [act] = Act.objects.filter(verb__endswith=".changed", subject_id=str(row.pk))
    assert act.facts["fields"] == []


def test_a_business_is_changed_in_one_language(demo, client):
    office = Visitor(client, demo.actor)
    office.go(f"/office/data/companies/{demo.company('C01').pk}/")
    office.send("Speichern", business_en="Precision parts")
    business = Company.objects.get(code="C01").business
    assert business == {**demo.record("id", "C01", of="companies")["business"], "en": "Precision parts"}
    assert Act.objects.get(verb="company.changed").facts["fields"] == ["business"]
