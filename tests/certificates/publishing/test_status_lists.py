"""The public lists say who was replaced, revoked or suspended, within a minute, at the same cost for one and many."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.document.codes import new_code
from certificates.issuing import places
from certificates.issuing.actions import erase_name, replace_copy, revoke_certificate
from certificates.issuing.models import Certificate, Copy, Proof, StatusChange
from certificates.issuing.places import SIZE, proof_of
from certificates.keys.keyring import Purpose
from certificates.keys.rotating import rotate_key
from certificates.publishing import lists, views
from certificates.publishing.models import StatusList
from lms.messages.sweepers import sweep
from tests.certificates.publishing.places import bits, change, issue, place, publish

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


def test_each_status_in_its_list(client):
    (good, revoked, suspended, resumed, copied, erased), office = issue(6)
    now = timezone.now()
    revoke_certificate(certificate=revoked, actor=office, at=now, reason="x")
    replace_copy(certificate=copied, actor=office, at=now)
    proof_of(copied.copies.last())
    erase_name(enrolment=erased.holding.enrolment, actor=office, at=now)
    for certificate, status in ((suspended, "suspended"), (resumed, "suspended"), (resumed, "resumed")):
        change(certificate, status)
    publish()
    assert bits(client) == {place(revoked), place(copied)}
    assert bits(client, "suspension") == {place(suspended)}
    assert place(good) not in bits(client) and place(copied, 2) not in bits(client)


def test_a_copy_that_ended_before_it_had_a_place_is_there_too(client):
    [certificate], office = issue()
    publish()
    replace_copy(certificate=certificate, actor=office, at=timezone.now())
    second = certificate.copies.last()
    revoke_certificate(certificate=certificate, actor=office, at=timezone.now(), reason="x")
    publish()
    proof_of(second)
    assert publish() == 1, "only the list of revocations changed"
    assert bits(client) == {place(certificate), place(certificate, 2)}


def test_the_sweeper_signs_what_changed_and_nothing_else():
    [certificate], office = issue()
    assert sweep(timezone.now())["status lists"] == 2
    assert sweep(timezone.now())["status lists"] == 0
    revoke_certificate(certificate=certificate, actor=office, at=timezone.now(), reason="x")
    assert sweep(timezone.now())["status lists"] == 1


def test_every_day_anew():
    issue()
    assert [publish(at) for at in (NOON, NOON + dt.timedelta(hours=11), NOON + dt.timedelta(hours=13))] == [2, 0, 2]


def test_a_new_key_signs_at_once(client):
    issue()
    publish()
    rotate_key(Purpose.STATUS, at=timezone.now())
    assert publish() == 2
    key = client.get("/credentials/status/1").json()["proof"]["verificationMethod"]
    assert key == client.get("/.well-known/did.json").json()["assertionMethod"][-1]


def test_a_request_shows_a_change_within_a_minute(client, django_capture_on_commit_callbacks):
    """Without a broker the request signs; a text that was looked at is kept for a quarter of a minute at most."""
    [certificate], office = issue()
    publish()
    assert bits(client) == set()
    revoke_certificate(certificate=certificate, actor=office, at=timezone.now(), reason="x")
    assert bits(client) == set(), "kept for some seconds"
    assert views.LOOK_AGAIN + 30 < 60
    cache.clear()  # those seconds are over
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/credentials/status/1")
    cache.clear()
    assert bits(client) == {place(certificate)}


def test_slow_signers_do_not_bring_back_what_was():
    """Whoever signs from bits that somebody else has overtaken meanwhile writes nothing."""
    [certificate], office = issue()
    publish()
    revoke_certificate(certificate=certificate, actor=office, at=timezone.now(), reason="x")
    [slow] = lists.due(1, timezone.now())
    change(certificate, "suspended")
    publish()
    text = StatusList.objects.get(purpose="revocation").text
    assert lists._sign(lists.Due(**{**vars(slow), "places": frozenset()}), timezone.now()) == 0
    assert StatusList.objects.get(purpose="revocation").text == text


def test_it_may_be_kept_and_read_by_anybody(client):
    issue()
    publish()
    response = client.get("/credentials/status/1")
    assert response["Access-Control-Allow-Origin"] == "*" and response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "public, max-age=30"
    assert not response.cookies
    again = client.get("/credentials/status/1", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304 and not again.content and again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["status/2", "suspension/2", "status/0", "status/99999999999999999999"])
def test_there_are_no_lists_without_places(client, path):
    issue()
    assert client.get(f"/credentials/{path}").status_code == 404


def test_before_the_first_signing_it_says_when_to_come_again(client, monkeypatch):
    issue()
    cache.clear()
    monkeypatch.setattr(views, "hand_over", lambda *_args: None)  # a broker that has not come to it
    response = client.get("/credentials/status/1")
    assert response.status_code == 503 and response["Retry-After"] == "60"


def test_a_list_that_is_full_to_a_half_is_followed_by_the_next(monkeypatch):
    monkeypatch.setattr(places, "SIZE", 8)
    issue(people=12)
    proofs = Proof.objects.values_list("status_list", "status_index")
    first = [index for number, index in proofs if number == 1]
    assert len(set(proofs)) == 12 and 4 <= len(first) <= 8
    assert {number for number, _index in proofs} >= {1, 2}


def test_no_paper_counts_the_places_taken(django_assert_num_queries):
    issue()
    like = {"certificate": Certificate.objects.get(), "code": new_code(), "credential_id": uuid.uuid4()}
    copy = Copy.objects.create(ordinal=2, issued_on=NOON.date(), **like)
    # Has it a place, the last list, a savepoint, the new place, its release.
    with django_assert_num_queries(5) as captured:
        proof_of(copy)
    assert not any("COUNT" in query["sql"] for query in captured)


def fill(certificate, copies, ended):
    """Add so many certificates like this one, each with a copy that has a place; some of the copies are replaced."""
    like = {name: getattr(certificate, name) for name in ("office", "cohort", "kind", "year", "issued_on", "issued_at")}
    numbers = range(certificate.sequence + 1, certificate.sequence + 1 + copies)
    certificates = Certificate.objects.bulk_create(
        Certificate(number=f"X-{number:05}", sequence=number, **like) for number in numbers
    )
    rows = Copy.objects.bulk_create(
        Copy(
            certificate=one, ordinal=1, code=new_code(), credential_id=uuid.uuid4(),
            issued_on=one.issued_on, state=Copy.State.PAPER,
        )
        for one in certificates
    )  # fmt: skip
    taken = set(Proof.objects.values_list("status_index", flat=True))
    free = [index for index in range(SIZE) if index not in taken]
    Proof.objects.bulk_create(Proof(copy=row, status_index=free[n]) for n, row in enumerate(rows))
    StatusChange.objects.bulk_create(
        StatusChange(certificate=row.certificate, copy=row, status="replaced", on=row.issued_on, at=NOON)
        for row in rows[:ended]
    )


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_ten_thousand_copies_cost_as_many_statements_as_one(client):
    issue()
    publish()

    def costs():
        cache.clear()
        return (
            statements(lambda: client.get("/credentials/status/1")),
            statements(lambda: client.get("/credentials/status/1")),
            statements(lambda: publish()),
        )

    few = costs()
    fill(Certificate.objects.get(), copies=10_000, ended=1_500)
    publish()
    assert len(bits(client)) == 1_500
    assert costs() == few and few[0] <= 6 and few[1] == 0 and few[2] <= 4, few
