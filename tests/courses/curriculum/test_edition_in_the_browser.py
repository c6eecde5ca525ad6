"""An edition is made, found again and copied in the CMS by the form that stands there."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.curriculum.models import Edition
from tests import makers
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Visitor(Client(enforce_csrf_checks=True), makers.make_administrator())


def test_a_new_edition_keeps_what_was_typed(office):
    programme = makers.make_programme()
    office.go(reverse("edition:add"))
    form = _edition_form(office)
    answer = office.client.post(
        office.url,
        {
            **form,
            "programme": programme.pk,
            "label": "2027",
            "valid_from": "01.01.2027",
            "duration_months": 12,
            "interval_weeks": "6.5",
            "seminar_count": 3,
            "units_presence": 24,
            "units_online": 0,
            "max_group_size": 5,
            "min_group_size": 2,
            "attendance_threshold": 75,
            "certificate_languages": ["de", "en"],
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    edition = Edition.objects.get()
    assert (edition.label, edition.max_group_size, edition.certificate_languages) == ("2027", 5, ["de", "en"])
    assert edition.attendance_threshold == 75


def _edition_form(visitor):
    """The values of the edition's own form as they stand, not those of the search beside it."""
    forms = [form["data"] for form in visitor.forms() if "seminar_count" in form["names"]]
    assert len(forms) == 1
    return forms[0]


def test_a_published_edition_offers_its_copy_in_the_list(office):
    edition = makers.make_edition()
    assert reverse("edition:copy_to", args=[edition.pk]) in office.go(reverse("edition:index"))


def test_a_draft_shows_the_way_to_publish_and_a_published_one_none(office):
    for published_on, shown in ((None, True), ("2026-01-01", False)):
        edition = makers.make_edition(published_on=published_on)
        page = office.client.get(reverse("edition:edit", args=[edition.pk])).text
        assert (reverse("edition:publish", args=[edition.pk]) in page) == shown


def test_the_menu_leads_back_to_the_start_page(office):
    page = office.client.get(reverse("wagtailadmin_home")).text
    assert f'"url": "{reverse("home")}"' in page
