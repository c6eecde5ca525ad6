"""The office sees who no longer reaches the threshold alone, and how many make-ups suffice (E20, E26, E27)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.completion.office import cohorts_as_rows, make_ups_needed
from tests.courses.cohorts.kit import make_room
from tests.makers import NOON, make_cohort, make_marks, make_office_user, make_session, make_user

pytestmark = pytest.mark.django_db


def request_of(rf, user):
    request = rf.get("/")
    request.user = user
    return request


def test_the_demos_people_with_their_figures(demo, rf):
    found = list(make_ups_needed(request_of(rf, make_office_user()), demo.at))
    [hard, easy] = found
    name = demo.person("P22").full_name
    assert hard.title == f"{name} (SP-4) erreicht 80\u00a0% nicht mehr aus eigener Kraft".replace(
        "\u00a0", hard.title[hard.title.index("80") + 2]
    )
    assert "40 von 100" in hard.text and "68" in hard.text and "Mit 2 Nachholterminen wären es 84" in hard.text
    assert easy.title == "3 Personen brauchen einen Nachholtermin"
    for reference, best in (("P09", "76,9"), ("P16", "76,9"), ("P19", "79")):
        assert demo.person(reference).full_name in easy.text and best in easy.text
    # Who still reaches it, however narrowly, is not named.
    assert demo.person("P08").full_name not in easy.text


def test_others_get_nothing(demo, rf):
    assert list(make_ups_needed(request_of(rf, make_user()), demo.at)) == []


def test_every_unfinished_cohort_is_a_row_with_its_clash(demo, rf):
    panel = cohorts_as_rows(request_of(rf, make_office_user()), demo.at)
    rows = {row["name"]: row for row in panel.context["rows"]}
    assert list(rows) == ["PK-5", "SP-4", "PK-6"]
    clash = rows["PK-5"]["cells"][8]
    assert (clash["kind"], clash["text"], clash["small"]) == ("clash", "21.1.", "14 < 16")
    assert rows["PK-5"]["cells"][7]["open"] and "vorläufig" in rows["PK-5"]["summary"][0]
    assert rows["PK-6"]["summary"][0] == "Mindestgruppe 10: 3 fehlen"
    assert cohorts_as_rows(request_of(rf, make_user()), demo.at) is None


def test_a_cohort_without_names_says_so_instead_of_leaving_its_row_empty(rf):
    make_cohort(starts_on=dt.date(2027, 4, 12))
    [row] = cohorts_as_rows(request_of(rf, make_office_user()), NOON).context["rows"]
    assert (row["cells"], row["summary"][0]) == ([], "Beginn 12.04.2027, noch keine Namen")


def test_nobody_is_saved_when_no_make_up_is_left(rf):
    room = make_room(people=1, seminars=2, max_make_up_sessions=0, attendance_threshold=75)
    make_marks(room.session, room.enrolments[0], units=0, status="excused")
    [one] = make_ups_needed(request_of(rf, room.office), room_time())
    assert "Kein Nachholtermin ist mehr erlaubt" in one.text


def room_time():
    from django.utils import timezone

    return timezone.now()


def test_the_start_page_asks_the_same_for_few_and_many(client):
    office = make_office_user()
    figures = []
    for rooms in (2, 8):
        for _index in range(rooms):
            room = make_room(people=4, limit=2)
            make_session(room.cohort)
            make_marks(room.session, room.enrolments[0])
        client.force_login(office)
        client.get("/start/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/start/").status_code == 200
        figures.append(len(asked))
    assert figures[0] == figures[1] <= 32, figures
