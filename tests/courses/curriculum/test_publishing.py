"""An edition is published only if it does not contradict itself, and every contradiction is named at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from courses.curriculum.actions import publish_edition
from courses.curriculum.models import Instalment, Seminar
from courses.curriculum.pages import ProgrammePage, SeminarPage
from courses.curriculum.pages_actions import ensure_site
from courses.curriculum.refusals import EditionIncomplete
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, make_edition, make_office_user, make_requirement, make_user

pytestmark = pytest.mark.django_db


def draft(**fields):
    edition = make_edition(published_on=None, **fields)
    Instalment.objects.create(edition=edition, position=1, percent=100)
    return edition


def faults(edition):
    with translation.override("en"), pytest.raises(EditionIncomplete) as refusal:
        publish_edition(edition=edition, actor=None, at=NOON)
    edition.refresh_from_db()
    assert edition.published_on is None
    return refusal.value.facts["faults"]


def test_sound_edition_is_published_on_the_day():
    edition = publish_edition(edition=draft(), actor=None, at=NOON)
    assert edition.published_on == dt.date(2026, 11, 22)
    assert Act.objects.filter(verb="edition.published", subject_id=str(edition.pk)).count() == 1


def test_a_published_edition_has_pages_in_the_catalogue():
    ensure_site(site_name="Testnetz", at=NOON)
    edition = publish_edition(edition=draft(seminars=2), actor=None, at=NOON)
    assert ProgrammePage.objects.live().filter(programme=edition.programme).count() == 2
    assert SeminarPage.objects.live().filter(seminar__edition=edition).count() == 4


def test_published_twice_changes_nothing():
    edition = draft()
    publish_edition(edition=edition, actor=None, at=NOON)
    publish_edition(edition=edition, actor=None, at=NOON + dt.timedelta(days=9))
    edition.refresh_from_db()
    assert edition.published_on == dt.date(2026, 11, 22)
    assert Act.objects.filter(verb="edition.published").count() == 1


def test_refuses_ten_seminars_where_eleven_are_promised():
    edition = draft(seminars=11)
    edition.seminars.last().delete()
    found = faults(edition)
    assert any("has 10 seminars, but says 11" in sentence for sentence in found)


def test_refuses_a_gap_in_the_order():
    edition = draft()
    Seminar.objects.filter(edition=edition, position=3).update(position=4)
    assert faults(edition) == ["The seminars stand at 1, 2, 4. Number them from 1 without gaps."]


def test_refuses_units_that_do_not_add_up():
    edition = draft(units_presence=25, units_online=2)
    assert len(faults(edition)) == 2


def test_refuses_instalments_that_do_not_make_the_price():
    edition = draft()
    edition.instalments.update(percent=Decimal("99.50"))
    assert faults(edition) == ["The instalments add up to 99.5 % of the price; they must make 100 %."]


def test_takes_no_instalments_where_nothing_is_paid():
    edition = draft(price_member=0, price_non_member=0)
    edition.instalments.all().delete()
    assert publish_edition(edition=edition, actor=None, at=NOON).is_frozen


def test_refuses_more_checks_than_are_offered():
    edition = draft(knowledge_checks_required=2)
    make_requirement(edition, "knowledge_check", edition.seminars.first())
    assert faults(edition) == ["2 knowledge checks are needed, but only 1 are offered."]


@pytest.mark.parametrize(("online", "blocked"), [(8, False), (9, True)])
def test_more_than_half_self_study_needs_an_approval(online, blocked):
    edition = draft(seminars=1, units=8, units_online=online)
    edition.seminars.update(units_online=online)
    if blocked:
        assert "more than half" in faults(edition)[0]
        edition.approval_number = "7401234"
        edition.save()
    assert publish_edition(edition=edition, actor=None, at=NOON).is_frozen


def test_only_who_runs_the_programme_publishes():
    edition = draft()
    with pytest.raises(NotAllowed):
        publish_edition(edition=edition, actor=make_user(), at=NOON)
    assert publish_edition(edition=edition, actor=make_office_user(), at=NOON).is_frozen
