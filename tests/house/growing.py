"""Many more rows of everything that a page of the house lists, made in bulk: three of each, or three hundred."""

import datetime as dt
import itertools

from django.contrib.contenttypes.models import ContentType
from guardian.models import GroupObjectPermission

from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    EvidenceBundle,
    Holding,
    Release,
    ShareLink,
    ShareVisit,
)
from courses.attendance.models import Correction, MakeUp, Mark, Sheet
from courses.booking.models import Booking, Declaration, Enrolment, Seat, SeatEvent, StandIn, TakeoverRequest, WaitEntry
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.curriculum.models import Requirement
from courses.invoicing.models import BankLine, Invoice, InvoiceLine, Payment, SeatsGiven
from courses.learning.models import Result
from lms.accounts.grants import group_of
from lms.accounts.models import Person, User
from lms.audit.models import Act
from lms.organisations.models import Chamber, Company, Employment, Membership, Site
from tests.house.world import FIRST, NOW, OVER, TODAY

_count = itertools.count(1)
# More cohorts than this nobody takes part in; whoever shows a person's cohorts is asked with these.
MOST_COHORTS_OF_ONE = 12


def grow(house, n):
    """Add `n` rows of each kind to the house's own group: people, bookings, cohorts, papers, records, acts."""
    own = house.own
    keys = [next(_count) for _each in range(n)]
    people = _people(own, keys)
    _sit_in(own.running, own.booking, people, keys)
    _attend(own.lived, people)
    _finish(own, people, keys)
    _shared(own, keys)
    _substitutes(own, keys, people)
    _cohorts(own, people, keys)
    _invoices(own, keys)
    _records(house, keys)
    _history(house, keys)


def _people(own, keys):
    people = Person.objects.bulk_create(
        Person(
            given_name="Viele",
            family_name=f"Name{key}",
            email=f"many{key}@people.example",
            date_of_birth=dt.date(1990, 1, 1),
            place_of_birth="Hof",
        )
        for key in keys
    )
    Employment.objects.bulk_create(Employment(person=person, company=own.company) for person in people)
    group = group_of(own.company, "bookers")
    users = User.objects.bulk_create(
        User(email=f"many{key}@accounts.example", person=person) for key, person in zip(keys, people, strict=True)
    )
    User.groups.through.objects.bulk_create(User.groups.through(user=user, group=group) for user in users)
    return people


def _enrol(cohort, booking, people):
    return Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=person, booking=booking, starts_on=cohort.starts_on, enrolled_at=NOW)
        for person in people
    )


def _sit_in(cohort, booking, people, keys):
    """Seats with names on them, each named and once passed on."""
    enrolments = _enrol(cohort, booking, people)
    seats = Seat.objects.bulk_create(
        Seat(cohort=cohort, number=100 + key, booking=booking, enrolment=enrolment)
        for key, enrolment in zip(keys, enrolments, strict=True)
    )
    SeatEvent.objects.bulk_create(
        SeatEvent(seat=seat, kind="named", booking=booking, enrolment_after=seat.enrolment, at=NOW) for seat in seats
    )


