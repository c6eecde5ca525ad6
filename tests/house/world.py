"""
Three strangers under one roof: two groups of one programme and one of another, each with everybody who belongs to it.

What is private of a group (people, who books, numbers, notes) carries its mark, a word that occurs nowhere else.
"""

import datetime as dt
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates, share_certificate
from certificates.issuing.evidence import making as evidence
from certificates.issuing.models import Certificate, Copy, CopyContent, EvidenceBundle, Release
from certificates.issuing.places import proof_of
from certificates.keys.keyring import Purpose, signing_key
from certificates.publishing.lists import sign_all
from courses.attendance.models import AbsenceReason, Correction, Mark
from courses.booking.models import Declaration, TakeoverRequest
from courses.cohorts.models import Cohort
from courses.curriculum.actions import add_manager
from courses.invoicing import making as invoices
from courses.invoicing.actions import issue_invoice, read_bank_file
from courses.invoicing.models import Invoice, SeatsGiven
from courses.learning.models import Result
from lms.accounts.actions import renew_feed
from lms.accounts.tokens import create_token
from lms.lib import making as lms_making
from tests import makers
from tests.certificates.issuing.world import blank

NOW = makers.at("2027-03-15", 10)
OVER, FIRST, TODAY, AHEAD = (dt.date(2026, 9, 7), dt.date(2027, 2, 1), NOW.date(), dt.date(2027, 5, 3))
# One word per group, none of which is part of another or of anything that a page says by itself.
MARKS = {1: "Qantorix", 2: "Zwylbeck", 3: "Vjostrum"}


def build():
    """Make everything: groups 1 and 2 follow programme HA; group 3 HB, with another office and another chamber."""
    one, other = _programme("HA"), _programme("HB")
    groups = {1: _group(1, one), 2: _group(2, one), 3: _group(3, other)}
    own, near, far = groups[1], groups[2], groups[3]
    own.token, _secret = create_token(user=own.booker, name="Programm", actor=None, at=NOW)
    own.statement, far.statement = _statement(own), _statement(far)
    own.bundle, (own.link, own.secret) = _bundle(own), _link(own)
    users = {
        "anonymous": None,
        "other_booker": near.booker,
        "own_booker": own.booker,
        "other_lecturer": near.lecturer,
        "own_lecturer": own.lecturer,
        "other_participant": near.participant,
        "own_participant": own.participant,
        "other_host": near.host,
        "own_host": own.host,
        "other_chamber": far.programme.verifier,
        "own_chamber": own.programme.verifier,
        "other_manager": far.programme.manager,
        "own_manager": own.programme.manager,
        "office": makers.make_office_user(),
        "administrator": makers.make_administrator(),
    }
    return SimpleNamespace(own=own, near=near, far=far, users=users)


def _bundle(own):
    """The evidence of the cohort that is over, put together."""
    manager = own.programme.manager
    asked = EvidenceBundle.objects.create(cohort=own.over, asked_by=manager, asked_at=NOW)
    claimed = lms_making.claim(EvidenceBundle.objects.all(), asked.pk, NOW)
    evidence.keep(claimed, b"%PDF", b"PK")
    return claimed


def _link(own):
    """A link by which the participant shows the certificate."""
    paper = Certificate.objects.get(number=own.number)
    return share_certificate(certificate=paper, actor=own.participant, at=NOW, days=3650, with_pdf=True)


def _programme(code):
    """A published programme with pages, its manager and its chamber, which certifies."""
    office, chamber = makers.make_seller(certificate_prefix=code, invoice_prefix=code), makers.make_chamber()
    edition = makers.make_edition(
        makers.make_programme(office, code=code),
        seminars=2,
        chamber=chamber,
        chamber_certifies=True,
        max_group_size=8,
        certificate_languages=["de", "en"],
    )
    makers.make_pages(edition)
    makers.make_vat_lines(edition)
    edition.refresh_from_db()
    test = makers.make_requirement(edition, pass_percent=50)
    check = makers.make_requirement(edition, "knowledge_check", edition.seminars.first())
    manager = makers.make_user(first_name="Leitung", last_name=code)
    add_manager(programme=edition.programme, user=manager, actor=None, at=NOW)
    edition.programme.refresh_from_db()
    return SimpleNamespace(
        edition=edition,
        code=code,
        office=office,
        chamber=chamber,
        manager=manager,
        verifier=makers.make_verifier(chamber),
        test=test,
        check=check,
        lesson=_published(makers.lessons_of_seminar(edition.seminars.first())[0]),
        document=get_document_model().objects.create(
            title="Arbeitsblatt", file=ContentFile(b"%PDF", "sheet.pdf"), collection=edition.programme.collection
        ),
        picture=makers.make_picture(edition.programme.collection),
    )


