"""The demo: the shipped file, moved to today, with its public pages and somebody to sign in as for each role."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing.actions import issue_confirmations
from certificates.loading import demo_invoices, demo_words
from certificates.loading.actions import load
from certificates.loading.demo_chamber import show_chamber_list
from certificates.loading.demo_waiting import show_waiting_list
from courses.cohorts.models import Cohort
from courses.curriculum.actions import add_lecturer
from courses.curriculum.models import Programme
from courses.curriculum.pages_actions import build_missing_pages
from lms.accounts.demo import SIGN_INS
from lms.accounts.grants import grant, office_group
from lms.accounts.models import Person, User
from lms.lib.refusals import Refusal
from lms.messages.models import Letter
from lms.organisations.models import Chamber, Company, Site
from lms.organisations.permissions import BOOK_SEATS, HOST_GROUPS, VERIFY

# The file's cohort whose member failed the test twice and is due a confirmation (E22).
CONFIRMED = "PK-4"
FILE = Path(settings.BASE_DIR) / "courses" / "demo" / "demo_data.yaml"
EMAILS = {one.key: one.email for one in SIGN_INS}
PASSWORDS = {one.key: one.password for one in SIGN_INS}


class DemoOnly(Refusal):
    """This installation is no demo."""

    code = "demo_only"


def load_demo(*, at):
    """
    Load the shipped file once, build its pages and make one account per role; return whether the file was loaded.

    Where there is a programme already, nothing is loaded; where there is an account of the demo already, none is made
    and none is given back what was taken from it since: a second start changes no row.
    Raises DemoOnly where settings.DEMO is off: everybody knows these passwords.
    """
    if not settings.DEMO:
        raise DemoOnly(_("This is no demo: settings.DEMO is off, and everybody knows the passwords of the demo."))
    fresh = not Programme.objects.exists()
    if not fresh and User.objects.filter(email__in=EMAILS.values()).exists():
        return False
    with transaction.atomic():
        office = account("office", first_name="Franziska", last_name="Reuthlinger")
        office.groups.add(office_group())
        if fresh:
            load(demo_words.in_german(FILE.read_bytes()), at=at, today=timezone.localdate(at), actor=office)
            build_missing_pages(site_name=settings.WAGTAIL_SITE_NAME, at=at)
            show_chamber_list(actor=office, at=at)
            issue_confirmations(cohort=Cohort.objects.get(code=CONFIRMED), actor=office, at=at)
            demo_invoices.write(actor=office, at=at)
        make_accounts(office, at)
        if fresh:
            show_waiting_list(actor=office, at=at)
            # As if they had gone out when it happened: loading a demo writes to nobody.
            Letter.objects.filter(state=Letter.State.WAITING).update(state=Letter.State.SENT, sent_at=at)
    return fresh


def make_accounts(office, at):
    """One account per role beside the office's, each granted what its role holds."""
    account("administrator", first_name="Bertram", last_name="Küspert", is_staff=True, is_superuser=True)
    if account_of_person("participant", "P08"):
        account_of_person("holder", "P35")
        lecturer = account_of_person("lecturer", "L08")
        programme = Programme.objects.get(code="PK")
        add_lecturer(programme=programme, user=lecturer, actor=office, at=at)
        booker = account("booker", first_name="Sabine", last_name="Oertel")
        grant(booker, Company.objects.get(code="C07"), BOOK_SEATS, "bookers")
        host = account("host", first_name="Rolf", last_name="Zehnter")
        grant(host, Site.objects.get(company__code="C13"), HOST_GROUPS, "hosts")
        verifier = account("chamber", first_name="Ulrike", last_name="Pfeufer")
        chamber = Chamber.objects.filter(editions__programme=programme).distinct().get()
        grant(verifier, chamber, VERIFY, "verifiers")


def account(key, **fields):
    """Return the account of this role; make it with the demo's password if there is none."""
    found = User.objects.filter(email=EMAILS[key]).first()
    return found or User.objects.create_user(EMAILS[key], PASSWORDS[key], **fields)


def account_of_person(key, reference):
    """The account of somebody in the file, None if they are not there: then other data were loaded before."""
    person = Person.objects.filter(reference=reference, email=EMAILS[key]).first()
    if person is None:
        return None
    names = {"first_name": person.given_name, "last_name": person.family_name, "language": person.language}
    return account(key, person=person, **names)
