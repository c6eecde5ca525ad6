"""Without a broker the office sees its papers being printed, one after the other, while it goes on working."""

import threading

import pytest
from django.urls import reverse

from certificates.issuing import producing
from certificates.issuing.models import Copy
from tests.certificates.issuing import scenes, world

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture
def printer(monkeypatch, settings):
    """Prints a sheet each time it is told to, and tells when the sheet lies there."""
    settings.LONG_JOBS_BESIDE = True
    told, stored = threading.Semaphore(0), threading.Semaphore(0)

    def produce(copy, at):
        assert told.acquire(timeout=SECONDS)
        return world.blank(copy, at)

    keep = world.making.keep

    def and_tell(copy, paper):
        kept = keep(copy, paper)
        stored.release()
        return kept

    monkeypatch.setattr(producing, "produce", produce)
    monkeypatch.setattr(world.making, "keep", and_tell)

    def print_one():
        told.release()
        assert stored.acquire(timeout=SECONDS)

    return print_one


def test_the_bar_moves_with_every_sheet(client, printer):
    cohort = scenes.finished_cohort(3)
    client.force_login(scenes.manager(cohort))
    progress = reverse("certificates_progress", args=[cohort.code])
    page = client.post(reverse("cohort_certificates", args=[cohort.code]), {"act": "certificates"}, follow=True)
    assert "0 von 3 PDF-Dateien" in page.text
    assert "Ausgestellt; 3 PDF-Dateien entstehen gerade" in page.text and "nichts auszustellen" not in page.text
    for done in (1, 2):
        printer()
        assert f"{done} von 3 PDF-Dateien" in client.get(progress).content.decode()
    printer()
    assert client.get(progress)["HX-Refresh"] == "true"
    assert set(Copy.objects.values_list("state", flat=True)) == {Copy.State.DONE}
