"""The demo is loaded once, moved to today, with its pages and a sign-in per role."""

import pytest
from django.core.management import call_command
from django.core.validators import validate_email
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.issuing.actions import ask_for_release, issue_certificates, release_enrolments
from certificates.issuing.models import Certificate, StatusChange
from certificates.issuing.register import status_of_number
from certificates.issuing.register_totals import totals_of
from certificates.issuing.rules import VALID
from certificates.loading import demo_chamber, demo_words
from certificates.loading.demo import EMAILS, FILE, load_demo
from courses.booking.models import WaitEntry
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import Programme
from courses.curriculum.pages import ProgrammePage, SeminarPage
from courses.curriculum.permissions import may_manage, may_teach
from courses.invoicing.models import Invoice
from lms.accounts.demo import PASSWORD, SIGN_INS, demo_sign_ins
from lms.accounts.grants import withdraw
from lms.accounts.models import Person, User
from lms.accounts.roles import roles_of
from lms.messages.models import Letter
from lms.organisations.models import Chamber, Company, Site
from lms.organisations.permissions import may_act_for, may_host_at, may_verify_for
from tests import makers
from tests.demo import dump

pytestmark = pytest.mark.django_db
AT = makers.at("2028-05-10")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file: the pages take seconds. Each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(at=AT)
        yield
        transaction.set_rollback(True)


def test_dates_are_moved_to_today_and_pages_are_built(loaded):
    running = Cohort.objects.get(code="PK-5")
    assert running.starts_on <= timezone.localdate(AT) <= running.ends_on
    assert ProgrammePage.objects.count() == 2 * Programme.objects.count()
    assert SeminarPage.objects.count() == 2 * (23 + 4)


def test_each_role_has_a_sign_in_that_works(loaded):
    assert [one.key for one in demo_sign_ins()] == [one.key for one in SIGN_INS]
    for one in SIGN_INS:
        user = User.objects.get(email=one.email)
        # Who may write in the CMS is an author besides; who holds a certificate is a participant.
        assert roles_of(user) - {"author"} == {"participant" if one.key == "holder" else one.key}
        assert Client().login(email=one.email, password=one.password)


def test_each_holds_what_its_role_does(loaded):
    of = {one.key: User.objects.get(email=one.email) for one in SIGN_INS}
    programme = Programme.objects.get(code="PK")
    assert may_manage(of["office"], programme)
    assert may_teach(of["lecturer"], programme) and not may_manage(of["lecturer"], programme)
    assert may_act_for(of["booker"], Company.objects.get(code="C07"))
    assert not may_act_for(of["booker"], Company.objects.get(code="C01"))
    assert may_host_at(of["host"], Site.objects.get(company__code="C13"))
    assert may_verify_for(of["chamber"], Chamber.objects.get())
    assert of["participant"].person.reference == "P08"


def test_who_failed_the_test_twice_holds_an_attendance_confirmation(loaded):
    certificate = Certificate.objects.get(kind=Certificate.Kind.CONFIRMATION)
    assert certificate.holding.enrolment.person.reference == "P40" and status_of_number(certificate).word == VALID


def test_every_address_is_one_that_the_forms_take(loaded):
    for email in Person.objects.exclude(email="").values_list("email", flat=True):
        validate_email(email)


def test_one_participant_holds_a_valid_certificate(loaded):
    user = User.objects.get(email=EMAILS["holder"])
    visitor = Client()
    assert visitor.login(email=user.email, password=PASSWORD)
    page = visitor.get(reverse("my_certificates")).content.decode()
    [certificate] = Certificate.objects.filter(holding__enrolment__person=user.person)
    assert status_of_number(certificate).word == VALID and certificate.number in page


