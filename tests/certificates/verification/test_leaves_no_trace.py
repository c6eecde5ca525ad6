"""An answer sets no cookie, writes no session, asks not to be kept, indexed or passed on, and costs few queries."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.issuing.actions import issue_certificates
from tests.certificates.issuing import scenes
from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [papers.valid, papers.renumbered, papers.revoked, papers.erased, lambda: None])
def test_headers_and_queries(client, make, django_assert_max_num_queries):
    certificate = make()
    code = papers.code_of(certificate) if certificate else papers.UNKNOWN
    client.get(f"/v/{papers.UNKNOWN}")  # what is read once per process
    with django_assert_max_num_queries(5):
        response = client.get(f"/v/{code}")
    assert not response.cookies
    assert response["Cache-Control"] == "no-store" and response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert not Session.objects.exists()


def test_many_people_cost_no_more_queries(client):
    client.get(f"/v/{papers.UNKNOWN}")  # what is read once per process
    counts = []
    for people in (1, 30):
        cohort = scenes.finished_cohort(people, units=1, seminars=1)
        issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/v/{papers.code_of(issued.certificates[0])}")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_only_reading_is_allowed(client):
    assert client.post(f"/v/{papers.UNKNOWN}").status_code == 405
    assert Client(enforce_csrf_checks=True).head(f"/v/{papers.UNKNOWN}").status_code == 404
