"""What booking hangs on a company's page: its seats, what it may book, what comes next, what it may see."""

from django.utils import timezone

from courses.booking.company_page import hang_on_company
from courses.booking.company_seats import seat_groups
from courses.booking.outlook import cohorts_to_book, sessions_ahead
from courses.booking.prices import is_member, price_of
from lms.home.panels import Panel

FOLDER = "courses/booking"
MOST = 8


@hang_on_company
def seats(request, company, at):
    """The company's seats by cohort."""
    groups = seat_groups(company, at)
    return Panel(f"{FOLDER}/section_seats.html", {"groups": groups, "company": company}, order=20, wide=True)


@hang_on_company
def open_cohorts(request, company, at):
    """What the company may book, with what it would pay per seat."""
    day = timezone.localdate(at)
    cards = [
        {"cohort": cohort, "price": price_of(cohort.edition, cohort.is_member), "member": cohort.is_member}
        for cohort in cohorts_to_book(at).annotate(is_member=is_member(company, day))[:MOST]
    ]
    return Panel(f"{FOLDER}/section_open.html", {"cards": cards, "company": company}, order=10)


@hang_on_company
def coming_sessions(request, company, at):
    """Where the company's people go next."""
    return Panel(f"{FOLDER}/section_sessions.html", {"sessions": sessions_ahead([company], at)}, order=30)


@hang_on_company
def data_level(request, company, at):
    """What was agreed about the company's view of its people."""
    return Panel(f"{FOLDER}/section_level.html", {"company": company}, order=40)
