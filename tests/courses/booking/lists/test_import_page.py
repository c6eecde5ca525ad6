"""Names from a list: every row's fate is shown first, then all good rows are named at once or none is."""

import json
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.booking.actions import name_people, name_seat
from courses.booking.lists.fates import fates_of
from courses.booking.lists.reading import MOST_BYTES, read_list
from courses.booking.models import Enrolment, SeatEvent
from courses.booking.people import Attendee
from courses.booking.refusals import AlreadyEnrolled, SeatTaken
from lms.accounts.models import Person
from lms.lib.refusals import NotAllowed, Refusal
from tests.courses.booking.lists.conftest import ADA, BOB, a_file, as_csv, as_xlsx
from tests.makers import NOON, make_booker, make_booking, make_company, make_employment, make_enrolment, make_person

HIDDEN = re.compile(r'name="(rows|seen)" value="([^"]*)"')


@pytest.fixture
def url(booked, company):
    return reverse("import_names", args=[company.code, booked.code])


@pytest.fixture
def signed_in(client, booker):
    client.force_login(booker)
    return client


def look(client, url, content, name="names.csv"):
    """Send a file; return the page and what its button would send."""
    page = client.post(url, {"file": a_file(content, name)}).content.decode()
    sent = {
        key: value.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
        for key, value in HIDDEN.findall(page)
    }
    return page, sent


def named():
    return Enrolment.objects.count()


