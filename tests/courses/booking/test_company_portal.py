"""
What a company reads of its people, on every page of its portal: from the demo file, by the agreed level, to the day.

Edge cases E10 (P15 works for C14 until 2026-05-15, for C24 from the next day on), E23, and E24 (19 firms with a works
council).
"""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.actions import replace_person
from courses.booking.models import Enrolment, SeatEvent
from courses.booking.people import Attendee
from lms.organisations.models import Company, Employment
from tests.makers import (
    NOON,
    at,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_employment,
    make_enrolment,
    make_marks,
    make_person,
    make_session,
    make_site,
    make_stand_in,
)

PAGES = ("company", "company_people", "company_sessions", "company_history")


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


def read(client, company, pages=PAGES):
    """Return what the pages of the company say, in one text, without masthead and foot."""
    texts = []
    for name in pages:
        answer = client.get(reverse(name, args=[company.code]))
        assert answer.status_code == 200, name
        texts.append(answer.text.partition("<main")[2].partition("</main")[0])
    return "\n".join(texts)


def table_of(page):
    return page.partition("<table")[2].partition("</table")[0]


def test_e10_every_page_closes_at_midnight_in_berlin_of_the_very_day(client, demo, clock):
    enrolment = demo.enrolment("P15")
    former, later = demo.company("C14"), demo.company("C24")
    last_day = demo.record("id", "P15")["employment_history"][0]["until"]
    assert last_day == "2026-05-15"
    assert Employment.objects.get(person=enrolment.person, company=former).until == dt.date(2026, 5, 16)
    SeatEvent.objects.create(
        seat=enrolment.seat, kind="named", booking=enrolment.booking, enrolment_after=enrolment, at=NOON
    )
    name, seat = enrolment.person.family_name, enrolment.seat
    client.force_login(make_booker(former, language="en"))
    of_seat = [
        reverse("seat_history", args=[seat.pk]),
        reverse("replace_person", args=[seat.pk]),
        reverse("give_back_seat", args=[seat.pk]),
    ]
    # 21:59 and 22:00 in UTC: midnight in Berlin lies between them.
    for moment, seen in (
        (at("2026-05-14"), True),
        (dt.datetime(2026, 5, 15, 21, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 5, 15, 22, 0, tzinfo=dt.UTC), False),
        (at("2026-05-17"), False),
    ):
        clock(moment)
        for page in PAGES:
            assert (name in read(client, former, [page])) is seen, (page, moment)
        for address in of_seat:
            assert (name in client.get(address).text.partition("<main")[2]) is seen, (address, moment)
    assert enrolment.booking.company == former, "the contract stays"
    client.force_login(make_booker(later))
    for moment in (at("2026-05-15"), at("2026-05-16", 0), NOON):
        clock(moment)
        assert name not in read(client, later), "it booked nothing for this person"


def test_e24_nineteen_firms_with_a_works_council_read_the_basic_level_on_every_page(client, demo, clock):
    firms = [one["id"] for one in demo.file["companies"] if one["works_council"]]
    assert len(firms) == 19
    told = 0
    for company in Company.objects.filter(code__in=firms):
        assert company.data_level == Company.DataLevel.BASIC
        client.force_login(make_booker(company, language="de"))
        text = read(client, company)
        assert " UE" not in text and "%" not in text, company
        told += text.count("attended")
    assert told, "attended yes or no is told"


def test_e23_a_manager_reads_booked_attended_certificate_and_never_how(client, demo, clock):
    company = demo.enrolment("P08").booking.company
    people = Enrolment.objects.filter(booking__company=company, ending="").select_related("person")
    assert people
    client.force_login(make_booker(company, language="en"))
    page = table_of(read(client, company, ["company_people"]))
    for one in people:
        assert one.person.family_name in page
    assert "attended" in page and "Certificate:" in page
    for hidden in (" UE", "%", "excused", "unexcused", "late", "attempt", "answer", "logged", "last seen", "points"):
        assert hidden not in page, hidden
    Company.objects.filter(pk=company.pk).update(data_level=Company.DataLevel.UNITS)
    page = table_of(read(client, company, ["company_people"]))
    assert " UE so far" in page
    for hidden in ("excused", "attempt", "answer", "logged", "points"):
        assert hidden not in page, hidden


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def signed_in(client, company):
    client.force_login(make_booker(company, language="en"))
    return client


def test_with_nobody_every_page_says_what_comes_next(signed_in, company):
    text = read(signed_in, company)
    for sentence in ("No seats yet", "Nobody has a seat yet", "No session is planned", "Nothing has happened yet"):
        assert sentence in text
    calendar = signed_in.get(reverse("company_calendar", args=[company.code]))
    assert calendar.status_code == 200 and b"VEVENT" not in calendar.content


def test_who_is_where_with_the_next_session(signed_in, company, clock):
    cohort = make_cohort(make_edition(seminars=2), status="running", starts_on=dt.date(2026, 9, 1))
    enrolment = make_enrolment(cohort, make_person("Ada", "Beispiel"), company)
    make_employment(enrolment.person, company)
    make_marks(make_session(cohort, date=dt.date(2026, 9, 1)), enrolment)
    site = make_site(make_company(name="Wirt AG"), town="Selb")
    session = make_session(cohort, date=dt.date(2026, 12, 3), host=site)
    row = table_of(read(signed_in, company, ["company_people"]))
    for words in (
        "Ada Beispiel",
        cohort.code,
        "seat 1",
        "3 Dec",
        "Wirt AG, Selb",
        "1 of 1 seminar held so far attended",
    ):
        assert words in row, words
    make_stand_in(session, enrolment, make_person("Ben", "Muster"))
    assert "Ben Muster goes instead" in table_of(read(signed_in, company, ["company_people"]))


