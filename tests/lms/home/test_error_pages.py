"""Whatever goes wrong, the visitor reads a page in our look and their language, with a way on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

from lms.home import views_errors


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("view", "error", "status", "words"),
    [
        (defaults.page_not_found, Exception(), 404, "Unter dieser Adresse gibt es nichts"),
        (defaults.permission_denied, PermissionDenied(), 403, "Das dürfen Sie nicht"),
        (defaults.bad_request, SuspiciousOperation(), 400, "Diese Anfrage konnten wir nicht lesen"),
    ],
)
def test_says_what_is_the_matter_and_a_way_on(view, error, status, words, rf):
    response = view(rf.get("/x/"), exception=error)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page and 'class="button button--go" href="/"' in page


def test_a_fault_of_ours_shows_a_page_that_asks_nothing(rf):
    response = defaults.server_error(rf.get("/x/"))
    assert response.status_code == 500
    assert "Bei uns ist etwas schiefgegangen" in response.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_is_a_404_in_english_for_english_readers(client):
    response = client.get("/en/nothing-here/", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_explains_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "Das Formular war zu lange offen" in response.content.decode()


def test_the_explanation_is_the_named_view():
    response = views_errors.csrf_failure(RequestFactory().get("/"), reason="x")
    assert response.status_code == 403
