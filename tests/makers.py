"""Each maker builds the least valid object; a test names only what it is about."""

import datetime as dt
import itertools
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pixels
from wagtail.images import get_image_model

from courses.attendance.models import MakeUp, Mark, Sheet
from courses.booking.models import Booking, Enrolment, Pledge, Seat, StandIn, WaitEntry
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.curriculum.models import Edition, Instalment, PriceLine, Programme, Requirement, Seminar
from courses.curriculum.pages import LessonPage, SeminarPage
from courses.curriculum.pages_actions import build_pages, ensure_site
from courses.curriculum.vat import EXEMPT_EDUCATION, proposed_lines
from lms.accounts.grants import grant, office_group
from lms.accounts.models import Person, User
from lms.organisations.models import Chamber, ClusterOffice, Company, Employment, Membership, Site

BERLIN = ZoneInfo("Europe/Berlin")
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=BERLIN)
PASSWORD = "correct horse battery"
# Where the invoices of somebody who pays alone go: without it no invoice over more than a small sum is written.
ADDRESS = {"invoice_street": "Gasse 3", "invoice_postal_code": "95028", "invoice_town": "Hof"}
_count = itertools.count(1)


def at(day, hour=12, minute=0):
    """An aware moment in Berlin; `day` is a date or its ISO text."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def make_person(given_name="Ada", family_name="Beispiel", **fields):
    n = next(_count)
    return Person.objects.create(
        **{"given_name": given_name, "family_name": family_name, "email": f"person{n}@people.example", **fields}
    )


def make_user(person=None, **fields):
    n = next(_count)
    defaults = {"email": person.email if person and person.email else f"user{n}@accounts.example", "password": PASSWORD}
    return User.objects.create_user(person=person, **{**defaults, **fields})


def make_administrator(**fields):
    return User.objects.create_superuser(
        **{"email": f"admin{next(_count)}@accounts.example", "password": PASSWORD, **fields}
    )


def make_office_user(**fields):
    """Somebody of the cluster's office."""
    user = make_user(**fields)
    user.groups.add(office_group())
    return user


def make_office(**fields):
    n = next(_count)
    return ClusterOffice.objects.create(
        **{"code": f"office-{n}", "name": "Testnetz e. V.", "town": "Bayreuth", "certificate_prefix": f"T{n}", **fields}
    )


# What an office must know of itself before it writes invoices.
SELLER = {
    "street": "Musterstraße 1",
    "postal_code": "95444",
    "email": "rechnung@netz.example",
    "phone": "+49 921 0000",
    "tax_number": "208/000/00000",
    "iban": "DE02120300000000202051",
    "bic": "BYLADEM1001",
    "bank": "Musterbank",
}


def make_seller(**fields):
    """An office that can write invoices."""
    return make_office(**{**SELLER, **fields})


def make_chamber(**fields):
    return Chamber.objects.create(**{"code": f"chamber-{next(_count)}", "name": "IHK Test", **fields})


def make_company(**fields):
    n = next(_count)
    return Company.objects.create(**{"code": f"F{n}", "name": f"Firma {n} GmbH", "town": "Hof", **fields})


def make_member(office, **fields):
    company = make_company(**fields)
    Membership.objects.create(company=company, office=office)
    return company


def make_site(company=None, **fields):
    n = next(_count)
    return Site.objects.create(**{"company": company, "name": f"Werk {n}", "max_visitors": 20, **fields})


def make_booker(company, **fields):
    """Somebody of `company` who may book seats for it."""
    user = make_user(**fields)
    grant(user, company, "organisations.book_seats", "bookers")
    return user


def make_host_contact(site, **fields):
    user = make_user(**fields)
    grant(user, site, "organisations.host_groups", "hosts")
    return user


def make_verifier(chamber, **fields):
    user = make_user(**fields)
    grant(user, chamber, "organisations.verify_certificate", "verifiers")
    return user


def make_employment(person, company, **fields):
    return Employment.objects.create(person=person, company=company, **fields)


def make_programme(office=None, **fields):
    n = next(_count)
    return Programme.objects.create(
        **{
            "code": f"P{n}",
            "office": office or make_office(),
            "title": {"de": f"Lehrgang {n}", "en": f"Programme {n}"},
            **fields,
        }
    )