@pytest.fixture
def handed_over(company):
    """A seat whose person attended the first seminar and then left it to a colleague."""
    cohort = make_cohort(make_edition(seminars=2), status="running", starts_on=dt.date(2026, 9, 1))
    before = make_enrolment(cohort, make_person("Vera", "Vorher"), company)
    make_employment(before.person, company)
    make_marks(make_session(cohort, date=dt.date(2026, 9, 1)), before)
    make_session(cohort, date=dt.date(2026, 12, 3))
    after = Attendee("Nora", "Nachher", "nora@nachher.example")
    replace_person(seat=before.seat, attendee=after, actor=make_booker(company), at=NOON)
    return before


def test_who_left_on_the_way_is_still_told_of(signed_in, company, clock, handed_over):
    page = read(signed_in, company, ["company_people"])
    former = page.partition("Vera Vorher")[2]
    assert "no longer takes part since 22 Nov 2026: seat taken over" in former
    assert "1 of 1 seminar held so far attended" in former and "Certificate: not yet" not in former
    assert "3 Dec" not in former and "1 seat with a name" in page
    assert " UE" not in page
    Company.objects.filter(pk=company.pk).update(data_level=Company.DataLevel.UNITS)
    assert "8 of 8 UE so far, 100%</p>" in read(signed_in, company, ["company_people"])


def test_e10_but_not_once_they_work_elsewhere(signed_in, company, clock, handed_over):
    Employment.objects.filter(person=handed_over.person).update(until=dt.date(2026, 11, 22))
    page = read(signed_in, company, ["company_people"])
    assert "Vorher" not in page and "Nachher" in page


def test_nor_whoever_never_took_part(signed_in, company, clock):
    enrolment = make_enrolment(make_cohort(), make_person("Nie", "Dabei"), company)
    make_employment(enrolment.person, company)
    Enrolment.objects.filter(pk=enrolment.pk).update(ending="replaced", ends_on=enrolment.starts_on)
    assert "Dabei" not in read(signed_in, company, ["company_people"])


def test_of_a_successor_no_seminar_is_denied_that_was_held(signed_in, company, clock, handed_over):
    for name in ("company", "company_people"):
        page = read(signed_in, company, [name])
        assert "No seminar has been held since this person joined." in page
        assert "No seminar has been held yet" not in page


def test_two_hundred_people_are_paged_and_found(signed_in, company, clock):
    from tests.courses.booking.test_page_queries import fill

    for _ in range(2):
        fill(make_cohort(make_edition(seminars=1)), company, 100)
    page = signed_in.get(reverse("company_people", args=[company.code])).text
    assert "200 seats with a name" in page and "Page 1 of 4" in page
    found = signed_in.get(reverse("company_people", args=[company.code]), {"q": "P77"}).text
    assert table_of(found).count("<tr>") == 3  # the head, and one in each cohort
    assert "Nobody found" in signed_in.get(reverse("company_people", args=[company.code]), {"q": "Niemand"}).text
    seats = signed_in.get(reverse("company", args=[company.code])).text
    assert "200 booked" in seats and seats.count("<details><summary>") == 2, "cohorts are folded"
    # Whatever is typed into the address breaks nothing.
    for query in ("?page=x", "?page=-1", "?page=999", "?q=%27%25_", "?q=" + "a" * 5000):
        assert signed_in.get(reverse("company_people", args=[company.code]) + query).status_code == 200


def test_the_sessions_have_rules_people_and_a_calendar(signed_in, company, clock):
    cohort = make_cohort(make_edition(seminars=2), starts_on=dt.date(2026, 9, 1))
    booking = make_booking(cohort, company, 2)
    enrolment = make_enrolment(cohort, make_person("Ada", "Beispiel"), booking=booking)
    make_employment(enrolment.person, company)
    stranger = make_enrolment(cohort, make_person("Fremde", "Person"))
    site = make_site(make_company(name="Wirt AG"), photo_ban=True, protective_equipment=["Schutzbrille"])
    make_session(cohort, date=dt.date(2026, 12, 3), host=site)
    make_session(cohort, date=dt.date(2026, 9, 1))  # over
    text = read(signed_in, company, ["company_sessions"])
    for words in ("Wirt AG", "Schutzbrille", "No photographs", "Ada Beispiel", "1 seat without a name"):
        assert words in text, words
    assert stranger.person.family_name not in text
    assert text.count("<section") == 1
    calendar = signed_in.get(reverse("company_calendar", args=[company.code]))
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar.content.count(b"BEGIN:VEVENT") == 1
    assert b"Beispiel" not in calendar.content
    other = make_company()
    assert signed_in.get(reverse("company_calendar", args=[other.code])).status_code == 404


def test_the_history_of_a_seat_hides_what_is_not_the_companys(signed_in, company, client):
    cohort = make_cohort()
    first = make_enrolment(cohort, make_person("Vor", "Gänger"))
    seat = first.seat
    SeatEvent.objects.create(seat=seat, kind="named", booking=first.booking, enrolment_after=first, at=NOON)
    booking = make_booking(cohort, company)
    type(seat).objects.filter(pk=booking.seats.get().pk).update(booking=None)
    type(seat).objects.filter(pk=seat.pk).update(booking=booking)
    SeatEvent.objects.create(seat=seat, kind="taken_over", booking=booking, at=NOON, reason="Umzug")
    page = signed_in.get(reverse("seat_history", args=[seat.pk])).text
    assert "taken over" in page and "Gänger" not in page
    from tests.makers import make_office_user

    client.force_login(make_office_user(language="en"))
    page = client.get(reverse("seat_history", args=[seat.pk])).text
    assert "Gänger" in page and "Umzug" in page and company.name in page
