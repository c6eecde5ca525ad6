"""The preview of a template sets long text tighter until it fits its sheet, and says when it cannot."""

import pytest
from django.conf import settings
from django.urls import reverse

from certificates.document.pdf import FRONTS
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import form_of, make_design, office_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
SENTENCE = "Ein langer Satz, der nicht aufhören will und noch eine Weile weitergeht. "
SEEN = """() => ({
  steps: [...document.querySelectorAll('.front, .back')].map(one => one.className),
  pages: [...document.querySelectorAll('.front, .back')].map(
    one => one.offsetHeight / parseFloat(getComputedStyle(one).minHeight)),
  pictures: [...document.images].every(one => one.naturalWidth > 0),
  said: !document.querySelector('[data-overfull]').hidden,
})"""


@pytest.fixture
def preview(guest, client):
    """Return a function that shows what a template looks like with so many long sentences."""
    cohort = scenes.finished_cohort(1, certificate_languages=["de"])
    design = make_design(cohort.edition.programme)
    client.force_login(office_of(cohort))
    address = reverse("wagtailsnippets_certificates_paperdesign:preview_on_edit", args=[design.pk])
    window = guest(width=1440)

    def seen(sentences, front):
        words = {"opening_de": "hat teilgenommen", "closing_de": "mit {units}. " + SENTENCE * sentences}
        assert client.post(address, form_of(design.programme, **words)).json()["is_valid"]
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        window.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": window.site}])
        window.go(f"{address}?mode=de-longest")
        window.page.wait_for_selector(f".front.{front}")
        found = window.page.evaluate(SEEN)
        assert not window.faults and found["pictures"]
        return found

    return seen


def test_short_text_stays_airy(preview):
    assert preview(1, FRONTS[0])["said"] is False


def test_long_text_is_set_tighter_until_it_fits(preview):
    found = preview(12, FRONTS[-1])
    assert all(pages < 1.01 for pages in found["pages"]) and not found["said"]


def test_what_never_fits_is_said(preview):
    found = preview(60, "overfull")
    assert found["said"] and "overfull" in found["steps"][0] and "overfull" not in found["steps"][1]
