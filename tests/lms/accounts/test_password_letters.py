"""Letters about a password are signed by whoever runs the site, and their link ends signed in."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from lms.messages.models import Letter
from tests.makers import make_office, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "eine lange Zeichenfolge"


@pytest.fixture
def office():
    cache.clear()
    return make_office()


@pytest.mark.parametrize(("known", "subject"), [(True, "Passwort festlegen"), (False, "Kein Konto mit")])
def test_the_letter_names_the_operator_and_no_host(client, office, known, subject):
    email = make_user().email if known else "nobody@firma.example"
    client.post(reverse("account_reset_password"), {"email": email})
    letter = Letter.objects.get()
    assert letter.subject.startswith(subject)
    assert letter.body.rstrip().endswith(office.name)
    assert "testserver!" not in letter.body and "signup" not in letter.body


def test_who_set_a_password_is_signed_in_and_the_link_is_used_up(client, office):
    user = make_user(password=None)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"(/account/password/reset/key/\S+)", Letter.objects.get().body)[1]
    page = client.get(link, follow=True)
    assert '<h1 class="entrance__title">Passwort festlegen</h1>' in page.text
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "Dieser Link gilt nicht mehr" in client.get(link, follow=True).text
