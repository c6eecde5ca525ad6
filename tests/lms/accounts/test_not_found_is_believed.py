"""A view that answers "not found" is not asked again below the language's prefix; other addresses are, by Wagtail."""

import pytest

from tests import makers

pytestmark = pytest.mark.django_db


def test_a_view_of_ours_answers_404(client):
    client.force_login(makers.make_user())
    response = client.get("/cohorts/none-of-mine/")
    assert response.status_code == 404 and response["Content-Language"] == "de"


def test_an_address_without_a_view_is_tried_with_the_prefix(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 302 and response["Location"] == "/de/no-such-page/"
