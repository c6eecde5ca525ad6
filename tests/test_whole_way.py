"""The whole way over HTTP: publish, book, name, attend, complete, issue, verify, each as the role that does it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.issuing.models import Copy
from courses.booking.models import Booking, Enrolment
from courses.curriculum.actions import create_programme
from courses.curriculum.models import Edition
from courses.curriculum.pages_actions import ensure_site
from tests import makers
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
FIRST, SECOND = dt.date(2027, 2, 4), dt.date(2027, 4, 8)


@pytest.fixture
def clock(monkeypatch):
    """Time is one of the three things that tests stand in for."""

    def stand_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))
        return moment

    stand_at(makers.at("2026-11-23"))
    return stand_at


@pytest.fixture
def world(clock):
    """What stands before anything happens: an office, a draft edition, a host, two companies, a lecturer, a chamber."""
    office = makers.make_office(certificate_prefix="NTZ", name="Netz Franken e. V.")
    administrator = makers.make_administrator()
    programme = create_programme(
        code="WZ",
        office=office,
        title={"de": "Werkzeugwart", "en": "Tool keeper"},
        summary={"de": "Zwei Seminare.", "en": "Two seminars."},
        audience={"de": "Einrichter", "en": "Setters"},
        actor=administrator,
        at=timezone.now(),
    )
    chamber = makers.make_chamber(name="IHK Probe")
    edition = makers.make_edition(
        programme, seminars=2, published_on=None, valid_from=dt.date(2026, 1, 1), chamber=chamber, max_group_size=4
    )
    edition.instalments.create(position=1, percent=100)
    makers.make_requirement(edition, pass_percent=60)
    ensure_site(site_name=office.name, at=timezone.now())
    lecturer = makers.make_person("Stefan", "Döhla")
    company = makers.make_member(office, name="Plassenplast GmbH")
    return {
        "office": makers.make_office_user(first_name="Monika", last_name="Fröba"),
        "edition": edition,
        "lecturer": makers.make_user(lecturer),
        "host": makers.make_site(makers.make_company(name="Würzapoly GmbH"), max_visitors=6),
        "company": company,
        "booker": makers.make_booker(company),
        "rival": makers.make_booker(makers.make_company()),
        "verifier": makers.make_verifier(chamber),
        "chamber": chamber,
    }


def test_from_publishing_to_a_verified_certificate(world, clock, django_capture_on_commit_callbacks):
    def office():
        return Visitor(Client(enforce_csrf_checks=True), world["office"])

    with django_capture_on_commit_callbacks(execute=True):
        publish(office(), world)
        code = plan(office(), world)
    sees_public_page(code)
    with django_capture_on_commit_callbacks(execute=True):
        book(Visitor(Client(enforce_csrf_checks=True), world["booker"]), world, code)
    ada, bo = Enrolment.objects.order_by("person__given_name")
    office_acts(office(), code, "start", "Durchgang beginnen")
    for day in (FIRST, SECOND):
        clock(makers.at(day, 17))
        with django_capture_on_commit_callbacks(execute=True):
            call_the_roll(Visitor(Client(enforce_csrf_checks=True), world["lecturer"]), day, absent=bo)
    clock(makers.at("2027-04-12"))
    with django_capture_on_commit_callbacks(execute=True):
        pass_the_test(office(), code, ada, bo)
        office_acts(office(), code, "complete", "Durchgang abschließen")
        issue(office(), code)
    copy = Copy.objects.get()
    assert copy.certificate.holding.enrolment == ada
    assert copy.state == "done"
    holder_downloads(ada, copy)
    chamber_sees(world, copy)
    anybody_verifies(copy)


def publish(visitor, world):
    visitor.go(reverse("edition:publish", args=[world["edition"].pk]))
    visitor.send("Diese Fassung veröffentlichen")
    edition = Edition.objects.get(pk=world["edition"].pk)
    assert edition.published_on


def plan(visitor, world):
    edition = world["edition"]
    visitor.go(reverse("new_cohort"))
    answer = visitor.send(
        "Durchgang planen",
        edition=edition.pk,
        code="WZ-1",
        max_size=3,
        starts_on=FIRST.isoformat(),
        ends_on="2027-06-30",
    )
    assert "WZ-1" in answer
    for seminar, day in zip(edition.seminars.order_by("position"), (FIRST, SECOND), strict=True):
        seminar.lecturer = world["lecturer"].person
        type(seminar).objects.filter(pk=seminar.pk).update(lecturer=world["lecturer"].person)
        visitor.go(f"{reverse('new_session', args=['WZ-1'])}?seminar={seminar.pk}")
        visitor.send("Termin planen", first_day=day.isoformat(), host=world["host"].pk)
    visitor.go(reverse("open_booking", args=["WZ-1"]))
    visitor.send("Zur Buchung freigeben")
    return "WZ-1"


def sees_public_page(code):
    visitor = Visitor(Client(enforce_csrf_checks=True))
    page = visitor.go("/de/")
    assert "Werkzeugwart" in page
    page = visitor.follow(r"/wz/$")
    assert "Seminar 1" in page and "Würzapoly" in page and "1.000" in page


def book(visitor, world, code):
    visitor.go(reverse("company", args=[world["company"].code]))
    visitor.follow(rf"/cohorts/{code}/book/")
    answer = visitor.send(
        "Verbindlich buchen",
        count=2,
        people__0__given_name="Ada",
        people__0__family_name="Nguyễn-Şahin",
        people__0__email="ada@plassenplast.example",
    )
    assert Booking.objects.count() == 1, re.sub(r"<[^>]+>|\s+", " ", answer)
    rival = Visitor(Client(enforce_csrf_checks=True), world["rival"])
    rival.go(reverse("book_seats", args=[code]))
    answer = rival.send("Verbindlich buchen", count=2)
    assert 'value="2"' in answer and not rival_has_seats(world)
    visitor.go(reverse("company", args=[world["company"].code]))
    visitor.follow(r"/seats/\d+/name/")
    visitor.send("Eintragen und einladen", given_name="Bo", family_name="Łukasz", email="bo@plassenplast.example")
    for person in (enrolment.person for enrolment in Enrolment.objects.all()):
        type(person).objects.filter(pk=person.pk).update(date_of_birth=dt.date(1990, 5, 4), place_of_birth="Hof")


def rival_has_seats(world):
    return Booking.objects.exclude(company=world["company"]).exists()


def call_the_roll(visitor, day, absent):
    page = visitor.go(reverse("home"))
    session = world_session(day)
    assert f"/sessions/{session.pk}/" in page
    visitor.go(reverse("roll_call", args=[session.pk]))
    first = session.days.get()
    visitor.send("save", **{f"status__{first.pk}__{absent.pk}": "unexcused"})
    visitor.send(f"present-{first.pk}")
    visitor.send("close", checked="yes")
    session.refresh_from_db()
    assert session.status == "held"


def world_session(day):
    from courses.cohorts.models import SeminarSession

    return SeminarSession.objects.get(days__date=day)


def pass_the_test(visitor, code, *people):
    requirement = people[0].cohort.edition.requirements.get()
    visitor.go(reverse("results", args=[code, requirement.pk]))
    visitor.send("Ergebnisse eintragen", **{f"result_{one.pk}": "60" for one in people})


def office_acts(visitor, code, act, button):
    visitor.go(reverse("cohort", args=[code]))
    visitor.follow(rf"/cohorts/{code}/{act}/confirm/$")
    visitor.send(button)


def issue(visitor, code):
    visitor.go(reverse("cohort_certificates", args=[code]))
    visitor.send("Ein Zertifikat ausstellen")


def holder_downloads(enrolment, copy):
    visitor = Visitor(Client(enforce_csrf_checks=True), enrolment.person.user)
    assert copy.certificate.number in visitor.go(reverse("my_certificates"))
    pdf = visitor.client.get(reverse("certificate_pdf", args=[copy.certificate.number]))
    assert b"".join(pdf).startswith(b"%PDF")
    assert Client().get(reverse("certificate_pdf", args=[copy.certificate.number])).status_code in (302, 404)


def chamber_sees(world, copy):
    visitor = Visitor(Client(enforce_csrf_checks=True), world["verifier"])
    page = visitor.go(reverse("chamber", args=[world["chamber"].code]))
    assert copy.certificate.number in page


def anybody_verifies(copy):
    page = Visitor(Client(enforce_csrf_checks=True)).go(f"/v/{copy.code}")
    assert "Nguyễn-Şahin" in page and copy.certificate.number in page and "1990" not in page
    assert Client().get(f"/v/{copy.code[::-1]}").status_code == 404


def test_the_field_list_of_a_form_is_checked():
    """A renamed field must not pass unnoticed."""
    visitor = Visitor(Client(enforce_csrf_checks=True))
    visitor.go(reverse("account_login"))
    with pytest.raises(AssertionError, match="no field"):
        visitor.send("Anmelden", nonsense="1")


def test_the_tests_folder_has_no_copy_of_the_demo_data():
    assert not list(Path(__file__).parent.rglob("demo_data.yaml"))