def _substitutes(own, keys, people):
    """Half of them are replaced by somebody tomorrow, as far as the office agrees; all of them once came for others."""
    rows = list(Enrolment.objects.filter(cohort=own.running, person__in=people).select_related("seat"))
    TakeoverRequest.objects.bulk_create(
        TakeoverRequest(
            seat=row.seat, enrolment=row, given_name="Neu", family_name=f"Name{key}", email=f"new{key}@people.example",
            asked_at=NOW,
        )
        for key, row in zip(keys, rows, strict=True)
    )  # fmt: skip
    others = Person.objects.bulk_create(Person(given_name="Tag", family_name=f"Gast{key}") for key in keys)
    Employment.objects.bulk_create(Employment(person=person, company=own.company) for person in others)
    sent = StandIn.objects.bulk_create(
        StandIn(session=own.today, enrolment=row, person=person, at=NOW)
        for row, person in zip(rows, others, strict=True)
    )
    SeatEvent.objects.bulk_create(
        SeatEvent(
            seat=one.enrolment.seat, kind="stand_in", booking=own.booking, enrolment_before=one.enrolment, stand_in=one,
            at=NOW,
        )
        for one in sent
    )  # fmt: skip
    SeatEvent.objects.bulk_create(
        SeatEvent(seat=own.named, kind="asked", booking=own.booking, enrolment_before=row, at=NOW) for row in rows
    )
    declared = {"name": "Viele", "contract": "Buchung", "email": "many@people.example", "received_at": NOW}
    closed = {"booking": own.private, "state": "closed", "decided_at": NOW, "way": "link"}
    Declaration.objects.bulk_create(
        Declaration(**declared, **more) for _key in keys for more in ({"way": "typed"}, closed)
    )
    mine = Enrolment.objects.filter(cohort=own.over, person__in=people)
    lived = own.over.sessions.first()
    StandIn.objects.bulk_create(
        StandIn(session=lived, enrolment=row, person=own.participant.person, at=NOW, units=8)
        for row in mine[: MOST_COHORTS_OF_ONE if not lived.stand_ins.exists() else 0][:1]
    )


def _attend(session, people):
    """Every second one was there; the others missed it, and every fourth makes it up."""
    day = session.days.get()
    rows = Enrolment.objects.filter(cohort=session.cohort, person__in=people)
    Mark.objects.bulk_create(
        Mark(day=day, enrolment=row, status="present", units=day.units, punched=(1 << day.units) - 1, marked_at=NOW)
        if index % 2
        else Mark(day=day, enrolment=row, status="excused", note="entschuldigt", marked_at=NOW)
        for index, row in enumerate(rows)
    )
    missed = Mark.objects.filter(day=day, enrolment__in=rows, status="excused")
    Correction.objects.bulk_create(
        Correction(
            mark=mark, status_before="unexcused", units_before=0, status_after="excused", units_after=0,
            reason="Anruf", at=NOW,
        )
        for mark in missed
    )  # fmt: skip
    MakeUp.objects.bulk_create(
        MakeUp(enrolment_id=mark.enrolment_id, seminar=session.seminar, units=8, evidence="Nachweis", accepted_at=NOW)
        for mark in missed[::2]
    )


def _finish(own, people, keys):
    """Everybody attended the cohort that is over and passed; every second one has a certificate."""
    cohort, programme = own.over, own.programme
    enrolments = _enrol(cohort, None, people)
    days = list(SessionDay.objects.filter(session__cohort=cohort))
    Mark.objects.bulk_create(
        Mark(day=day, enrolment=row, status="present", units=day.units, punched=(1 << day.units) - 1, marked_at=NOW)
        for row in enrolments
        for day in days
    )
    Result.objects.bulk_create(
        Result(
            enrolment=row, requirement=requirement, attempt=1, percent=80, passed=True, decided_on=OVER, recorded_at=NOW
        )
        for row in enrolments
        for requirement in Requirement.objects.filter(edition=programme.edition)
    )
    released = enrolments[::2]
    Release.objects.bulk_create(
        Release(enrolment=row, chamber=programme.chamber, released_by=programme.verifier, released_at=NOW)
        for row in released
    )
    papers(programme, cohort, released, keys)


def papers(programme, cohort, enrolments, keys):
    """A finished certificate for each of the enrolments."""
    printed = CopyContent.objects.first()
    certificates = Certificate.objects.bulk_create(
        Certificate(
            number=f"{programme.code}-2027-9{key:04}", office=programme.office, year=2027, sequence=90_000 + key,
            cohort=cohort, issued_on=TODAY, issued_at=NOW,
        )
        for key, _row in zip(keys, enrolments, strict=False)
    )  # fmt: skip
    Holding.objects.bulk_create(
        Holding(certificate=paper, enrolment=row) for paper, row in zip(certificates, enrolments, strict=True)
    )
    copies = Copy.objects.bulk_create(
        Copy(certificate=paper, code=f"{paper.sequence:016}", issued_on=TODAY, state="done", sha256="0" * 64)
        for paper in certificates
    )
    CopyContent.objects.bulk_create(
        CopyContent(copy=copy, snapshot=printed.snapshot, spelled=printed.spelled, pdf="none.pdf") for copy in copies
    )


