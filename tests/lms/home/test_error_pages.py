"""Whatever goes wrong, the visitor reads a page in our look and their language, with a way on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views import defaults

from lms.home import views_errors
from tests.makers import make_administrator, make_user


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


@pytest.fixture
def ada(client):
    user = make_user(language="de")
    client.force_login(user)
    return user


ONLY_BY_POST = "/account/calendar/"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("de", "Es wurde nichts geändert."), ("en", "Nothing was changed.")])
def test_an_address_that_only_takes_forms_says_so_in_the_users_language(client, language, said):
    client.force_login(make_user(language=language))
    response = client.get(ONLY_BY_POST)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    main = response.text.partition("<main")[2]
    assert said in main and f'href="{reverse("home")}"' in main and "/account/login/" not in main


@pytest.mark.django_db
def test_other_verbs_are_answered_as_before(client, ada):
    head = client.head(ONLY_BY_POST)
    assert (head.status_code, head["Allow"], head["Content-Type"]) == (405, "POST", "text/html; charset=utf-8")
    for ask in (client.options, client.put, client.delete):
        response = ask(ONLY_BY_POST)
        assert (response.status_code, response["Allow"], response.content) == (405, "POST", b"")
    assert client.post(ONLY_BY_POST).status_code == 302


@pytest.mark.django_db
def test_a_form_sent_to_a_page_that_is_only_read_is_answered_as_before(client):
    response = client.post(reverse("did_json"))
    assert (response.status_code, response.content) == (405, b"")


@pytest.mark.django_db
def test_the_api_keeps_its_own_answer(client):
    response = client.put("/api/v1/cohorts")
    assert response.status_code == 405 and response.json()["code"] == "method_not_allowed"


@pytest.mark.django_db
def test_wagtails_admin_keeps_its_own_answer(client):
    client.force_login(make_administrator())
    response = client.get(reverse("wagtailadmin_logout"))
    assert (response.status_code, response.content) == (405, b"")


def test_the_explanation_is_the_named_view():
    response = views_errors.csrf_failure(RequestFactory().get("/"), reason="x")
    assert response.status_code == 403
