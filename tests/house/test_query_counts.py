"""Every page asks the database no more often for three hundred rows than for three, nearly all at most twenty times."""

import pytest
from django.db import transaction

from lms.organisations.models import Site
from tests.house.addresses import addresses
from tests.house.asking import client_of, on_paper
from tests.house.growing import grow
from tests.house.test_every_url_every_role import LINES, ROLES

pytestmark = pytest.mark.django_db

MOST = 20
# Pages made of sections that the rooms hang up, each reading for itself. More is allowed here, but no more than this.
MOST_OF_SECTIONS = {
    ("home", "office"): 55,
    ("home", "own_manager"): 52,
    ("cohort over", "own_manager"): 42,
    ("cohort running", "own_manager"): 48,
    ("cohort ahead", "own_manager"): 48,
    ("cohort planned", "own_manager"): 21,
    ("company", "own_booker"): 23,
    ("cohort_certificates", "own_manager"): 21,
    ("cohort_certificates transcripts", "own_manager"): 21,
    ("chamber", "own_chamber"): 29,
    ("chamber_cohort", "own_chamber"): 23,
}
# Who works with a page most; the first of them that sees it is asked. The start page is asked by each.
READERS = "own_participant own_booker own_lecturer own_host own_chamber own_manager office anonymous".split()  # noqa: SIM905
STARTERS = [f"own_{role}" for role in "participant booker lecturer host chamber manager".split()] + ["office"]  # noqa: SIM905


def pages():
    """Every address that somebody is shown, as (line of the table, role)."""
    for row, (get, _post) in LINES.items():
        if row == "home":
            yield from ((row, role) for role in STARTERS)
            continue
        reader = next((role for role in READERS if get[ROLES.index(role)] == "."), None)
        if reader:
            yield row, reader


def counted(house, known):
    """Return {(line, role): number of queries}."""
    clients, counts = {}, {}
    for row, role in pages():
        client = clients.setdefault(role, client_of(house.users[role]))
        on_paper(lambda: client.get(known[row].url))  # noqa: B023 - what is read once per sign-in, or kept for minutes
        response, queries, _wrote = on_paper(lambda: client.get(known[row].url))  # noqa: B023
        assert response.status_code == 200, (row, role, response.status_code)
        counts[row, role] = queries
    return counts


@pytest.fixture(scope="module")
def counts(house):
    """The counts with three rows more of everything, and with three hundred."""
    known = addresses(house)
    # So few that the group is too large for the host from the beginning: the way out is looked for on both pages.
    Site.objects.filter(pk=house.own.site.pk).update(max_visitors=5)
    with transaction.atomic():
        grow(house, 3)
        few = counted(house, known)
        grow(house, 297)
        many = counted(house, known)
        transaction.set_rollback(True)
    return few, many


def test_three_hundred_cost_no_more_than_three(house, counts):
    few, many = counts
    # Fewer it may be: a page of the log names the kinds of rows that stand on it, and of few rows all kinds do.
    assert {page: (few[page], many[page]) for page in few if few[page] < many[page]} == {}


def test_no_page_asks_more_than_twenty_times(house, counts):
    _few, many = counts
    assert {page: count for page, count in many.items() if count > MOST_OF_SECTIONS.get(page, MOST)} == {}


def test_every_page_is_counted(counts):
    few, _many = counts
    assert len(few) > 60