def _published(lesson):
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    return lesson


def _address(mark, name):
    return f"{name}@{mark}.example".lower()


def _person(mark, given, company=None):
    person = makers.make_person(
        given, mark, email=_address(mark, given), date_of_birth=dt.date(1990, 4, 5), place_of_birth="Kulmbach"
    )
    if company:
        makers.make_employment(person, company)
    return person


def _group(n, programme):
    """A company with its people in a cohort that is over, one that runs and one that opens; a stranger beside them."""
    mark = MARKS[n]
    company = makers.make_company(
        code=f"C{n}", name=f"{mark} GmbH", data_level=1, postal_code="95028", billing_email=_address(mark, "billing")
    )
    rival = makers.make_company(code=f"R{n}", name=f"Neben-{mark} AG", postal_code="95028")
    site = makers.make_site(makers.make_company(code=f"H{n}", name=f"Gastgeber {n} SE"), max_visitors=30)
    # Lecturers are named on public pages, so the name bears no mark; the address does.
    lecturer = makers.make_person("Lehrkraft", f"Nummer {n}", email=_address(mark, "lecturer"))
    cast = SimpleNamespace(
        ada=_person(mark, "Ada", company), bo=_person(mark, "Bo", company), cy=_person(f"Neben-{mark}", "Cy", rival)
    )
    where = {"host": site, "lecturers": [lecturer]}
    over = _cohort(programme, f"{programme.code}-{n}1", Cohort.Status.COMPLETED, OVER)
    running = _cohort(programme, f"{programme.code}-{n}2", Cohort.Status.RUNNING, FIRST)
    ahead = _cohort(programme, f"{programme.code}-{n}3", Cohort.Status.BOOKING_OPEN, AHEAD)
    planned = _cohort(programme, f"{programme.code}-{n}4", Cohort.Status.PLANNED, AHEAD)
    undecided = _cohort(programme, f"{programme.code}-{n}5", Cohort.Status.BOOKING_OPEN, AHEAD)
    first, second = programme.edition.seminars.all()
    for seminar, day in ((first, OVER), (second, OVER + dt.timedelta(days=60))):
        makers.make_session(over, seminar, day, **where)
    lived = makers.make_session(running, first, FIRST, **where)
    today = makers.make_session(running, second, TODAY, **where)
    later = makers.make_session(ahead, first, AHEAD, **where)
    number = _finish(programme, over, cast, company, rival)
    booking, enrolments = _enrol(running, cast, company, rival, unnamed=1)
    makers.make_marks(lived, enrolments["ada"])
    Mark.objects.filter(day__session=lived).update(note=f"Notiz {mark}")
    missed = _miss(lived, enrolments["bo"], mark)
    invoice, given = _invoice(programme, booking)
    early = makers.make_booking(ahead, company, 2)
    sits_ahead, stand_in, asked = _substitutes(today, later, early, enrolments["bo"], company, mark)
    _miss(lived, enrolments["cy"], mark)
    private, late = (
        makers.make_booking(undecided, private_payer=_person(mark, name), booked_at=NOW) for name in ("Pia", "Rolf")
    )
    return SimpleNamespace(
        private=private, declared=_declare(mark, "link", late), typed=_declare(mark, "typed", None),
        n=n, mark=mark, programme=programme, company=company, rival=rival, site=site,
        over=over, running=running, ahead=ahead, planned=planned,
        lived=lived, today=today, later=later, number=number,
        booking=booking, early=early, sits_ahead=sits_ahead, stand_in=stand_in, asked=asked,
        enrolments=enrolments, missed=missed, pledge=makers.make_pledge(undecided, company),
        offer=makers.make_offer(ahead, company, until=NOW + dt.timedelta(days=2000)),
        in_line=makers.make_wait_entry(running, company), behind=makers.make_wait_entry(running, rival),
        make_up=makers.make_make_up(enrolments["cy"], first, units=0, guest_of=later),
        invoice=invoice, given=given,
        named=enrolments["ada"].seat, unnamed=booking.seats.get(enrolment=None),
        booker=makers.make_booker(company, email=_address(mark, "booker")),
        second_booker=makers.make_booker(company, email=_address(mark, "second")),
        lecturer=makers.make_user(lecturer), participant=makers.make_user(cast.ada),
        host=makers.make_host_contact(site, email=_address(mark, "host")),
        feed=renew_feed(user=makers.make_user(cast.cy), at=NOW),
    )  # fmt: skip


