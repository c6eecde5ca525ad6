"""What booking hangs on a company's page: its seats, what it may book, what comes next, what it may see."""

from django.utils import timezone

from courses.booking.company_page import ABOVE, hang_on_company
from courses.booking.company_seats import groups_for
from courses.booking.line import places_of
from courses.booking.outlook import called_off_for, cohorts_to_book, sessions_ahead
from courses.booking.prices import is_member, price_of
from lms.home.panels import Panel

FOLDER = "courses/booking"
MOST = 8


@hang_on_company
def waiting(request, company, at):
    """The company's places on waiting lists; offers that want an answer come first, the next to end above all."""
    places = places_of([company], at, is_member=is_member(company, timezone.localdate(at)))
    if not places:
        return None
    offers = [
        {"place": place, "each": price_of(cohort.edition, cohort.is_member), "member": cohort.is_member}
        for place in places
        if place.is_offer
        for cohort in [place.entry.cohort]
    ]
    others = [place for place in places if not place.is_offer]
    return Panel(f"{FOLDER}/section_waiting.html", {"offers": offers, "places": others}, order=ABOVE)


@hang_on_company
def seats(request, company, at):
    """The company's seats by cohort."""
    groups = groups_for(request, company, at)
    return Panel(f"{FOLDER}/section_seats.html", {"groups": groups, "company": company}, order=20, wide=True)


@hang_on_company
def called_off(request, company, at):
    """The company's cohorts that were called off, until they would have ended."""
    rows = called_off_for([company], at)
    return Panel(f"{FOLDER}/cohorts_called_off.html", {"rows": rows}, order=5, wide=True) if rows else None


@hang_on_company
def open_cohorts(request, company, at):
    """What the company may book, with what it would pay per seat."""
    day = timezone.localdate(at)
    cards = [
        {"cohort": cohort, "price": price_of(cohort.edition, cohort.is_member), "member": cohort.is_member}
        for cohort in cohorts_to_book(at, MOST, is_member=is_member(company, day))
    ]
    return Panel(f"{FOLDER}/section_open.html", {"cards": cards, "company": company}, order=10)


@hang_on_company
def coming_sessions(request, company, at):
    """Where the company's people go next."""
    return Panel(
        f"{FOLDER}/section_sessions.html", {"sessions": sessions_ahead([company], at), "company": company}, order=30
    )


@hang_on_company
def data_level(request, company, at):
    """What was agreed about the company's view of its people."""
    return Panel(f"{FOLDER}/section_level.html", {"company": company}, order=40)
