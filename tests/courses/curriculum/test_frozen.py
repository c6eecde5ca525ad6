"""A published edition and its seminars no longer change, whoever asks; a draft of it does."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.curriculum.actions import copy_edition, delete_draft, save_draft
from courses.curriculum.models import CancellationStep, Edition, Instalment
from courses.curriculum.refusals import EditionFrozen
from lms.lib.refusals import NotAllowed
from tests.makers import (
    NOON,
    make_administrator,
    make_edition,
    make_office_user,
    make_programme,
    make_requirement,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_refuses_to_change_a_published_edition():
    edition = make_edition()
    edition.price_member = 1
    with pytest.raises(EditionFrozen):
        save_draft(row=edition, actor=make_administrator(), at=NOON)
    assert Edition.objects.get(pk=edition.pk).price_member == 100_000


def test_refuses_to_change_or_delete_its_seminars():
    seminar = make_edition().seminars.first()
    seminar.units_presence = 99
    for act in (save_draft, delete_draft):
        with pytest.raises(EditionFrozen):
            act(row=seminar, actor=make_office_user(), at=NOON)


def test_refuses_to_move_a_seminar_out_of_a_published_edition():
    seminar, draft = make_edition().seminars.first(), make_edition(published_on=None)
    seminar.edition, seminar.position, seminar.code = draft, 9, "X-9"
    with pytest.raises(EditionFrozen):
        save_draft(row=seminar, actor=make_office_user(), at=NOON)


def test_refuses_to_move_a_seminar_to_a_programme_of_others():
    seminar = make_edition(published_on=None).seminars.first()
    with pytest.raises(NotAllowed):
        save_draft(row=seminar, actor=make_user(), at=NOON)


def test_form_keeps_what_was_typed_and_says_what_to_do(client):
    edition = make_edition()
    client.force_login(make_office_user(language="de"))
    seminar = edition.seminars.first()
    url = reverse("seminar:edit", args=[seminar.pk])
    page = client.post(
        url,
        {
            "edition": edition.pk,
            "position": 1,
            "code": "NEU-1",
            "title_de": "Neuer Titel",
            "title_en": "",
            "objectives_de": "",
            "objectives_en": "",
            "topics_de": "",
            "topics_en": "",
            "units_presence": 8,
            "units_online": 0,
            "days": 1,
            "practice_share": 0,
        },
    )
    assert page.status_code == 200
    assert "Kopieren Sie sie in eine neue Fassung" in page.text
    assert "Neuer Titel" in page.text
    seminar.refresh_from_db()
    assert seminar.code != "NEU-1"


def test_copy_is_a_draft_with_everything_that_hangs_on_it():
    edition = make_edition(make_programme())
    first, second, _third = edition.seminars.all()
    make_requirement(edition, "knowledge_check", second)
    make_requirement(edition, "course_test")
    Instalment.objects.create(edition=edition, position=1, percent=100, due_at=first)
    CancellationStep.objects.create(edition=edition, until_days_before=28, fee_percent=0)
    Edition.objects.filter(pk=edition.pk).update(consent_from=second)
    edition.refresh_from_db()

    copy = copy_edition(edition=edition, label="2027", valid_from=dt.date(2027, 1, 1), actor=None, at=NOON)

    assert (copy.label, copy.published_on, copy.price_member) == ("2027", None, edition.price_member)
    codes = list(edition.seminars.values_list("code", flat=True))
    assert list(copy.seminars.values_list("code", flat=True)) == codes
    assert set(copy.requirements.values_list("kind", "seminar__code")) == {
        ("knowledge_check", second.code),
        ("course_test", None),
    }
    assert copy.instalments.get().due_at.edition == copy
    assert copy.consent_from.edition == copy
    assert copy.cancellation_steps.count() == edition.seminars.first().edition.cancellation_steps.count() == 1
    save_draft(row=copy.seminars.first(), actor=make_office_user(), at=NOON)
