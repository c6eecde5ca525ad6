"""
The main pages fit a telephone: nothing scrolls sideways, nothing is missing, one heading, a way past the masthead.

Looked at with the demo data, at 320 and at 390 pixels, light and dark.
"""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.urls import reverse
from django.utils import timezone

from certificates.issuing.actions import share_certificate
from certificates.issuing.models import Certificate
from courses.attendance.models import Sheet
from courses.booking.actions import give_back_seat
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import Edition
from courses.curriculum.pages import LessonPage, ProgrammePage, SeminarPage
from courses.curriculum.pages_actions import build_pages, ensure_site
from lms.accounts.models import User
from lms.organisations.models import Chamber, Company
from tests import demo, makers
from tests.certificates.issuing.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LOOK = """() => ({
  wide: document.documentElement.scrollWidth - window.innerWidth,
  headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  squeezed: [...document.querySelectorAll('td[data-label]')]
    .map(cell => [cell.dataset.label, getComputedStyle(cell, '::before')])
    .filter(([label, style]) => style.content !== 'none')
    .filter(([label, style]) => parseFloat(style.height) / parseFloat(style.lineHeight) > label.split(' ').length + 0.5)
    .map(([label]) => label),
  pictures: [...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.src),
  widest: [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .filter(one => !one.parentElement.closest('.table-scroll, nav'))
    .slice(0, 3).map(one => `${one.tagName}.${one.className} "${one.textContent.trim().slice(0, 40)}"`),
})"""
SKIP = """() => {
  const link = document.activeElement, box = link.getBoundingClientRect()
  return link.classList.contains('skip') && box.top >= 0 && box.left >= 0 && box.width > 0
    && document.querySelector(link.getAttribute('href')) !== null
}"""


@pytest.fixture
def people(monkeypatch, live_server):
    """The demo as written, on its own day, and somebody for each role."""
    monkeypatch.setattr(timezone, "now", lambda: makers.NOON.astimezone(dt.UTC))
    demo.fill()
    ensure_site(site_name="Polymernetz", at=makers.NOON)
    for edition in Edition.objects.published():
        build_pages(edition=edition, at=makers.NOON)
    company = Company.objects.filter(bookings__cohort__status="running").order_by("pk").first()
    sheet = Sheet.objects.filter(closed_at=None).order_by("pk").first()
    lecturer = sheet.session.lecturers.first()
    participant = Enrolment.objects.get(person__reference="P08").person
    certificate = Certificate.objects.filter(cohort__edition__chamber__isnull=False).order_by("pk").first()
    chamber = Chamber.objects.filter(editions__cohorts=certificate.cohort).get()
    return {
        "anonymous": (None, _public(certificate)),
        "office": (
            User.objects.get(email=demo.ACTOR),
            ["/start/", "/cohorts/", "/cohorts/PK-5/", f"/cohorts/{certificate.cohort.code}/certificates/"]
            + [reverse("certificate", args=[certificate.number]), "/office/data/companies/", "/office/log/"],
        ),
        "lecturer": (
            _user(lecturer),
            ["/start/", reverse("session", args=[sheet.session_id]), reverse("roll_call", args=[sheet.session_id])],
        ),
        "participant": (_user(participant), ["/start/", "/my/certificates/", _lesson(participant), "/account/"]),
        "booker": (makers.make_booker(company), ["/start/", f"/companies/{company.code}/", _booking()]),
        "host": (
            makers.make_host_contact(SeminarSession.objects.exclude(host=None).order_by("-pk").first().host),
            ["/start/", "/hosting/"],
        ),
        "chamber": (
            makers.make_verifier(chamber),
            ["/start/", f"/chambers/{chamber.code}/", f"/chambers/{chamber.code}/cohorts/{certificate.cohort.code}/"],
        ),
    }


def _user(person):
    return User.objects.filter(person=person).first() or makers.make_user(person)


def _public(certificate):
    programme = ProgrammePage.objects.filter(locale__language_code="de", live=True).order_by("path").first()
    seminar = SeminarPage.objects.child_of(programme).live().order_by("path").first()
    code = certificate.copies.last().code
    return ["/de/", "/en/", programme.url, seminar.url, "/account/login/", "/verify/", f"/v/{code}", "/imprint/"]


def _lesson(participant):
    edition = participant.enrolments.order_by("-pk").first().cohort.edition_id
    seminars = SeminarPage.objects.filter(seminar__edition=edition, locale__language_code="de").order_by("path")
    return LessonPage.objects.child_of(seminars.first()).order_by("path").first().url