def test_a_full_cohort_shows_an_offer_and_who_waits(loaded):
    entries = list(WaitEntry.objects.filter(cohort__code="SP-5").order_by("created_at"))
    who = [entry.company.code if entry.company else entry.private_payer.reference for entry in entries]
    assert list(zip(who, [entry.state for entry in entries], strict=True)) == [
        ("C07", "offered"),
        ("C03", "waiting"),
        ("C12", "waiting"),
        ("P56", "waiting"),
    ]
    assert entries[0].offer_until > AT
    assert entries[0].cohort.seats.free(AT).count() == 0


def test_a_cohort_waits_to_be_handed_to_its_chamber_and_is_issued_after_the_release(loaded):
    cohort, office = Cohort.objects.get(code=demo_chamber.COHORT), User.objects.get(email=EMAILS["office"])
    assert cohort.status == "completed" and cohort.ends_on < timezone.localdate(AT)
    people = list(cohort.enrolments.all())
    totals = totals_of(cohort, AT)
    assert (totals.releasable, totals.issuable, totals.issued) == (len(people), 0, 0) and len(people) == 8
    assert not issue_certificates(cohort=cohort, actor=office, at=AT).certificates
    assert ask_for_release(cohort=cohort, actor=office, at=AT) == 1
    chamber = User.objects.get(email=EMAILS["chamber"])
    assert release_enrolments(cohort=cohort, enrolments=people, actor=chamber, at=AT) == len(people)
    issued = issue_certificates(cohort=cohort, actor=office, at=AT).certificates
    assert len(issued) == len(people)
    assert {one.copies.get().content.snapshot["certifier"] for one in issued} == {Chamber.objects.get().name}


def test_its_invoices_are_written_in_the_order_of_the_calendar(loaded):
    days = list(Invoice.objects.order_by("year", "sequence").values_list("issued_on", flat=True))
    assert days == sorted(days)
    assert Invoice.objects.filter(booking__cohort__code=demo_chamber.COHORT).count() == len(demo_chamber.PEOPLE)


def test_what_the_clerks_wrote_is_german_and_nothing_else_is_touched(loaded):
    reasons = set(StatusChange.objects.exclude(internal_reason="").values_list("internal_reason", flat=True))
    assert reasons == {"verloren", "Änderung des Vornamens (SBGG)", "Projektarbeit nicht selbst verfasst"}
    remarks = " ".join(SeminarSession.objects.values_list("note", flat=True))
    assert "two parallel groups" not in remarks and "zwei Gruppen zu 8" in remarks
    assert SeminarSession.objects.filter(moved_reason="Streik beim Gastgeber").count() == 1
    shipped = FILE.read_text(encoding="utf-8")
    assert all(shipped.count(written) == 1 for written in demo_words.WRITTEN), "each stands there once"


def test_loading_writes_to_nobody(loaded):
    assert Letter.objects.exists() and not Letter.objects.filter(state=Letter.State.WAITING).exists()


def test_the_sign_in_page_offers_them(loaded, client):
    page = client.get(reverse("account_login")).content.decode()
    assert all(one.email in page for one in SIGN_INS)


def test_a_second_time_changes_nothing(loaded):
    before = dump()
    assert load_demo(at=makers.at("2028-05-11")) is False
    assert dump() == before


def test_a_second_time_gives_nothing_back(loaded):
    booker = User.objects.get(email=EMAILS["booker"])
    withdraw(booker, Company.objects.get(code="C07"), "bookers")
    User.objects.filter(email=EMAILS["chamber"]).delete()
    load_demo(at=makers.at("2028-05-11"))
    assert not may_act_for(User.objects.get(pk=booker.pk), Company.objects.get(code="C07"))
    assert not User.objects.filter(email=EMAILS["chamber"]).exists()


def test_a_second_time_only_asks(loaded):
    with CaptureQueriesContext(connection) as asked:
        load_demo(at=makers.at("2028-05-11"))
    # SQLite counts a key up even where "insert or ignore" ignores: the file would not be the same.
    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_prints_each_sign_in_and_no_address(loaded, capsys):
    call_command("load_demo")
    printed = capsys.readouterr().out
    assert all(one.email in printed and one.password in printed for one in SIGN_INS)
    assert "http" not in printed
