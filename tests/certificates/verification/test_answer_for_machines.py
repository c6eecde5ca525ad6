"""With Accept: application/json an answer is status and date, nothing else."""

import pytest

from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (papers.valid, {"status": "valid", "date": "2027-12-10"}),
        (papers.erased, {"status": "name_erased", "date": "2027-12-10"}),
        (papers.renumbered, {"status": "replaced", "date": "2028-02-10"}),
        (papers.copied, {"status": "replaced", "date": "2028-02-10"}),
        (papers.revoked, {"status": "revoked", "date": "2028-02-10"}),
    ],
)
def test_status_and_date(client, make, expected):
    response = client.get(f"/v/{papers.code_of(make())}", headers={"accept": "application/json"})
    assert response.json() == expected and "Accept" in response["Vary"]


def test_unknown_has_no_date(client):
    response = client.get(f"/v/{papers.UNKNOWN}", headers={"accept": "application/json"})
    assert response.status_code == 404 and response.json() == {"status": "unknown", "date": None}


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""])
def test_browsers_get_the_page(client, accept):
    response = client.get(f"/v/{papers.UNKNOWN}", headers={"accept": accept})
    assert response["Content-Type"].startswith("text/html")
