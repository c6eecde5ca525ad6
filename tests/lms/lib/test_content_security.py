"""Every page tells the browser to run only our own scripts; Wagtail's editor alone may have scripts within the page."""

import pytest

from courses.curriculum.pages_actions import ensure_site
from lms.lib.content_security import HEADER, written_out
from tests.makers import NOON, make_administrator, make_user

pytestmark = pytest.mark.django_db


def policy(client, path):
    response = client.get(path)
    assert response.status_code in (200, 404), response.status_code
    return dict(part.split(" ", 1) for part in response[HEADER].split("; "))


@pytest.mark.parametrize("path", ["/account/login/", "/de/", "/verify/", "/v/unknown", "/imprint/", "/de/nowhere/"])
def test_public_pages_run_our_scripts_only(client, path):
    ensure_site(site_name="Lehrgang", at=NOON)
    found = policy(client, path)
    assert found["default-src"] == found["script-src"] == found["style-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == "'none'"
    assert found["frame-ancestors"] == found["form-action"] == "'self'"


def test_pages_of_the_signed_in_too(client):
    client.force_login(make_user())
    assert policy(client, "/start/")["script-src"] == "'self'"


def test_the_editor_may_have_scripts_within_the_page(client):
    client.force_login(make_administrator())
    found = policy(client, "/office/cms/")
    assert "'unsafe-inline'" in found["script-src"]
    assert found["default-src"] == "'self'"
    assert found["frame-ancestors"] == "'self'"


def test_a_policy_is_written_as_browsers_read_it():
    assert (
        written_out({"img-src": ["'self'", "data:"], "object-src": ["'none'"]})
        == "img-src 'self' data:; object-src 'none'"
    )
