"""The site stands in every language, and a programme's pages are built once, with real lessons."""

import datetime as dt

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from courses.curriculum.actions import copy_edition
from courses.curriculum.pages import CataloguePage, LessonPage, ProgrammePage, SeminarPage
from courses.curriculum.pages_actions import build_missing_pages, build_pages, ensure_site
from lms.audit.models import Act
from tests.makers import NOON, make_edition, make_pages

pytestmark = pytest.mark.django_db


def edition_with_topics():
    edition = make_edition(seminars=2)
    edition.seminars.update(
        objectives={"de": ["Ziele <setzen>"], "en": ["Set aims"]},
        topics={"de": ["Schweißen", "Kleben"], "en": ["Welding", "Gluing"]},
        materials=[{"kind": "slides", "title": {"de": "Folien", "en": "Slides"}}],
    )
    return edition


def test_replaces_the_welcome_page_and_points_the_site_at_the_catalogue():
    ensure_site(site_name="Testnetz", at=NOON)
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("lehrgang.example", 443, True)
    assert isinstance(site.root_page.specific, CataloguePage)
    assert CataloguePage.objects.count() == 2


@pytest.mark.parametrize(("address", "word"), [("/de/", "Lehrgänge"), ("/en/", "Programmes")])
def test_catalogue_answers_in_its_language(client, address, word):
    ensure_site(site_name="Testnetz", at=NOON)
    page = client.get(address)
    assert page.status_code == 200
    assert f"<h1>{word}</h1>" in page.text


def test_front_door_leads_to_the_visitors_language(client):
    ensure_site(site_name="Testnetz", at=NOON)
    assert client.get("/").url == "/de/"
    assert client.get("/", headers={"accept-language": "en-GB,en"}).url == "/en/"


def test_plain_page_without_text_shows_what_the_house_brings(client):
    ensure_site(site_name="Testnetz", at=NOON)
    assert client.get("/de/imprint/").url == "/imprint/"


def test_built_twice_changes_nothing():
    edition = make_pages(edition_with_topics())
    before = list(Page.objects.values_list("pk", "path", "title"))
    ensure_site(site_name="Testnetz", at=NOON)
    build_pages(edition=edition, at=NOON)
    assert list(Page.objects.values_list("pk", "path", "title")) == before
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_log_tells_only_of_what_was_built():
    edition = make_pages(edition_with_topics())
    before = Act.objects.count()
    ensure_site(site_name="Testnetz", at=NOON)
    build_pages(edition=edition, at=NOON)
    assert Act.objects.count() == before


def test_the_name_that_an_administrator_gave_the_site_stays(settings):
    ensure_site(site_name="Testnetz", at=NOON)
    Site.objects.update(site_name="Netz am Main")
    settings.PUBLIC_URL = "https://moved.example"
    ensure_site(site_name="Testnetz", at=NOON)
    site = Site.objects.get()
    assert (site.hostname, site.site_name) == ("moved.example", "Netz am Main")


def test_setting_up_makes_a_catalogue_and_no_more(client):
    edition = make_edition(seminars=1)
    call_command("build_site")
    assert client.get("/de/").status_code == 200
    assert CataloguePage.objects.count() == 2
    assert not SeminarPage.objects.filter(seminar__edition=edition).exists()


def test_missing_pages_are_those_of_published_editions_without_any():
    had = make_pages(edition_with_topics())
    german = SeminarPage.objects.filter(seminar__edition=had, locale__language_code="de").order_by("path").first()
    german.delete()
    new, draft = make_edition(seminars=1), make_edition(seminars=1, published_on=None)
    build_missing_pages(site_name="Testnetz", at=NOON)
    assert SeminarPage.objects.filter(seminar__edition=had).count() == 3  # what the office took away stays away
    assert SeminarPage.objects.filter(seminar__edition=new).count() == 2
    assert not SeminarPage.objects.filter(seminar__edition=draft).exists()


def test_lessons_come_from_objectives_topics_and_materials():
    seminar = make_pages(edition_with_topics()).seminars.first()
    page = SeminarPage.objects.get(seminar=seminar, locale__language_code="de")
    lessons = list(LessonPage.objects.child_of(page).order_by("path"))
    assert [lesson.title for lesson in lessons[1:3]] == ["Schweißen", "Kleben"]
    assert [lesson.slug for lesson in lessons] == ["worum-es-geht", "1-schweissen", "2-kleben", lessons[3].slug]
    english = LessonPage.objects.filter(translation_key=lessons[1].translation_key, locale__language_code="en").get()
    assert english.slug == "1-welding"
    kinds = {block.block_type for lesson in lessons for block in lesson.body}
    assert kinds == {"text", "heading", "callout", "term", "checklist", "knowledge_check"}
    assert "Ziele &lt;setzen&gt;" in lessons[0].body.render_as_block()
    assert "Welding" in lessons[0].body.render_as_block()


def test_languages_have_the_same_lessons_as_translations():
    edition = make_pages(edition_with_topics())
    german, english = (
        set(LessonPage.objects.filter(locale__language_code=code).values_list("translation_key", flat=True))
        for code in ("de", "en")
    )
    assert german == english
    assert len(german) == 4 * edition.seminar_count


def test_new_edition_gets_pages_of_its_own_and_the_old_ones_stay():
    edition = make_pages(edition_with_topics())
    before = set(SeminarPage.objects.values_list("pk", flat=True))
    copy = copy_edition(edition=edition, label="2027", valid_from=dt.date(2027, 1, 1), actor=None, at=NOON)
    build_pages(edition=copy, at=NOON)
    assert before < set(SeminarPage.objects.values_list("pk", flat=True))
    assert SeminarPage.objects.filter(seminar__edition=copy).count() == 4
    assert ProgrammePage.objects.count() == 2
