"""Whatever is typed or sent, planning answers with a sentence: never a 500, nothing written, what was typed is kept."""

import pytest

from courses.cohorts.models import Cohort, SeminarSession
from tests.courses.cohorts.kit import make_room

pytestmark = pytest.mark.django_db
NASTY = [
    "",
    "0001-01-01",
    "9999-12-31",
    "99999999999999999999999",
    "-1",
    "1e309",
    "NaN",
    "\0",
    "2027-02-30",
    "x" * 10_000,
    "<script>",
    "＊",
]
COHORT = {"code": "PK-9", "max_size": "5", "starts_on": "2027-09-23", "ends_on": "2029-07-19"}
SESSION = {"first_day": "2027-09-23", "starts_at": "09:00", "ends_at": "16:30"}


@pytest.mark.parametrize("code", ["", "a b", "x" * 31, "ä", "\0", "../x", "PK/9", "new"])
def test_a_code(client, code):
    room = make_room()
    client.force_login(room.office)
    typed = {**COHORT, "edition": room.cohort.edition_id, "code": code}
    assert client.post("/cohorts/new/", typed).context["form"].errors["code"]


@pytest.mark.parametrize("field", [*list(COHORT)[1:], "edition"])
def test_a_cohort(client, field):
    room = make_room()
    client.force_login(room.office)
    before = Cohort.objects.count()
    for nasty in NASTY:
        typed = {**COHORT, "edition": room.cohort.edition_id, field: nasty}
        answer = client.post("/cohorts/new/", typed)
        assert answer.status_code == 200, nasty
        assert answer.context["form"].errors, nasty
    assert Cohort.objects.count() == before


@pytest.mark.parametrize("field", [*SESSION, "seminar", "host", "lecturers"])
def test_a_session(client, field):
    room = make_room()
    client.force_login(room.office)
    before = SeminarSession.objects.count()
    seminar = room.cohort.edition.seminars.last().pk
    for nasty in NASTY:
        if not nasty and field in ("host", "lecturers"):
            continue
        answer = client.post(
            f"/cohorts/{room.cohort.code}/sessions/new/", {**SESSION, "seminar": seminar, field: nasty}
        )
        assert answer.status_code == 200, nasty
        assert answer.context["form"].errors, nasty
    assert SeminarSession.objects.count() == before


@pytest.mark.parametrize("field", [*SESSION, "host", "parallel_groups", "reason"])
def test_a_change(client, field):
    room = make_room()
    client.force_login(room.office)
    for nasty in NASTY:
        typed = {**SESSION, "first_day": room.day, "host": room.site.pk, "parallel_groups": 1, field: nasty}
        assert client.post(f"/sessions/{room.session.pk}/edit/", typed).status_code in (200, 302), nasty
    assert room.session.days.get().date == room.day


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_wrong_ids(client, pk):
    client.force_login(make_room().office)
    for page in (f"/sessions/{pk}/", f"/sessions/{pk}/edit/", f"/sessions/{pk}/calendar.ics", "/cohorts/none/"):
        assert client.get(page).status_code == 404


def test_odd_addresses(client):
    room = make_room()
    client.force_login(room.office)
    for query in ("?seminar=x", "?seminar=" + "9" * 30):
        assert client.get(f"/cohorts/{room.cohort.code}/sessions/new/{query}").status_code == 200
    assert client.get("/cohorts/?page=zzz").status_code == 200