def _shared(own, keys):
    """Links to the own certificate, each followed; bundles of evidence of its cohort."""
    links = ShareLink.objects.bulk_create(
        ShareLink(
            certificate=own.link.certificate, token_sha256=f"{key:064}", made_at=NOW, expires_at=own.link.expires_at
        )
        for key in keys
    )
    ShareVisit.objects.bulk_create(ShareVisit(link=link, hour=NOW, what="page") for link in links)
    EvidenceBundle.objects.bulk_create(
        EvidenceBundle(cohort=own.over, asked_by=own.programme.manager, asked_at=NOW) for _key in keys
    )


STATES = (Cohort.Status.RUNNING, Cohort.Status.BOOKING_OPEN, Cohort.Status.PLANNED, Cohort.Status.COMPLETED)


def _cohorts(own, people, keys):
    """Further cohorts of the programme: at the own site, taught by the own lecturer, booked by the own company."""
    edition = own.programme.edition
    cohorts = Cohort.objects.bulk_create(
        Cohort(
            edition=edition, code=f"{own.programme.code}-M{key}", number=1000 + key, status=STATES[key % 4], max_size=4,
            starts_on=FIRST if key % 4 in (0, 3) else TODAY + dt.timedelta(days=30),
            ends_on=TODAY + dt.timedelta(days=200 if key % 4 != 3 else -1),
        )
        for key in keys
    )  # fmt: skip
    bookings = Booking.objects.bulk_create(
        Booking(cohort=cohort, company=own.company, seat_count=2, price_per_seat=100_000, booked_at=NOW)
        for cohort in cohorts
    )
    WaitEntry.objects.bulk_create(
        WaitEntry(cohort=cohort, company=own.company, seats_wanted=3, created_at=NOW) for cohort in cohorts
    )
    room = MOST_COHORTS_OF_ONE - Enrolment.objects.filter(person=own.participant.person).count()
    named = []
    for index, (cohort, booking, person) in enumerate(zip(cohorts, bookings, people, strict=True)):
        person = own.participant.person if index < room else person
        named.append(
            Enrolment(cohort=cohort, person=person, booking=booking, starts_on=cohort.starts_on, enrolled_at=NOW)
        )
    Enrolment.objects.bulk_create(named)
    Seat.objects.bulk_create(
        Seat(
            cohort=row.cohort, number=number,
            booking=row.booking if number < 3 else None, enrolment=row if number == 1 else None,
        )
        for row in named
        for number in range(1, 5)
    )  # fmt: skip
    _sessions(own, cohorts, named)
    over = [row for row in named if row.cohort.status == Cohort.Status.COMPLETED]
    papers(own.programme, own.over, over, [row.cohort.number + 5000 for row in over])


def _invoices(own, keys):
    """An invoice of the own company for each, paid in part; one payment and one credit note of the own invoice."""
    first = own.invoice
    common = {
        "office": first.office, "booking": first.booking, "seats": 1, "seller": first.seller, "buyer": first.buyer,
        "subject": first.subject, "issued_on": TODAY, "service_from": TODAY, "service_to": TODAY,
        "net_cents": 100, "tax_cents": 0, "gross_cents": 100, "issued_at": NOW, "year": 2027,
    }  # fmt: skip
    invoices = Invoice.objects.bulk_create(
        Invoice(
            kind="invoice", instalment=key + 10, due_on=TODAY - dt.timedelta(days=1), sequence=key + 1000,
            number=f"RE-2027-0{key + 1000}", **common,
        )
        for key in keys
    )  # fmt: skip
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=one, position=1, text="x", quantity=1, unit_cents=100, price_cents=100, net_cents=100)
        for one in invoices
    )
    Invoice.objects.bulk_create(
        Invoice(kind="credit_note", corrects=first, sequence=key + 5000, number=f"RE-2027-0{key + 5000}", **common)
        for key in keys
    )
    Payment.objects.bulk_create(
        Payment(invoice=one, cents=50, on=TODAY, how="hand", recorded_at=NOW)
        for one in (*invoices, *[first] * len(keys))
    )
    SeatsGiven.objects.bulk_create(
        SeatsGiven(booking=first.booking, kind="withdrawn", seats=1, standing=[first.pk], at=NOW) for _key in keys
    )
    BankLine.objects.bulk_create(
        BankLine(file=own.statement, position=key + 10, on=TODAY, cents=5, purpose=first.number, digest=str(key))
        for key in keys
    )


