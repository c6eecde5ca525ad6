"""Who may act for a company, a site, a chamber; each rule in two shapes, for one row and as a query."""

from lms.accounts.grants import holds, rows_held
from lms.organisations.models import Chamber, Company, Site

BOOK_SEATS = "organisations.book_seats"
HOST_GROUPS = "organisations.host_groups"
VERIFY = "organisations.verify_certificate"
# Who may change any company keeps all master data.
KEEP = "organisations.change_company"


def may_keep_records(actor):
    """Whether `actor` keeps the master data: companies, sites, people, chambers, the office itself."""
    return holds(actor, KEEP)


def may_act_for(actor, company):
    """Whether `actor` books for this company and sees its people."""
    return company is not None and holds(actor, BOOK_SEATS, company)


def companies_of(actor):
    """The companies that `actor` may act for."""
    return rows_held(actor, BOOK_SEATS, Company.objects.all())


def may_host_at(actor, site):
    """Whether `actor` receives groups at this site."""
    return site is not None and holds(actor, HOST_GROUPS, site)


def sites_of(actor):
    """The sites at which `actor` receives groups."""
    return rows_held(actor, HOST_GROUPS, Site.objects.all())


def may_verify_for(actor, chamber):
    """Whether `actor` verifies and releases for this chamber."""
    return chamber is not None and holds(actor, VERIFY, chamber)


def chambers_of(actor):
    """The chambers that `actor` verifies for."""
    return rows_held(actor, VERIFY, Chamber.objects.all())
