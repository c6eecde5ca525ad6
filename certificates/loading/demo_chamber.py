"""What the demo shows of a chamber that certifies: a cohort just completed, whose list waits to be handed to it."""

import datetime as dt
import unicodedata
from decimal import Decimal

from django.utils import timezone

from certificates.loading.writers.booking import moment
from courses.attendance.actions import Entry, call_roll, close_sheet, open_sheet
from courses.attendance.models import Mark
from courses.attendance.rules import EXCUSED, PRESENT, Value, whole_card
from courses.booking.actions import book_seats, confirm_cohort, open_booking
from courses.booking.models import Enrolment
from courses.booking.people import Attendee
from courses.cohorts.actions import plan_cohort, plan_session
from courses.cohorts.actions_of_cohort import complete_cohort, start_cohort
from courses.curriculum.actions import create_programme, publish_edition, save_draft
from courses.curriculum.models import Edition, Instalment, Requirement, Seminar
from courses.curriculum.vat import EXEMPT_EDUCATION, proposed_lines
from courses.learning.marking import Attempt, record_results
from lms.accounts.models import Person
from lms.lib.public_holidays import is_working_day
from lms.organisations.actions import keep_record
from lms.organisations.models import Chamber, ClusterOffice, Company, Site

PROGRAMME, COHORT, LAND = "PM", "PM-1", "BY"
TITLE = {"de": "Prozessmanager/in Kunststofftechnik", "en": "Process Manager, Plastics Technology"}
SUMMARY = {
    "de": "Vier Seminare für alle, die Abläufe über Abteilungen hinweg verantworten. Die Kammer zertifiziert.",
    "en": "Four seminars for those who answer for processes across departments. The chamber certifies.",
}
AUDIENCE = {
    "de": "Fachkräfte mit Verantwortung für einen Prozess",
    "en": "Specialists who are responsible for a process",
}
# Title, lecturer and host of each seminar; two days of eight teaching units, and two of self-study.
SEMINARS = (
    ({"de": "Abläufe aufnehmen und bewerten", "en": "Recording and assessing processes"}, "L01", "C02"),
    ({"de": "Kennzahlen und Regelkreise", "en": "Key figures and control loops"}, "L03", "C13"),
    ({"de": "Verbesserungen umsetzen", "en": "Putting improvements into practice"}, "L05", "C01"),
    ({"de": "Schnittstellen im Liefernetz", "en": "Interfaces in the supply network"}, "L09", "C07"),
)
UNITS, DAYS, SELF_STUDY = 16, 2, 2
# By company: given and family name, date and place of birth.
PEOPLE = {
    "C01": (
        ("Jonas", "Rehm", "1988-03-14", "Marktredwitz"),
        ("Beate", "Scharnagl", "1979-11-02", "Wunsiedel"),
        ("Aleksandra", "Nowak-Held", "1991-07-23", "Łódź"),
    ),
    "C06": (
        ("Matthias", "Übelhör", "1985-01-30", "Kulmbach"),
        ("Sinem", "Karakaş", "1993-09-09", "Bayreuth"),
        ("Ludwig", "Fenzl", "1974-05-18", "Pegnitz"),
    ),
    "C12": (("Hannah", "Prell", "1996-12-06", "Roth"), ("Goran", "Šimić", "1983-08-27", "Osijek")),
}
# Percent of the course test, in the order of names; and who missed the second seminar and met the threshold exactly.
PERCENT, MISSED = ("78", "91", "66", "84", "72", "95", "81", "69"), "Fenzl"
# Weeks before today.
PUBLISHED, BOOKED, SESSIONS, TESTED = 44, 34, (21, 16, 11, 6), 2


def show_chamber_list(*, actor, at):
    """
    Let a small programme certified by the chamber run from its publishing to its end; return the Cohort.

    All of it through the acts that people use, on the days when they would have. None where the file's own data are not
    there.
    """
    chamber = Chamber.objects.filter(editions__programme__code="PK").first()
    if chamber is None or Company.objects.filter(code__in=PEOPLE).count() < len(PEOPLE):
        return None
    today = timezone.localdate(at)
    edition = _publish(chamber, actor, moment(_day(today, PUBLISHED), 10))
    cohort = _plan_and_book(edition, today, actor)
    for session in cohort.sessions.order_by("seminar__position"):
        _hold(session, actor)
    tested = _day(today, TESTED)
    ordered = Enrolment.objects.filter(cohort=cohort).order_by("person__family_name")
    attempts = [Attempt(one.pk, Decimal(percent)) for one, percent in zip(ordered, PERCENT, strict=True)]
    record_results(
        cohort=cohort, requirement=edition.requirements.get(), attempts=attempts, decided_on=tested, actor=actor,
        at=moment(tested, 17),
    )  # fmt: skip
    return complete_cohort(cohort=cohort, actor=actor, at=moment(tested + dt.timedelta(days=1), 9))


