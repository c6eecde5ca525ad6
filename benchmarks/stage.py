"""The data that is measured on: the demo file through the loader, its public pages, and cohorts of our own."""

import datetime as dt
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Copy, CopyContent
from certificates.loading.actions import load
from courses.booking.models import Booking, Enrolment, Seat
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.curriculum.models import Edition
from courses.curriculum.pages import ProgrammePage
from courses.curriculum.pages_actions import build_pages, ensure_site
from lms.accounts.models import Person
from lms.accounts.tokens import create_token
from tests import makers
from tests.certificates.issuing import scenes
from tests.emptying import lay_ground

FILE = Path(settings.BASE_DIR) / "courses" / "demo" / "demo_data.yaml"
GROUP = 16
BATCH = 5_000


class Stage:
    """Everything that the benchmarks ask for: addresses, sessions of people signed in, cohorts of sixteen chairs."""

    def __init__(self):
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        self._cohorts = 0
        # A database copied from one that tests emptied has none.
        lay_ground()
        with transaction.atomic():
            load(FILE.read_bytes(), at=self.at, today=self.today)
            forget_jobs()
        ensure_site(site_name="Lehrgang", at=self.at)
        self.edition = Edition.objects.filter(programme__code="PK").order_by("-valid_from").first()
        build_pages(edition=self.edition, at=self.at)

    @cached_property
    def programme_path(self):
        """The public page of the programme, in German."""
        page = ProgrammePage.objects.live().get(programme=self.edition.programme, locale__language_code="de")
        return page.get_url_parts()[2]

    @cached_property
    def certificate(self):
        """A valid certificate whose PDF waits for its printing."""
        return Certificate.objects.get(copies=self.waiting_copies(1)[0])

    @cached_property
    def code(self):
        """The code of a valid certificate."""
        return self.certificate.copies.get().code

    @cached_property
    def sealed(self):
        """A valid certificate as it is handed out: the bytes of its PDF."""
        from certificates.issuing.producing import produce  # heavy: only who prints needs it

        [pk] = self.waiting_copies(1)
        making.make(making.claim(pk, self.at), produce, self.at)
        with CopyContent.objects.get(copy=pk).pdf.open() as file:
            return file.read()

    def waiting_copies(self, count):
        """Issue `count` certificates and return the ids of their copies, which wait for their printing."""
        cohort = scenes.finished_cohort(count)
        with transaction.atomic():
            issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=self.at).certificates
            forget_jobs()
        return list(Copy.objects.filter(certificate__in=issued).values_list("pk", flat=True))

    @cached_property
    def participant(self):
        """The session of the participant of a running cohort who has the longest history."""
        running = Enrolment.objects.filter(cohort__status=Cohort.Status.RUNNING, ends_on=None)
        longest = running.annotate(days=Count("marks")).order_by("-days", "pk").first()
        return self.sign_in(makers.make_user(longest.person))

    def booker(self):
        """Return (a company, the session of somebody who books for it)."""
        company = makers.make_company()
        return company, self.sign_in(makers.make_booker(company))

    def program(self):
        """Return (a company, the secret of an API token of somebody who books for it)."""
        company = makers.make_company()
        user = makers.make_booker(company)
        return company, create_token(user=user, name="bench", actor=None, at=self.at)[1]

    def full_cohort(self):
        """Return a cohort that is open and has no chair left."""
        [cohort] = self.open_cohorts(1)
        makers.make_booking(cohort, seats=GROUP)
        return cohort

    def sign_in(self, user):
        """Return the value of the session's cookie."""
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_cohorts(self, count):
        """Add `count` cohorts of sixteen free chairs that can be booked, with all their sessions."""
        return self._add_cohorts(count, self.today + dt.timedelta(days=120))

    def sessions_to_call(self, count, lecturer):
        """Return `count` sessions of the past, taught by the person `lecturer`: sixteen people, no entry yet."""
        each = self.edition.seminars.count()
        cohorts = self._add_cohorts(-(-count // each), self.today - dt.timedelta(weeks=5 * each))
        for cohort in cohorts:
            self._fill(cohort)
        sessions = SeminarSession.objects.filter(cohort__in=cohorts).prefetch_related("days", "cohort__enrolments")
        SeminarSession.lecturers.through.objects.bulk_create(
            SeminarSession.lecturers.through(seminarsession=session, person=lecturer) for session in sessions
        )
        return list(sessions[:count])

    def _add_cohorts(self, count, starts_on):
        first = self._cohorts + 1
        self._cohorts += count
        cohorts = Cohort.objects.bulk_create(
            [
                Cohort(
                    edition=self.edition,
                    code=f"BENCH-{number}",
                    number=100 + number,
                    status=Cohort.Status.BOOKING_OPEN,
                    max_size=GROUP,
                    starts_on=starts_on,
                    ends_on=starts_on + dt.timedelta(days=700),
                )
                for number in range(first, first + count)
            ]
        )
        seats = [Seat(cohort=cohort, number=number) for cohort in cohorts for number in range(1, GROUP + 1)]
        Seat.objects.bulk_create(seats, batch_size=BATCH)
        seminars = list(self.edition.seminars.all())
        sessions = [SeminarSession(cohort=cohort, seminar=seminar) for cohort in cohorts for seminar in seminars]
        SeminarSession.objects.bulk_create(sessions, batch_size=BATCH)
        days = [day for session in sessions for day in _days(session, starts_on)]
        SessionDay.objects.bulk_create(days, batch_size=BATCH)
        return cohorts

    def _fill(self, cohort):
        booking = makers.make_booking(cohort, seats=GROUP)
        people = Person.objects.bulk_create(
            Person(given_name="Ada", family_name=f"Beispiel {number}", email=f"p{number}.{cohort.pk}@people.example")
            for number in range(GROUP)
        )
        Enrolment.objects.bulk_create(
            Enrolment(
                cohort=cohort, person=person, booking=booking, starts_on=cohort.starts_on, enrolled_at=booking.booked_at
            )
            for person in people
        )

    def taken(self, cohort):
        """Return (chairs taken, seats of its bookings) of a cohort: both must say the same."""
        bookings = Booking.objects.filter(cohort=cohort, status=Booking.Status.ACTIVE)
        return cohort.seats.taken().count(), sum(bookings.values_list("seat_count", flat=True))

    def settle(self):
        """Let PostgreSQL look at what was loaded, so that it plans as it would on a grown database."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def forget_jobs():
    """Drop what this transaction would do after its commit: without a broker certificates would be printed then."""
    connection.run_on_commit.clear()


def _days(session, starts_on):
    seminar = session.seminar
    date = starts_on + dt.timedelta(weeks=5 * (seminar.position - 1))
    each, rest = divmod(seminar.units_presence, seminar.days)
    return [
        SessionDay(
            session=session,
            date=date + dt.timedelta(days=index),
            starts_at=dt.time(9),
            ends_at=dt.time(16, 30),
            units=each + (index < rest),
        )
        for index in range(seminar.days)
    ]
