"""A picture in a programme's collection opens for its people, and for everybody only where a public page shows it."""

import json
import re
from pathlib import Path

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from courses.curriculum.pages import ProgrammePage
from tests.courses.learning.test_gate import taking_part, visitors
from tests.makers import lessons_of_seminar, make_edition, make_pages, make_picture, make_programme

pytestmark = pytest.mark.django_db


def both_addresses(picture):
    """Of the original and of a smaller size."""
    return [picture.file.url, picture.get_rendition("width-4").url]


@pytest.fixture
def edition():
    edition = make_pages(make_edition(make_programme(code="PX")))
    edition.programme.refresh_from_db()
    return edition


@pytest.fixture
def picture(edition):
    """Shown in a lesson, and nowhere else."""
    picture = make_picture(edition.programme.collection)
    lesson = lessons_of_seminar(edition.seminars.first())[0]
    shown = {"image": {"image": picture.pk, "alt_text": "Halle", "decorative": False}, "caption": "Unsere Halle"}
    lesson.body = json.dumps([{"type": "image", "value": shown}])
    lesson.save_revision().publish()
    return picture


def statuses(client, picture):
    return {client.get(address).status_code for address in both_addresses(picture)}


def test_opens_for_exactly_those_who_open_the_programmes_files(client, edition, picture):
    people = visitors(edition)
    wrong = []
    for name, (user, may) in people.items():
        client.force_login(user)
        # Files are the programme's: they open with any edition of it.
        if statuses(client, picture) != ({200} if may or name == "of another edition" else {404}):
            wrong.append(name)
    assert wrong == []
    client.logout()
    assert statuses(client, picture) == {404}


def test_the_lesson_shows_it(client, edition, picture):
    lesson = lessons_of_seminar(edition.seminars.first())[0]
    client.force_login(taking_part(edition))
    shown = re.search(r'<figure class="figure"><img[^>]*src="([^"]+)"', client.get(lesson.url).text)[1]
    assert client.get(shown).status_code == 200
    client.logout()
    assert client.get(shown).status_code == 404


def test_a_collection_below_is_no_way_round(client, edition):
    below = edition.programme.collection.add_child(instance=Collection(name="Bilder"))
    assert statuses(client, make_picture(below)) == {404}


def test_a_public_page_shows_it_to_everybody(client, edition, picture):
    pages = ProgrammePage.objects.filter(programme=edition.programme)
    page = pages.first()
    page.image = picture
    page.save_revision().publish()
    assert statuses(client, picture) == {200}
    page.unpublish()
    assert statuses(client, picture) == {404}


def test_a_picture_of_no_programme_is_public(client, edition):
    picture = make_picture(Collection.get_first_root_node())
    answer = client.get(picture.file.url)
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=3600")


def test_what_the_office_closes_by_itself_is_closed(client, edition):
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Intern"))
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    picture = make_picture(collection)
    assert statuses(client, picture) == {404}
    client.force_login(taking_part(edition))
    assert statuses(client, picture) == {200}


def test_no_cache_between_keeps_what_not_everybody_may_see(client, edition, picture):
    client.force_login(taking_part(edition))
    assert client.get(picture.file.url)["Cache-Control"] == "private, max-age=3600"


@pytest.mark.parametrize("path", ["documents/contract.txt", "images/../documents/contract.txt", "images/notes.txt"])
def test_no_other_file_is_handed_out(client, settings, path):
    for name in ("documents/contract.txt", "images/notes.txt"):
        file = Path(settings.MEDIA_ROOT) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("geheim")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_that_is_lost_is_not_found(client, edition):
    picture = make_picture(Collection.get_first_root_node())
    Path(picture.file.path).unlink()
    assert client.get(picture.file.url).status_code == 404


def test_costs_few_queries(client, edition, picture, django_assert_max_num_queries):
    client.force_login(taking_part(edition))
    address = both_addresses(picture)[1]
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