def test_looking_writes_nothing_and_naming_names_all(
    signed_in, url, company, booked, django_capture_on_commit_callbacks
):
    page, sent = look(signed_in, url, as_csv(ADA, BOB))
    assert "Will get seat 1." in page and "Will get seat 2." in page
    assert (named(), Person.objects.count(), len(mail.outbox)) == (0, 0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in.post(url, sent)
    assert answer["Location"] == f"{reverse('company', args=[company.code])}#{booked.code}"
    ada, bob = Person.objects.order_by("given_name")
    assert [ada.enrolments.get().seat.number, bob.enrolments.get().seat.number] == [1, 2]
    assert (ada.language, ada.date_of_birth.isoformat(), bob.language, bob.date_of_birth) == (
        "en",
        "1990-01-02",
        "de",
        None,
    )
    assert sorted(letter.to[0] for letter in mail.outbox) == [ADA[2], BOB[2]]


def test_an_excel_list_does_the_same(signed_in, url):
    _page, sent = look(signed_in, url, as_xlsx(ADA, BOB), "names.xlsx")
    signed_in.post(url, sent)
    assert named() == 2


def test_the_same_list_twice_changes_nothing(signed_in, url):
    for _time in range(2):
        page, sent = look(signed_in, url, as_csv(ADA, BOB))
        if sent:
            first = sent
            signed_in.post(url, sent)
    assert "Already has seat 1." in page and "Everybody on this list has a seat." in page
    events = SeatEvent.objects.count()
    # Also not by sending the page again.
    assert signed_in.post(url, first).status_code == 200
    assert (named(), SeatEvent.objects.count()) == (2, events)


def test_each_row_is_told_its_fate(signed_in, url, booked, company):
    make_person("Otto", "Anders", email="known@people.example")
    elsewhere = make_person("Eva", "Woanders", email="else@people.example")
    make_employment(elsewhere, make_company())
    sits = make_person("Sie", "Sitzt", email="sits@people.example")
    make_employment(sits, company)
    make_enrolment(booked, sits, booking=booked.bookings.last())
    left = make_person("Ging", "Fort", email="left@people.example")
    make_enrolment(
        booked, left, booking=make_booking(booked), starts_on="2026-02-01", ends_on="2027-05-01", ending="withdrawn"
    )
    rows = [
        ADA,
        ["Sie", "Sitzt", "SITS@people.example"],
        ["Frieda", "Anders", "known@people.example"],
        ["Eva", "Woanders", "else@people.example"],
        ["Ada", "Nocheinmal", "ADA@people.example"],
        ["Ohne", "Adresse", ""],
        ["Ohne", "", "name@people.example"],
        ["Kaputte", "Adresse", "kein at"],
        [],
        ["Ging", "Fort", "left@people.example"],
        ["C", "D", "c@people.example", "fr"],
        ["C", "D", "c@people.example", "", "31.02.1990"],
        ["C" * 151, "D", "c@people.example"],
        BOB,
        ["E", "F", "e@people.example"],
        ["G", "H", "g@people.example"],
    ]
    page, sent = look(signed_in, url, as_csv(*rows))
    shown = re.findall(r"<td>(?:<span[^>]*>)?(?:<svg.*?</svg>)?([^<]*)(?:</span>)?</td></tr>", page)
    wanted = [
        "Will get seat 2.", "Already has seat 1.", "Will get seat 3.", "Will get seat 4.", "stands in two rows",
        "e-mail is missing", "family name is missing", "valid email", "Empty row, skipped.", "No seat is left",
        "no language of our letters", "Enter a valid date", "at most 150", "No seat is left", "No seat is left",
        "No seat is left",
    ]  # fmt: skip
    assert len(shown) == len(wanted)
    assert [text for text, part in zip(shown, wanted, strict=True) if part not in text] == []
    # Whom others employ is told only of rows that are named; what was refused stays in sight after the rest is named.
    answer = signed_in.post(url, sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "1 person is named and invited." in page and "Already has seat 2." in page
    assert page.count("cannot be entered here with the address") == 2 and "Will get seat 3." in page


def test_a_list_does_not_tell_which_addresses_have_an_account(signed_in, url, booked):
    make_employment(make_person("Eva", "Woanders", email="known@people.example"), make_company())
    make_person("Ivo", "Frei", email="alone@people.example")
    pages = [
        look(signed_in, url, as_csv(["Eva", "Anders", address]))[0].replace(address, "")
        for address in ("known@people.example", "alone@people.example", "nobody@people.example")
    ]
    tables = {page.partition("<tbody>")[2].partition("</tbody>")[0] for page in pages}
    notices = {page.partition("Nothing is written yet.")[2].partition("</div>")[0] for page in pages}
    assert (len(tables), len(notices)) == (1, 1)
    assert "Will get seat 1." in pages[0]


def test_only_of_its_own_people_a_company_reads_that_the_name_differs(signed_in, url, booked, company):
    make_employment(make_person("Eva", "Woanders", email="else@people.example"), make_company())
    make_employment(make_person("Ute", "Hier", email="own@people.example"), company)
    page, sent = look(signed_in, url, as_csv(["A", "B", "own@people.example"], ["C", "D", "else@people.example"]))
    page += signed_in.post(url, sent).text
    assert "Among your own people we know own@people.example under another name." in page
    assert "know else@people.example" not in page and "D cannot be entered here with the address" in page


def test_naming_a_row_of_somebody_else_names_nobody_and_says_why(signed_in, url, booked):
    make_employment(make_person("Eva", "Woanders", email="known@people.example"), make_company())
    _page, sent = look(signed_in, url, as_csv(["Eva", "Woanders", "known@people.example"]))
    page = signed_in.post(url, sent).content.decode()
    assert "cannot be entered here with the address" in page and named() == 0


def test_dry_run_and_act_agree_row_by_row(booked, company, booker, office):
    make_person("Otto", "Anders", email="known@people.example")
    make_employment(make_person("Eva", "Woanders", email="else@people.example"), make_company())
    gone = make_person("Ging", "Fort", email="left@people.example")
    make_enrolment(booked, gone, booking=make_booking(booked), ends_on="2027-05-01", ending="withdrawn")
    rows = [
        ADA,
        ["X", "Anders", "known@people.example"],
        ["Eva", "Woanders", "else@people.example"],
        ["Ging", "Fort", "left@people.example"],
    ]
    for actor, good in ((booker, {ADA[2]}), (office, {ADA[2], "else@people.example"})):
        for row in rows:
            [fate] = fates_of(read_list(a_file(as_csv(row))), cohort=booked, company=company, actor=actor, at=NOON)
            attendee = Attendee(*row[:3])
            seat = booked.seats.get(number=4)
            try:
                name_people(cohort=booked, seatings=[(seat.pk, attendee)], actor=actor, at=NOON)
            except Refusal as refusal:
                [fate] = fates_of([fate.line], cohort=booked, company=company, actor=actor, at=NOON, telling=True)
                assert (fate.kind, fate.why) == ("no", str(refusal))
            else:
                assert fate.kind == "seat"
                _empty(seat)
            assert (fate.kind == "seat") == (row[2] in good)


def _empty(seat):
    """Take the person off the chair as if they had left before the start."""
    enrolment = type(seat).objects.get(pk=seat.pk).enrolment
    type(seat).objects.filter(pk=seat.pk).update(enrolment=None)
    Enrolment.objects.filter(pk=enrolment.pk).update(ends_on=enrolment.starts_on, ending="cancelled")


def test_if_something_changed_since_nobody_is_named(signed_in, url, booked, booker):
    _page, sent = look(signed_in, url, as_csv(ADA, BOB))
    name_seat(seat=booked.seats.get(number=1), attendee=Attendee("X", "Y", "x@people.example"), actor=booker, at=NOON)
    page = signed_in.post(url, sent).content.decode()
    assert "Something has changed since you looked" in page
    assert "Will get seat 3." in page
    assert named() == 1


def test_the_act_names_all_or_none(booked, booker, ada, bob):
    seats = list(booked.seats.order_by("number"))
    with pytest.raises(AlreadyEnrolled):
        name_people(cohort=booked, seatings=[(seats[0].pk, ada), (seats[2].pk, ada)], actor=booker, at=NOON)
    with pytest.raises(SeatTaken):
        name_people(cohort=booked, seatings=[(seats[0].pk, ada), (seats[5].pk, bob)], actor=booker, at=NOON)
    assert (named(), Person.objects.count()) == (0, 0)
    assert (
        len(name_people(cohort=booked, seatings=[(seats[0].pk, ada), (seats[2].pk, bob)], actor=booker, at=NOON)) == 2
    )


def test_the_act_asks_for_every_seat(booked, booker, ada, bob):
    other = make_booking(booked, seats=1).seats.get()
    with pytest.raises(NotAllowed):
        name_people(
            cohort=booked, seatings=[(booked.seats.get(number=1).pk, ada), (other.pk, bob)], actor=booker, at=NOON
        )
    assert named() == 0


def test_the_office_loads_a_list_for_a_company(client, url, office, booked):
    client.force_login(office)
    _page, sent = look(client, url, as_csv(ADA))
    assert client.post(url, sent)["Location"] == reverse("cohort", args=[booked.code])
    assert named() == 1


def test_strangers_find_no_such_page(client, url):
    client.force_login(make_booker(make_company()))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"\0" * 50, "no list that we can read"),
        (b"x" * (3 * MOST_BYTES), "larger than 1 MB"),
    ],
    ids=["empty", "junk", "large"],
)
def test_a_bad_file_is_a_sentence(signed_in, url, content, said):
    page, _sent = look(signed_in, url, content)
    assert said in page
    assert "Look at the list" in page