def _sessions(own, cohorts, named):
    """Both sessions of each: the first one open today for those that run, lived for those that are over."""
    first, second = own.programme.edition.seminars.all()
    sessions = SeminarSession.objects.bulk_create(
        SeminarSession(cohort=cohort, seminar=seminar, host=own.site)
        for cohort in cohorts
        for seminar in (first, second)
    )
    days = SessionDay.objects.bulk_create(
        SessionDay(
            session=session, units=8, starts_at=dt.time(9), ends_at=dt.time(16),
            date=(session.cohort.starts_on if session.seminar == first else session.cohort.ends_on),
        )
        for session in sessions
    )  # fmt: skip
    teaching = SeminarSession.lecturers.through
    teaching.objects.bulk_create(teaching(seminarsession=session, person=own.lecturer.person) for session in sessions)
    enrolment_of = {row.cohort_id: row for row in named}
    lived = [day for day in days if day.session.cohort.status == Cohort.Status.COMPLETED]
    Sheet.objects.bulk_create(Sheet(session=day.session, closed_at=NOW) for day in lived)
    Mark.objects.bulk_create(
        Mark(
            day=day,
            enrolment=enrolment_of[day.session.cohort_id],
            status="present",
            units=8,
            punched=255,
            marked_at=NOW,
        )
        for day in lived
    )


def _records(house, keys):
    """Companies, sites and chambers; the own host, booker and chamber verifier act for each of them."""
    own = house.own
    companies = Company.objects.bulk_create(Company(code=f"MANY{key}", name=f"Viele {key} GmbH") for key in keys)
    Membership.objects.bulk_create(Membership(company=row, office=own.programme.office) for row in companies)
    WaitEntry.objects.bulk_create(
        WaitEntry(cohort=own.ahead, company=row, seats_wanted=9, created_at=NOW) for row in companies
    )
    sites = Site.objects.bulk_create(Site(company=own.company, name=f"Halle {key}") for key in keys)
    chambers = Chamber.objects.bulk_create(Chamber(code=f"many-{key}", name=f"IHK {key}") for key in keys)
    for rows, codename, like, role in (
        (sites, "host_groups", own.site, "hosts"),
        (chambers, "verify_certificate", own.programme.chamber, "verifiers"),
        (companies, "book_seats", own.company, "bookers"),
    ):
        group = group_of(like, role)
        held = GroupObjectPermission.objects.filter(group=group, permission__codename=codename).first()
        GroupObjectPermission.objects.bulk_create(
            GroupObjectPermission(
                group=group,
                permission_id=held.permission_id,
                content_type_id=held.content_type_id,
                object_pk=str(row.pk),
            )
            for row in rows
        )


def _history(house, keys):
    """Acts of the log about rows of several kinds."""
    own = house.own
    subjects = (own.running, own.booking, own.over, own.lived, own.named, own.company, own.enrolments["ada"])
    subjects += (own.invoice, own.programme.office)
    Act.objects.bulk_create(
        Act(
            verb="booking.made", actor=house.users["office"], at=NOW, facts={"seats": key},
            subject_type=ContentType.objects.get_for_model(subjects[key % len(subjects)]),
            subject_id=str(subjects[key % len(subjects)].pk),
        )
        for key in keys
    )  # fmt: skip