def make_edition(programme=None, seminars=3, units=8, **fields):
    """A published edition of `seminars` seminars of `units` teaching units each; no requirement but attendance."""
    edition = Edition.objects.create(
        **{
            "programme": programme or make_programme(),
            "label": "2026",
            "valid_from": dt.date(2020, 1, 1),
            "published_on": dt.date(2020, 1, 1),
            "duration_months": 12,
            "interval_weeks": 8,
            "seminar_count": seminars,
            "units_presence": seminars * units,
            "units_online": 0,
            "max_group_size": 5,
            "attendance_threshold": 75,
            "max_make_up_sessions": 1,
            "price_member": 100_000,
            "price_non_member": 120_000,
            **fields,
        }
    )
    code = edition.programme.code
    Seminar.objects.bulk_create(
        Seminar(
            edition=edition,
            position=position,
            code=f"{code}-{position:02}",
            title={"de": f"Seminar {position}", "en": f"Seminar {position}"},
            units_presence=units,
        )
        for position in range(1, seminars + 1)
    )
    return edition


def make_vat_lines(edition, **price):
    """The VAT lines that an edition begins with; `price` changes the one of the price."""
    edition.vat = EXEMPT_EDUCATION
    for line in proposed_lines(edition):
        for name, value in price.items() if line.purpose == PriceLine.Purpose.PRICE else ():
            setattr(line, name, value)
        line.save()


def make_instalments(edition, *percents):
    """Instalments in these percentages: the first at booking, each other at the next seminar."""
    seminars = [None, *edition.seminars.all()[1:]]
    for position, (percent, seminar) in enumerate(zip(percents, seminars, strict=False), 1):
        Instalment.objects.create(edition=edition, position=position, percent=percent, due_at=seminar)


def make_priced_cohort(*percents, office=None, vat=None, **fields):
    """A cohort that can be invoiced: seller, VAT lines, instalments (default: all at booking)."""
    edition = make_edition(make_programme(office or make_seller()))
    make_vat_lines(edition, **(vat or {}))
    make_instalments(edition, *percents)
    return make_cohort(edition, **fields)


def make_customer(**fields):
    """A company with an address that invoices can go to."""
    return make_company(
        **{"street": "Werkstraße 5", "postal_code": "95028", "billing_email": "buchhaltung@firma.example", **fields}
    )


def make_requirement(edition, kind="course_test", seminar=None, **fields):
    return Requirement.objects.create(
        edition=edition, kind=kind, seminar=seminar, **{"pass_percent": 60, "max_attempts": 2, **fields}
    )


def make_cohort(edition=None, size=None, **fields):
    """A cohort open for booking with its chairs; sessions are made by `make_session`."""
    edition = edition or make_edition()
    n = next(_count)
    cohort = Cohort.objects.create(
        **{
            "edition": edition,
            "code": f"{edition.programme.code}-{n}",
            "number": n,
            "status": Cohort.Status.BOOKING_OPEN,
            "max_size": size or edition.max_group_size,
            "starts_on": dt.date(2027, 2, 1),
            "ends_on": dt.date(2027, 12, 1),
            **fields,
        }
    )
    Seat.objects.bulk_create(Seat(cohort=cohort, number=number) for number in range(1, cohort.max_size + 1))
    return cohort


def make_session(cohort, seminar=None, date=dt.date(2027, 2, 1), host=None, lecturers=(), **fields):
    """A session on one day (or on as many days as the seminar has), its teaching units shared out evenly."""
    taken = cohort.sessions.values_list("seminar_id", flat=True)
    seminar = seminar or cohort.edition.seminars.exclude(pk__in=list(taken)).first()
    session = SeminarSession.objects.create(cohort=cohort, seminar=seminar, host=host, **fields)
    session.lecturers.set(lecturers)
    each, rest = divmod(seminar.units_presence, seminar.days)
    for index in range(seminar.days):
        SessionDay.objects.create(
            session=session,
            date=date + dt.timedelta(days=index),
            starts_at=dt.time(9),
            ends_at=dt.time(16, 30),
            units=each + (1 if index < rest else 0),
        )
    return session


def make_booking(cohort, company=None, seats=1, **fields):
    """Seats booked straight in the tables, for tests that are not about booking."""
    company = company or (None if "private_payer" in fields else make_company())
    booking = Booking.objects.create(
        **{
            "cohort": cohort,
            "company": company,
            "seat_count": seats,
            "price_per_seat": 100_000,
            "booked_at": NOON,
            **fields,
        }
    )
    free = list(cohort.seats.free(NOON)[:seats])
    assert len(free) == seats, "the maker found no free chair"
    Seat.objects.filter(pk__in=[seat.pk for seat in free]).update(booking=booking)
    return booking