def test_no_file_is_a_sentence_too(signed_in, url):
    assert "Choose a file first." in signed_in.post(url, {}).content.decode()


@pytest.mark.parametrize(
    "rows",
    [
        "x",
        "{}",
        "[" * 100_000,
        json.dumps([[1, 1, "A", "B", "a@people.example", "de"]]),
        "9" * 5000,
        "[[1e400,1,1,1,1,1,1]]",
        r'[[2,1,"A","B\u0000","a@people.example","",""]]',
        r'[[2,1,"A","B\ud800","a@people.example","",""]]',
    ],
    ids=range(8),
)
def test_spoilt_rows_are_a_sentence(signed_in, url, rows):
    page = signed_in.post(url, {"rows": rows, "seen": "[[1, 1]]"}).content.decode()
    assert "Choose" in page
    assert named() == 0


def test_a_large_file_touches_no_disk(signed_in, url, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a file was put on disk")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", never)
    assert "larger than 1 MB" in look(signed_in, url, b"x" * (3 * MOST_BYTES))[0]


def test_the_token_of_the_form_is_still_asked_for(booker, url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(booker)
    assert strict.post(url, {"file": a_file(as_csv(ADA))}).status_code == 403


def test_three_and_three_hundred_rows_cost_the_same(signed_in, url):
    def queries(rows):
        content = as_csv(*[["A", "B", f"a{n}@people.example"] for n in range(rows)])
        with CaptureQueriesContext(connection) as captured:
            assert "Will get seat 4." in look(signed_in, url, content)[0] or rows < 4
        return len(captured)

    queries(3)
    assert queries(300) <= queries(3) <= 16


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_blank_list_can_be_fetched(signed_in, kind):
    answer = signed_in.get(reverse("blank_list", args=[kind]))
    assert answer["Content-Disposition"].endswith(f'"names.{kind}"')
    assert signed_in.get("/names/blank.pdf").status_code == 404


def test_the_blank_list_has_a_name_in_the_readers_language(client, company):
    client.force_login(make_booker(company, language="de"))
    answer = client.get(reverse("blank_list", args=["xlsx"]))
    assert answer["Content-Disposition"] == 'attachment; filename="namen.xlsx"'


def test_what_is_left_after_naming_is_told_of_those_rows_only(signed_in, url):
    _page, sent = look(signed_in, url, as_csv(ADA, ["Ohne", "Adresse", ""]))
    page = signed_in.post(url, sent).content.decode()
    assert "1 person is named and invited." in page
    assert "1 row cannot be named as it is." in page and "No row can be named" not in page
