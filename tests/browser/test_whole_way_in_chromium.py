"""The whole way in a browser: publish, book, name, attend, complete, issue, verify. Pictures lie in var/screenshots."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.issuing.models import Copy
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from courses.curriculum.actions import create_programme
from courses.curriculum.pages_actions import ensure_site
from lms.accounts.models import Person
from tests import makers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
FIRST, SECOND = dt.date(2027, 2, 4), dt.date(2027, 4, 8)


@pytest.fixture
def clock(monkeypatch):
    """Time is one of the three things that tests stand in for; the server's threads read the same clock."""

    def stand_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    stand_at(makers.at("2026-11-23"))
    return stand_at


@pytest.fixture
def world(clock):
    """What stands before anything happens."""
    office = makers.make_office(certificate_prefix="NTZ", name="Netz Franken e. V.")
    ensure_site(site_name=office.name, at=timezone.now())
    programme = create_programme(
        code="WZ",
        office=office,
        title={"de": "Werkzeugwart", "en": "Tool keeper"},
        summary={"de": "Zwei Seminare.", "en": "Two seminars."},
        audience={"de": "Einrichter", "en": "Setters"},
        actor=makers.make_administrator(),
        at=timezone.now(),
    )
    chamber = makers.make_chamber(name="IHK Probe")
    edition = makers.make_edition(
        programme, seminars=2, published_on=None, valid_from=dt.date(2026, 1, 1), chamber=chamber, max_group_size=4
    )
    edition.instalments.create(position=1, percent=100)
    makers.make_requirement(edition, pass_percent=60)
    lecturer = makers.make_person("Stefan", "Döhla")
    edition.seminars.update(lecturer=lecturer)
    company = makers.make_member(office, name="Plassenplast GmbH")
    return {
        "office": makers.make_office_user(first_name="Monika", last_name="Fröba"),
        "edition": edition,
        "lecturer": makers.make_user(lecturer),
        "host": makers.make_site(makers.make_company(name="Würzapoly GmbH"), max_visitors=6),
        "booker": makers.make_booker(company),
        "verifier": makers.make_verifier(chamber),
    }


def test_from_publishing_to_a_verified_certificate(world, clock, guest):
    office = guest(world["office"])
    publish(office, world)
    plan(office, world)
    visitor = guest()
    sees_public_page(visitor)
    book(guest(world["booker"]), world)
    ada, bo = people_are_known()
    act(office, "start", "Durchgang beginnen")
    for day in (FIRST, SECOND):
        clock(makers.at(day, 17))
        call_the_roll(guest(world["lecturer"], width=390, height=844), day, absent=bo)
    clock(makers.at("2027-04-12"))
    office = guest(world["office"])
    pass_the_test(office, ada, bo)
    act(office, "complete", "Durchgang abschließen")
    issue(office)
    copy = Copy.objects.get()
    assert copy.certificate.holding.enrolment == ada and copy.state == "done"
    holder_downloads(guest(chose_a_password(ada.person.user)), copy)
    chamber_sees(guest(world["verifier"]), copy)
    anybody_verifies(visitor, copy)
    assert office.faults + visitor.faults == []


def publish(office, world):
    office.go(reverse("edition:publish", args=[world["edition"].pk]))
    office.press("Diese Fassung veröffentlichen")
    world["edition"].refresh_from_db()
    assert world["edition"].published_on


def plan(office, world):
    office.go(reverse("new_cohort"))
    span = {"starts_on": FIRST.isoformat(), "ends_on": "2027-06-30"}
    office.fill(edition=world["edition"].pk, code="WZ-1", max_size=3, **span)
    office.press("Durchgang planen")
    for seminar, day in zip(world["edition"].seminars.order_by("position"), (FIRST, SECOND), strict=True):
        office.click(rf"/cohorts/WZ-1/sessions/new/\?seminar={seminar.pk}")
        office.fill(first_day=day.isoformat(), host=world["host"].pk)
        office.press("Termin planen")
    office.click(r"/cohorts/WZ-1/opening/")
    office.press("Zur Buchung freigeben")
    office.shoot("1-cohort")