def make_wait_entry(cohort, company=None, seats=1, **fields):
    """A company, or a `private_payer`, on the waiting list, written straight into the table."""
    company = company or (None if "private_payer" in fields else make_company())
    return WaitEntry.objects.create(
        **{"cohort": cohort, "company": company, "seats_wanted": seats, "created_at": NOON, **fields}
    )


def make_offer(cohort, company=None, seats=1, until=None, **fields):
    """A company, or a `private_payer`, with an offer: as many free chairs are held for it."""
    until = until or NOON + dt.timedelta(hours=48)
    offer = {"state": "offered", "offered_at": NOON, "offer_until": until, "seats_offered": seats}
    entry = make_wait_entry(cohort, company, seats, **offer, **fields)
    free = list(cohort.seats.free(NOON)[:seats])
    assert len(free) == seats, "the maker found no free chair"
    Seat.objects.filter(pk__in=[seat.pk for seat in free]).update(held_until=until, wait_entry=entry)
    return entry


def make_pledge(cohort, company=None, seats=2, **fields):
    """A company's open word, straight in the tables."""
    return Pledge.objects.create(
        cohort=cohort, company=company or make_company(), seats=seats, **{"made_at": NOON, **fields}
    )


def make_enrolment(cohort, person=None, company=None, booking=None, **fields):
    """A person on a chair of the cohort."""
    person = person or make_person()
    booking = booking or make_booking(cohort, company)
    enrolment = Enrolment.objects.create(
        **{
            "cohort": cohort,
            "person": person,
            "booking": booking,
            "starts_on": cohort.starts_on,
            "enrolled_at": NOON,
            **fields,
        }
    )
    seat = booking.seats.filter(enrolment__isnull=True).first()
    Seat.objects.filter(pk=seat.pk).update(enrolment=enrolment)
    return enrolment


def make_marks(session, enrolment, units=None, status="present", closed=True):
    """The roll of one person in one session: `units` of each day's teaching units, by default all."""
    sheet, _made = Sheet.objects.get_or_create(session=session)
    if closed and not sheet.closed_at:
        Sheet.objects.filter(pk=sheet.pk).update(closed_at=NOON)
    for day in session.days.all():
        there = day.units if units is None else min(units, day.units)
        Mark.objects.create(
            day=day, enrolment=enrolment, status=status, units=there, punched=(1 << there) - 1, marked_at=NOON
        )
    SeminarSession.objects.filter(pk=session.pk).update(status=SeminarSession.Status.HELD)


def make_stand_in(session, enrolment, person=None, **fields):
    """Somebody who comes to the session in place of a participant."""
    return StandIn.objects.create(
        session=session, enrolment=enrolment, person=person or make_person("Ben", "Muster"), **{"at": NOON, **fields}
    )


def make_make_up(enrolment, seminar, units=8, guest_of=None, **fields):
    return MakeUp.objects.create(
        **{
            "enrolment": enrolment,
            "seminar": seminar,
            "units": units,
            "guest_of": guest_of,
            "evidence": "Nachweis",
            "accepted_at": NOON,
            **fields,
        }
    )


def make_pages(edition=None, **fields):
    """The site with the pages of a draft or published edition, in every language; returns the edition."""
    edition = edition or make_edition(**fields)
    ensure_site(site_name="Testnetz", at=NOON)
    build_pages(edition=edition, at=NOON)
    return edition


def page_of(seminar, language="de"):
    """The page of a seminar in a language."""
    return SeminarPage.objects.get(seminar=seminar, locale__language_code=language)


def lessons_of_seminar(seminar, language="de"):
    """The lessons below a seminar's page, in order."""
    return list(LessonPage.objects.child_of(page_of(seminar, language)).order_by("path"))


def make_picture(collection):
    """A small picture in a collection of Wagtail's."""
    data = BytesIO()
    Pixels.new("RGB", (8, 8)).save(data, "PNG")
    file = ImageFile(ContentFile(data.getvalue(), "hall.png"), "hall.png")
    return get_image_model().objects.create(title="Halle", file=file, collection=collection)
