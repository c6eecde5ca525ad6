"""Every building block stands on the style page, in both themes, and only in the demo."""

import importlib
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import clear_url_caches

from lms.home import samples, urls


def test_shows_every_chapter_light_and_dark(client):
    page = client.get("/styleguide/").content.decode()
    assert page.count('class="theme-light"') == page.count('class="theme-dark"') == len(samples.chapters())


def test_every_component_with_a_style_sheet_is_imported():
    styles = Path(settings.BASE_DIR) / "lms/static/lms"
    index = (styles / "index.css").read_text()
    missing = [path.name for path in styles.glob("components/*.css") if f'"components/{path.name}"' not in index]
    assert missing == []


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (Path(settings.BASE_DIR) / "lms/static/lms/icons.svg").read_text()
    assert [name for name in samples.ICONS if f'id="i-{name}"' not in sprite] == []


def test_is_not_there_outside_the_demo(settings):
    settings.DEMO = False
    try:
        names = [pattern.name for pattern in importlib.reload(urls).urlpatterns]
    finally:
        settings.DEMO = True
        importlib.reload(urls)
        clear_url_caches()
    assert "styleguide" not in names and "home" in names


@pytest.mark.parametrize("path", ["/imprint/", "/privacy/", "/accessibility/"])
def test_the_pages_that_the_law_asks_for_are_there(client, path):
    assert client.get(path).status_code == 200
