"""A stand-in signs the line of whom they come for: what they attend is theirs, the absent person gets nothing."""

import pytest
from django.urls import reverse

from courses.attendance.actions import call_roll, close_sheet, correct_mark, open_sheet
from courses.attendance.make_ups import accept_make_up
from courses.attendance.models import Mark
from courses.attendance.refusals import LineUnreadable, MakeUpNotPossible, NothingToCorrect
from courses.attendance.roster import lines_of
from courses.attendance.rules import Value
from courses.booking.models import StandIn
from courses.completion.standing import standing_of
from tests.courses.attendance.kit import EVENING, entry, everybody, filled_in, make_class
from tests.makers import (
    make_cohort,
    make_enrolment,
    make_host_contact,
    make_marks,
    make_person,
    make_session,
    make_stand_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """Three people; Ben Muster comes for the first one."""
    room = make_class(people=3)
    room.absent = room.enrolments[0]
    room.stand_in = make_stand_in(room.session, room.absent)
    return room


def mark_of(enrolment):
    return Mark.objects.get(enrolment=enrolment)


def test_the_line_names_who_comes_and_in_whose_place(room):
    line = lines_of(room.session)[0]
    assert (line.name, line.absent) == ("Ben Muster", "Ada Person 000")
    assert len(lines_of(room.session)) == 3, "head count unchanged"


def test_never_credit_for_the_absent_person_whatever_is_entered(room):
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=EVENING)
    assert (mark_of(room.absent).status, mark_of(room.absent).units) == ("excused", 0)
    assert mark_of(room.enrolments[1]).units == 8


def test_also_when_the_list_was_opened_before(room):
    StandIn.objects.update(called_off_at=EVENING)
    open_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    StandIn.objects.update(called_off_at=None)
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=EVENING)
    assert mark_of(room.absent).units == 0


def test_closing_needs_no_word_about_the_absent_person(room):
    call_roll(session=room.session, marks=everybody(room)[1:], actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    assert (mark_of(room.absent).status, mark_of(room.absent).units) == ("excused", 0)
    assert standing_of(room.absent, EVENING).units_attended == 0


def test_closing_at_once_excuses_the_absent_person_too(room):
    rest = [(room.day.pk, enrolment.pk) for enrolment in room.enrolments[1:]]
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING, confirmed=rest)
    assert mark_of(room.absent).status == "excused"


def test_a_correction_does_not_credit_them_either(room):
    call_roll(session=room.session, marks=everybody(room)[1:], actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    with pytest.raises(NothingToCorrect, match="jemand anderes"):
        correct_mark(
            mark=mark_of(room.absent), value=Value("present", 255), reason="x", actor=room.lecturer, at=EVENING
        )


def test_whoever_is_represented_counts_as_one_person(room):
    noted = {room.stand_in.pk: 6}
    saved = call_roll(session=room.session, marks=everybody(room), stand_ins=noted, actor=room.lecturer, at=EVENING)
    assert saved == 3


def test_what_the_stand_in_attended_stands_on_their_own_row(room):
    units = {room.stand_in.pk: 6}
    assert call_roll(session=room.session, marks=(), stand_ins=units, actor=room.lecturer, at=EVENING)
    room.stand_in.refresh_from_db()
    assert room.stand_in.units == 6
    for wrong in (9, -1):
        with pytest.raises(LineUnreadable):
            call_roll(
                session=room.session, marks=(), stand_ins={room.stand_in.pk: wrong}, actor=room.lecturer, at=EVENING
            )


def test_of_two_days_only_those_that_have_come_count():
    room = make_class(people=1, units=16, days=2)
    stand_in = make_stand_in(room.session, room.enrolments[0])
    with pytest.raises(LineUnreadable):
        call_roll(session=room.session, marks=(), stand_ins={stand_in.pk: 9}, actor=room.lecturer, at=EVENING)
    assert call_roll(session=room.session, marks=(), stand_ins={stand_in.pk: 8}, actor=room.lecturer, at=EVENING)


def test_a_stand_in_of_another_session_is_not_touched(room):
    other = make_class(people=1)
    foreign = make_stand_in(other.session, other.enrolments[0])
    call_roll(session=room.session, marks=(), stand_ins={foreign.pk: 8}, actor=room.lecturer, at=EVENING)
    foreign.refresh_from_db()
    assert foreign.units is None


def test_called_off_the_person_signs_again(room):
    StandIn.objects.update(called_off_at=EVENING)
    call_roll(session=room.session, marks=[entry(room.day, room.absent, range(1, 9))], actor=room.lecturer, at=EVENING)
    assert mark_of(room.absent).units == 8


def test_the_lecturer_enters_it_on_the_page(client, room, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    room.lecturer.language = "en"
    room.lecturer.save()
    client.force_login(room.lecturer)
    address = reverse("roll_call", args=[room.session.pk])
    page = client.get(address, headers={"accept-language": "en"}).text
    assert "Ben Muster" in page and "for Ada Person 000" in page
    key = f"{room.day.pk}-{room.absent.pk}"
    assert f'name="ue-{key}"' not in page, "nobody can tick units for who is away"
    data = filled_in(room.session)
    client.post(address, data | {f"stand-{room.stand_in.pk}": "6"})
    room.stand_in.refresh_from_db()
    assert room.stand_in.units == 6
    client.post(address, data | {f"stand-{room.stand_in.pk}": ""})
    room.stand_in.refresh_from_db()
    assert room.stand_in.units is None
    everyone = {"act": f"present-{room.day.pk}", f"stand-{room.stand_in.pk}": ""}
    client.post(address, filled_in(room.session) | everyone)
    room.stand_in.refresh_from_db()
    assert room.stand_in.units == 8
    assert client.post(address, data | {f"stand-{room.stand_in.pk}": "99"}).status_code == 400


def test_a_list_of_stand_ins_alone_can_be_saved(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    room = make_class(people=1)
    stand_in = make_stand_in(room.session, room.enrolments[0])
    client.force_login(room.lecturer)
    answer = client.post(reverse("roll_call", args=[room.session.pk]), {"act": "save", f"stand-{stand_in.pk}": "4"})
    assert answer.status_code == 302
    stand_in.refresh_from_db()
    assert stand_in.units == 4


def test_paper_and_host_list_name_the_stand_in(client, room):
    host = make_host_contact(room.host, language="en")
    for user, address in ((room.lecturer, "print_sheet"), (host, "session")):
        client.force_login(user)
        page = client.get(reverse(address, args=[room.session.pk])).text
        assert "Ben Muster" in page and "Ada Person 000" in page
        assert page.index("Ben Muster") < page.index("Ada Person 000")


def test_a_stand_in_does_not_come_as_a_guest_beside_it(room):
    home = make_cohort(room.edition)
    own = make_enrolment(home, room.stand_in.person)
    make_marks(make_session(home, room.seminar), own, units=0, status="excused")
    with pytest.raises(MakeUpNotPossible, match="als Vertretung"):
        accept_make_up(enrolment=own, seminar=room.seminar, guest_of=room.session, actor=room.office, at=EVENING)
    StandIn.objects.update(called_off_at=EVENING)
    person = make_person()
    assert person
    assert accept_make_up(enrolment=own, seminar=room.seminar, guest_of=room.session, actor=room.office, at=EVENING)
