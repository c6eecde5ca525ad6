"""No screen of Wagtail's admin opens, lists, offers or changes a row of a programme that one does not run."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.coreutils import resolve_model_string

from certificates.issuing.design.models import PaperDesign
from courses.curriculum.actions import add_manager
from courses.curriculum.models import CancellationStep, Edition, Instalment, PriceLine, Programme, Requirement, Seminar
from tests.certificates.issuing.design.designs import make_design
from tests.makers import NOON, make_edition, make_programme, make_requirement, make_user

pytestmark = pytest.mark.django_db


def rows_of(code):
    """One row of every model with a screen, all of one programme, each with a name that occurs nowhere else."""
    programme = make_programme(code=code, title={"de": f"Titel{code}", "en": f"Title{code}"})
    edition = make_edition(programme, label=f"Fassung{code}", published_on=None)
    seminar = edition.seminars.first()
    Seminar.objects.filter(pk=seminar.pk).update(title={"de": f"Seminar{code}"}, code=f"{code}-sem")
    seminar.refresh_from_db()
    return {
        Programme: programme,
        Edition: edition,
        Seminar: seminar,
        Requirement: make_requirement(edition, "knowledge_check", seminar),
        Instalment: Instalment.objects.create(edition=edition, position=71, percent=97),
        CancellationStep: CancellationStep.objects.create(edition=edition, until_days_before=987, fee_percent=89),
        PriceLine: PriceLine.objects.create(edition=edition, label={"de": f"Zeile{code}"}, category="E"),
        PaperDesign: make_design(programme, heading={"de": f"Titel{code}"}),
    }


@pytest.fixture
def world(db):
    """Two programmes; `manager` runs the first."""
    own, foreign = rows_of("AAA"), rows_of("BBB")
    manager = make_user(language="de")
    add_manager(programme=own[Programme], user=manager, actor=None, at=NOON)
    return SimpleNamespace(own=own, foreign=foreign, manager=manager)


# What no page shown to the manager may contain: names that only rows of the other programme have.
SECRETS = ("TitelBBB", "TitleBBB", "FassungBBB", "SeminarBBB", "BBB-sem")


def addresses(rows):
    """Every address of every view set with a row here: (view set, pattern name, address, whether it names a row)."""
    reverse("wagtailadmin_home")  # fills the registry
    for viewset in viewsets.viewsets:
        row = rows.get(resolve_model_string(viewset.model)) if getattr(viewset, "model", None) else None
        for pattern in viewset.get_urlpatterns() if row else ():
            names = pattern.pattern.regex.groupindex or pattern.pattern.converters
            by_pk = "pk" in names
            kwargs = {name: row.pk if name == "pk" else 1 for name in names}
            url = reverse(viewset.get_url_name(pattern.name), kwargs=kwargs)
            yield viewset, pattern.name, f"{url}?id={row.pk}", by_pk


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_screen_opens_a_foreign_row(world, client, verb):
    client.force_login(world.manager)
    before = {model: model.objects.filter(pk=row.pk).values().get() for model, row in world.foreign.items()}
    walked, wrong = 0, []
    for viewset, name, url, by_pk in addresses(world.foreign):
        answer = getattr(client, verb)(url)
        shown = [secret for secret in SECRETS if secret in answer.text]
        if shown or (by_pk and answer.status_code not in (302, 403, 404, 405)):
            wrong.append((viewset.name, name, answer.status_code, shown))
        walked += 1
    assert wrong == []
    assert walked > 40
    after = {model: model.objects.filter(pk=row.pk).values().get() for model, row in world.foreign.items()}
    assert after == before


def test_own_rows_do_open(world, client):
    client.force_login(world.manager)
    wrong = []
    for viewset, name, url, by_pk in addresses(world.own):
        if name in ("delete", "edit", "index", "history", "usage", "inspect", "publish", "copy_to", "choose"):
            if viewset.model is Programme and name == "delete":
                continue  # nobody deletes a programme
            answer = client.get(url)
            if answer.status_code != 200:
                wrong.append((viewset.name, name, answer.status_code))
            if by_pk and name == "edit" and any(secret in answer.text for secret in SECRETS):
                wrong.append((viewset.name, name, "offers foreign rows"))
    assert wrong == []


def test_every_screen_of_ours_is_walked(world):
    reverse("wagtailadmin_home")
    models = {resolve_model_string(vs.model) for vs in viewsets.viewsets if getattr(vs, "model", None)}
    ours = {model for model in models if model._meta.app_label in ("courses", "certificates", "organisations")}
    assert ours
    assert ours - set(world.foreign) == set()


def test_a_form_takes_no_foreign_choice(world, client):
    client.force_login(world.manager)
    row = world.own[Instalment]
    form = {"edition": world.foreign[Edition].pk, "position": 1, "percent": "50"}
    answer = client.post(reverse("instalment:edit", args=[row.pk]), form)
    assert answer.status_code == 200
    assert client.post(reverse("instalment:add"), form).status_code == 200
    row.refresh_from_db()
    assert row.edition == world.own[Edition]
    assert Instalment.objects.filter(edition=world.foreign[Edition]).count() == 1


def test_a_manager_opens_no_new_programme(world, client):
    client.force_login(world.manager)
    assert client.get(reverse("programme:add")).status_code == 302