def _substitutes(today, later, early, bo, company, mark):
    """Di has a seat ahead, Eve comes for Bo today, and the office is asked to let Flo take Bo's seat over."""
    sits_ahead = makers.make_enrolment(later.cohort, _person(mark, "Di", company), booking=early)
    stand_in = makers.make_stand_in(today, bo, _person(mark, "Eve", company))
    asked = TakeoverRequest.objects.create(
        seat=bo.seat, enrolment=bo, given_name="Flo", family_name=mark, email=_address(mark, "flo"), asked_at=NOW
    )
    return sits_ahead, stand_in, asked


def _declare(mark, way, booking):
    """Rolf withdraws from a contract: by his letter's link, or typed, so that nobody knows yet from which."""
    return Declaration.objects.create(
        booking=booking,
        way=way,
        name=f"Rolf {mark}",
        contract="Buchung 0",
        email=_address(mark, "rolf"),
        received_at=NOW,
    )


def _cohort(programme, code, status, day):
    return makers.make_cohort(
        programme.edition, code=code, status=status, starts_on=day, ends_on=day + dt.timedelta(days=180)
    )


def _enrol(cohort, cast, company, rival, unnamed=0):
    booking = makers.make_booking(cohort, company, 2 + unnamed, purchase_order=f"PO-{company.name}")
    beside = makers.make_booking(cohort, rival)
    takes = {"ada": (cast.ada, booking), "bo": (cast.bo, booking), "cy": (cast.cy, beside)}
    made = {key: makers.make_enrolment(cohort, person, booking=contract) for key, (person, contract) in takes.items()}
    return booking, made


def _invoice(programme, booking):
    """An invoice with its files, and a seat of the same booking to be settled."""
    by = {"actor": programme.manager, "at": NOW}
    invoice = issue_invoice(booking=booking, position=1, printing=False, **by)
    claimed = lms_making.claim(Invoice.objects.all(), invoice.pk, NOW)
    invoices.keep(claimed, dict.fromkeys(("pdf", "xml", "xrechnung"), b"%PDF"), NOW)
    given = SeatsGiven.objects.create(booking=booking, kind="withdrawn", seats=1, standing=[invoice.pk], at=NOW)
    return invoice, given


def _statement(group):
    """An account statement that the programme's manager has read."""
    line = f"01.03.2027;{group.mark};{group.invoice.number};1,00"
    other = f"01.03.2027;{group.mark};Danke;7,00"
    return read_bank_file(
        office=group.programme.office,
        name="auszug.csv",
        data=f"Buchungstag;Zahlungspflichtiger;Verwendungszweck;Betrag\n{line}\n{other}\n".encode(),
        actor=group.programme.manager,
        at=NOW,
    )


def _miss(session, enrolment, mark):
    """An absence with a reason, once corrected."""
    day = session.days.get()
    row = Mark.objects.create(day=day, enrolment=enrolment, status="excused", note=f"Notiz {mark}", marked_at=NOW)
    AbsenceReason.objects.create(mark=row, text=f"Grund {mark}")
    Correction.objects.create(
        mark=row, status_before="unexcused", units_before=0, status_after="excused", units_after=0,
        reason=f"Anruf {mark}", at=NOW,
    )  # fmt: skip
    return row


def _finish(programme, cohort, cast, company, rival):
    """All three earned a certificate: Ada has it, Bo's is released, Cy's waits for the chamber. Return Ada's number."""
    _booking, enrolments = _enrol(cohort, cast, company, rival)
    for session in cohort.sessions.all():
        for enrolment in enrolments.values():
            makers.make_marks(session, enrolment)
    for requirement in (programme.test, programme.check):
        for enrolment in enrolments.values():
            Result.objects.create(
                enrolment=enrolment, requirement=requirement, attempt=1, percent=80, passed=True,
                decided_on=OVER, recorded_at=NOW,
            )  # fmt: skip
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=TODAY - dt.timedelta(days=3))
    for key in ("ada", "bo"):
        Release.objects.create(
            enrolment=enrolments[key], chamber=programme.chamber, released_by=programme.verifier, released_at=NOW
        )
        if key == "ada":
            [issued] = issue_certificates(cohort=cohort, actor=programme.manager, at=NOW).certificates
    for copy in Copy.objects.filter(state=Copy.State.WAITING):
        making.make(making.claim(copy.pk, NOW), blank, NOW)
        proof_of(copy)
    CopyContent.objects.filter(copy__certificate=issued).update(credential="{}")
    for purpose in Purpose:
        signing_key(purpose, NOW)
    sign_all(timezone.now())
    return issued.number