def _booking():
    return reverse("book_seats", args=[Cohort.objects.filter(status="booking_open").order_by("code").first().code])


def _signed_in(window, user):
    """Put a session into the window; how one signs in by hand is shown by the whole way."""
    if user is None:
        return window
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": window.site}
    window.context.add_cookies([cookie])
    return window


def faults_on(window, path):
    """Open a page and say what is wrong with how it looks."""
    window.go(path)
    seen = window.page.evaluate(LOOK)
    if seen["wide"] > 0:
        yield f"{path} is {seen['wide']} pixels too wide: {seen['widest']}"
    if seen["headings"] != 1:
        yield f"{path} has {seen['headings']} main headings"
    if seen["language"] != ("en" if path.startswith("/en/") else "de"):
        yield f"{path} says it is in {seen['language']}"
    if seen["squeezed"]:
        yield f"{path} breaks labels within words: {seen['squeezed'][:3]}"
    if seen["pictures"]:
        yield f"{path} lacks {seen['pictures']}"
    window.page.keyboard.press("Tab")
    if not window.page.evaluate(SKIP):
        yield f"{path}: the first stop of the keyboard is no link past the masthead"


def test_the_main_pages_fit_a_telephone(people, guest):
    faults, looked = [], 0
    for width, dark in ((320, False), (390, True)):
        for role, (user, paths) in people.items():
            window = _signed_in(guest(width=width, height=844, dark=dark), user)
            for path in paths:
                faults += [f"{width}, {role}: {fault}" for fault in faults_on(window, path)]
                looked += 1
            window.shoot(f"{role}-{width}")
            faults += window.faults
    assert not faults, "\n".join(faults)
    assert looked > 50


def test_a_long_note_without_a_space_breaks(guest):
    world = make_world(people=1)
    holder = world.users["holder"]
    share_certificate(certificate=world.certificate, actor=holder, at=timezone.now(), days=7, note="x" * 80)
    window = _signed_in(guest(width=390, height=844), holder)
    path = reverse("share_certificate", args=[world.certificate.number])
    assert not list(faults_on(window, path))


def test_a_label_keeps_its_width_beside_a_long_value(guest):
    company = makers.make_company()
    booker = makers.make_booker(company)
    seat = makers.make_booking(makers.make_cohort(), company).seats.get()
    reason = "Der Auftrag, für den die Kollegin geschult werden sollte, wurde vom Kunden um ein halbes Jahr verschoben."
    give_back_seat(seat=seat, reason=reason, actor=booker, at=makers.NOON)
    window = _signed_in(guest(width=390, height=844), booker)
    assert not list(faults_on(window, reverse("company_history", args=[company.code])))
    window.sees(reason)


LINES = """rows => rows.map(row => [...row.querySelectorAll('.field :is(input, select)')]
  .map(one => one.getBoundingClientRect()).map(box => [box.top, box.bottom]))"""
GAPS = """parts => parts.map(part => part.getBoundingClientRect())
  .map((box, n, all) => n ? box.top - all[n - 1].bottom : 99)"""


def test_fields_stand_in_line_and_apart(guest):
    company = makers.make_company()
    cohort = makers.make_cohort()
    window = _signed_in(guest(width=1280), makers.make_booker(company, language="de"))
    window.go(reverse("book_seats", args=[cohort.code]))
    for summary in window.page.locator(".peoplerows > summary").all():
        summary.click()
    window.sees("freigehalten")
    window.fill(people__0__given_name="Ada", people__0__email="kein-mail", invoice_street="Weg 1")
    window.page.get_by_role("button", name="Verbindlich buchen").click()
    window.page.locator(".peoplerow .field--bad").first.wait_for()
    rows = window.page.eval_on_selector_all(".peoplerow:has(.field--bad)", LINES)
    assert rows and all(row[n] == row[n + 1] for row in rows for n in (0, 2)), rows
    gaps = window.page.eval_on_selector_all(".peoplerows:has(#id_invoice_town) > .field", GAPS)
    assert len(gaps) == 6 and min(gaps) >= 8, gaps


def test_ticks_do_not_touch_the_words_below(guest):
    company = makers.make_company()
    cohort = makers.make_cohort(status="running")
    enrolment = makers.make_enrolment(cohort, company=company)
    makers.make_employment(enrolment.person, company)
    makers.make_marks(makers.make_session(cohort), enrolment)
    window = _signed_in(guest(width=1280), makers.make_booker(company, language="de"))
    window.go(reverse("company_people", args=[company.code]))
    [_first, gap] = window.page.eval_on_selector_all(".told :is(.attended, .attended + p)", GAPS)
    assert gap >= 4