def sees_public_page(visitor):
    visitor.go("/de/")
    visitor.click(r"/wz/$")
    visitor.sees("Seminar 1", "Würzapoly")
    visitor.shoot("2-programme")


def book(booker, world):
    booker.go(reverse("home"))
    booker.click(r"/companies/")
    booker.click(r"/cohorts/WZ-1/book/")
    booker.fill(count=2)
    booker.page.get_by_text("Namen gleich nennen").click()
    ada = {"given_name": "Ada", "family_name": "Nguyễn-Şahin", "email": "ada@plassenplast.example"}
    booker.fill(**{f"people__0__{name}": value for name, value in ada.items()})
    booker.shoot("3-booking")
    booker.press("Verbindlich buchen")
    booker.sees("Nguyễn-Şahin")
    booker.click(r"/seats/\d+/name/")
    booker.fill(given_name="Bo", family_name="Łukasz", email="bo@plassenplast.example")
    booker.press("Eintragen und einladen")
    booker.sees("Łukasz")
    booker.shoot("4-company")


def people_are_known():
    """The office asks for what the paper needs; here it is simply there."""
    Person.objects.filter(enrolments__isnull=False).update(date_of_birth=dt.date(1990, 5, 4), place_of_birth="Hof")
    return Enrolment.objects.order_by("person__given_name")


def chose_a_password(user):
    """Being named opened the account; its owner has followed the link of the invitation."""
    user.set_password(makers.PASSWORD)
    user.save()
    return user


def act(office, name, button):
    office.go(reverse("cohort", args=["WZ-1"]))
    office.click(rf"/cohorts/WZ-1/{name}/confirm/$")
    office.press(button)


def call_the_roll(lecturer, day, absent):
    session = SeminarSession.objects.get(days__date=day)
    lecturer.go(reverse("home"))
    lecturer.click(rf"/sessions/{session.pk}/")
    if "roll-call" not in lecturer.page.url:
        lecturer.click(rf"/sessions/{session.pk}/roll-call/")
    day = session.days.get()
    line = lecturer.page.locator(f"#line-{day.pk}-{absent.pk}")
    line.locator("summary").click()
    line.locator("select").select_option("unexcused")
    lecturer.press_value(f"present-{day.pk}")
    lecturer.shoot(f"5-roll-call-{session.seminar.position}")
    lecturer.page.locator("[name='checked']").check()
    lecturer.press_value("close")
    lecturer.sees("geschlossen")
    session.refresh_from_db()
    assert session.status == "held"
    assert lecturer.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert lecturer.faults == []


def pass_the_test(office, *people):
    requirement = people[0].cohort.edition.requirements.get()
    office.go(reverse("cohort", args=["WZ-1"]))
    office.click(rf"/cohorts/WZ-1/results/{requirement.pk}/")
    office.fill(**{f"result_{one.pk}": "60" for one in people})
    office.press("Ergebnisse eintragen")


def issue(office):
    office.click(r"/cohorts/WZ-1/certificates/$")
    office.press("Ein Zertifikat ausstellen")
    office.sees("NTZ-2027-0001")
    office.shoot("6-certificates")


def holder_downloads(holder, copy):
    holder.go(reverse("home"))
    holder.shoot("7-start-of-the-holder")
    holder.go(reverse("my_certificates"))
    holder.sees(copy.certificate.number)
    answer = holder.context.request.get(f"{holder.site}{reverse('certificate_pdf', args=[copy.certificate.number])}")
    assert answer.body().startswith(b"%PDF")


def chamber_sees(verifier, copy):
    verifier.go(reverse("chambers"))
    verifier.sees(copy.certificate.number)
    verifier.shoot("8-chamber")


def anybody_verifies(visitor, copy):
    visitor.go("/verify/")
    visitor.fill(code=copy.code)
    visitor.page.locator("main [name='code']").press("Enter")
    visitor.sees("Nguyễn-Şahin", copy.certificate.number)
    assert "1990" not in visitor.page.content()
    visitor.shoot("9-verified")