def _day(today, weeks):
    """The Thursday so many weeks ago, or one before, that is followed by a working day and is one itself."""
    day = today - dt.timedelta(weeks=weeks, days=(today.weekday() - 3) % 7)
    while not all(is_working_day(day + dt.timedelta(days=more), LAND) for more in range(DAYS)):
        day -= dt.timedelta(weeks=1)
    return day


def _publish(chamber, actor, at):
    """An edition of four seminars with a course test, certified by the chamber."""
    programme = create_programme(
        code=PROGRAMME, office=ClusterOffice.objects.get(programmes__code="PK"), title=TITLE, summary=SUMMARY,
        audience=AUDIENCE, actor=actor, at=at,
    )  # fmt: skip
    edition = Edition(
        programme=programme, label=str(at.year), valid_from=at.date(), duration_months=9, interval_weeks=5,
        seminar_count=len(SEMINARS), units_presence=UNITS * len(SEMINARS), units_online=SELF_STUDY * len(SEMINARS),
        max_group_size=12, min_group_size=6, attendance_threshold=75, max_make_up_sessions=1, chamber=chamber,
        chamber_certifies=True, certificate_languages=["de", "en"], price_member=189_000, price_non_member=229_000,
        vat=EXEMPT_EDUCATION, retention_years=30,
    )  # fmt: skip
    parts = [edition, *(_seminar(edition, *one) for one in enumerate(SEMINARS, 1))]
    parts.append(Requirement(edition=edition, kind=Requirement.Kind.COURSE_TEST, pass_percent=60, max_attempts=2))
    parts.append(Instalment(edition=edition, position=1, percent=100))
    for row in parts:
        save_draft(row=row, actor=actor, at=at)
    edition.price_lines.bulk_create(proposed_lines(edition))
    return publish_edition(edition=edition, actor=actor, at=at)


def _seminar(edition, position, about):
    title, lecturer, host = about
    return Seminar(
        edition=edition, position=position, code=f"{PROGRAMME}-{position:02}", title=title, units_presence=UNITS,
        units_online=SELF_STUDY, days=DAYS, practice_share=50, lecturer=Person.objects.get(reference=lecturer),
        host=Site.objects.filter(company__code=host).first(),
    )  # fmt: skip


def _plan_and_book(edition, today, actor):
    """The cohort with its sessions, booked by three companies and begun on its first day."""
    at, days = moment(_day(today, BOOKED), 11), [_day(today, weeks) for weeks in SESSIONS]
    cohort = plan_cohort(
        edition=edition, code=COHORT, max_size=edition.max_group_size, starts_on=days[0], ends_on=_day(today, TESTED),
        actor=actor, at=at,
    )  # fmt: skip
    for seminar, day in zip(edition.seminars.order_by("position"), days, strict=True):
        plan_session(
            cohort=cohort, seminar=seminar, first_day=day, host=seminar.host, lecturers=[seminar.lecturer],
            actor=actor, at=at,
        )  # fmt: skip
    cohort = open_booking(cohort=cohort, actor=actor, at=at)
    for code, people in PEOPLE.items():
        _book(cohort, Company.objects.get(code=code), people, actor, at)
    confirm_cohort(cohort=cohort, actor=actor, at=at + dt.timedelta(days=14))
    return start_cohort(cohort=cohort, actor=actor, at=moment(days[0], 8))


def _book(cohort, company, people, actor, at):
    attendees = [
        Attendee(given, family, f"{_mailbox(family)}@teilnehmende.example", "de", dt.date.fromisoformat(born))
        for given, family, born, _town in people
    ]
    number = {"purchase_order": f"B-{company.code}-16"} if company.purchase_order_required else {}
    booking = book_seats(
        cohort=cohort, company=company, count=len(attendees), people=attendees, actor=actor, at=at, **number
    )
    towns = {family: town for _given, family, _born, town in people}
    for seat in booking.chairs:
        person = seat.enrolment.person
        person.place_of_birth = towns[person.family_name]
        keep_record(row=person, fields=["place_of_birth"], actor=actor, at=at)


def _mailbox(family):
    """The name in the plain letters of which an address is made."""
    plain = family.casefold().replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()


def _hold(session, actor):
    """Call the roll when the seminar is over and close its sheet; all were there, but for one at the second seminar."""
    at = moment(session.days.latest("date").date, 17)
    open_sheet(session=session, actor=actor, at=at)
    marks = Mark.objects.filter(day__session=session).select_related("day", "enrolment__person")
    entries = [Entry(mark.day_id, mark.enrolment_id, _value(mark, session.seminar)) for mark in marks]
    call_roll(session=session, marks=entries, actor=actor, at=at)
    close_sheet(session=session, actor=actor, at=at)


def _value(mark, seminar):
    if seminar.position == 2 and mark.enrolment.person.family_name == MISSED:
        return Value(EXCUSED)
    return Value(PRESENT, whole_card(mark.day.units))
