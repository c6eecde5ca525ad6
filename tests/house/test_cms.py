"""Wagtail's own screens open, offer and change nothing of another programme, and no junk breaks them."""

import json
import re

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from tests.house.addresses import stock_names
from tests.house.asking import client_of, on_paper
from tests.house.test_every_url_every_role import OPEN_IN_ADMIN
from tests.visitor import PageForms

pytestmark = pytest.mark.django_db
SECRETS = ("Geheimblatt", "Geheimbild", "Geheimstunde")


def rows(group):
    """What of a programme the screens of Wagtail speak of, by the part of the address that names the kind."""
    programme = group.programme
    return {
        "page": programme.lesson.pk,
        "document": programme.document.pk,
        "image": programme.picture.pk,
        "collection": programme.edition.programme.collection_id,
        "user": group.booker.pk,
    }


def addresses(group):
    """Every address of the admin outside our own view sets, with a row of the group where it takes one."""
    known = rows(group)
    for name, pattern in stock_names():
        if not pattern.startswith("office/cms/") or name in OPEN_IN_ADMIN or "password_reset" in name:
            continue
        if name == "wagtailadmin_error_test":
            continue  # breaks on purpose
        parts = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        kind = next((kind for kind in known if kind in pattern), "page")
        try:
            yield name, reverse(name, args=[known[kind] if part not in TEXTS else TEXTS[part] for part in parts])
        except NoReverseMatch:
            continue


TEXTS = {"content_type_app_name": "courses", "content_type_model_name": "lessonpage", "filter_spec": "original"}


@pytest.fixture
def secret(house):
    """The other programme's lesson, document and picture bear names that occur nowhere else."""
    far = house.far.programme
    get_document_model().objects.filter(pk=far.document.pk).update(title="Geheimblatt")
    get_image_model().objects.filter(pk=far.picture.pk).update(title="Geheimbild")
    # Titles of lessons stand on the public page of their seminar; what they say does not.
    body = json.dumps([{"type": "heading", "value": "Geheimstunde"}])
    type(far.lesson).objects.filter(pk=far.lesson.pk).update(body=body, latest_revision=None)
    return house


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("role", ["own_manager", "own_participant"])
def test_nothing_of_another_programme(secret, role, verb):
    client, wrong, walked = client_of(secret.users[role]), [], 0
    for name, url in addresses(secret.far):
        answer, _queries, wrote = on_paper(lambda: getattr(client, verb)(url))  # noqa: B023
        walked += 1
        shown = [] if answer.streaming else [word for word in SECRETS if word in answer.text]
        theirs = [sql for sql in wrote if not OWN.search(sql)]
        if shown or theirs or answer.status_code >= 500:
            wrong.append((name, url, answer.status_code, shown, theirs[:1]))
    assert not wrong, "\n".join(map(str, wrong))
    assert walked > 120


# What the admin notes of the visitor's own doings: preferences, who edits what, sizes of the pictures that they see.
OWN = re.compile(r"wagtailusers_userprofile|wagtailadmin_editingsession|wagtailimages_rendition", re.IGNORECASE)


def test_the_walk_would_see_it(secret):
    client, shown = client_of(secret.users["other_manager"]), set()
    for _name, url in addresses(secret.far):
        answer, _queries, _wrote = on_paper(lambda: client.get(url))  # noqa: B023
        shown |= set() if answer.streaming else {word for word in SECRETS if word in answer.text}
    assert shown == set(SECRETS)


JUNK = ("a'\"; --<b>", "9" * 30, "0001-01-01", "[9]")
FORMS = {
    "wagtailadmin_explore", "wagtailadmin_pages:copy", "wagtailadmin_pages:edit", "wagtailadmin_pages:move",
    "wagtailimages:edit", "wagtailimages:index", "wagtaildocs:edit", "wagtaildocs:index",
}  # fmt: skip


def test_no_junk_breaks_a_screen(house):
    client, broken, sent = client_of(house.users["office"]), [], 0
    for name, url in addresses(house.own):
        if name not in FORMS:
            continue
        page, _queries, _wrote = on_paper(lambda: client.get(url))  # noqa: B023
        if page.status_code != 200 or page.streaming or "html" not in page["Content-Type"]:
            continue
        for form in PageForms(page.text).forms:
            names = [field for field in form["names"] if field and field != "csrfmiddlewaretoken"]
            target = form["action"] or url
            if "logout" in target:
                continue
            for data in [dict.fromkeys(names, junk) for junk in JUNK] + [{**form["data"], **part(names)}]:
                verb = client.post if form["method"] == "post" else client.get
                answer, _queries, _wrote = on_paper(lambda: verb(target, data))  # noqa: B023
                sent += 1
                if answer.status_code >= 500:
                    broken.append((name, target, data and next(iter(data.values()))))
    assert not broken, "\n".join(map(str, broken))
    assert sent > 40


def part(names):
    """Every second field spoilt, the others as they stand."""
    return dict.fromkeys(sorted(names)[::2], "9" * 30)


@pytest.mark.parametrize("query", ['"', "a\"b'c", "*", "-", "AND", "(", "ä%"])
def test_a_search_takes_what_people_type(house, query):
    client = client_of(house.users["office"])
    root = Page.objects.get(depth=1).pk
    for url in (
        reverse("wagtailadmin_explore", args=[root]),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    ):
        assert client.get(url, {"q": query}).status_code == 200, url


def test_a_search_finds_what_stands_beside_a_quotation_mark(house):
    page = house.own.programme.edition.programme.pages.first()
    client = client_of(house.users["office"])
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": f'"{page.title.split()[0]}"'})
    assert page.title in found.text


def test_what_is_not_understood_is_said_in_our_words(house):
    page = house.own.programme.edition.programme.pages.first()
    client = client_of(house.users["office"])
    answer, _queries, wrote = on_paper(
        lambda: client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {"new_parent_page": "no number"})
    )
    assert (answer.status_code, wrote) == (400, [])
    assert "400.html" in [one.name for one in answer.templates]
