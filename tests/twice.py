"""
Which tests `./run test` runs on which of its two databases, SQLite first and then PostgreSQL with Redis.

Twice runs what a database, a cache or a race can change: acts, rules in tables, imports, calls of the API. Once runs
what is made of that: papers, pages as somebody sees them, the house's own order. A run started by hand, or where no
PostgreSQL answers, leaves out nothing.
"""

DATABASE = {"db", "transactional_db", "django_db_setup", "client", "live_server"}
# What a page says and keeps of what was typed. The acts behind have tests of their own, which run twice, and on
# PostgreSQL two tests of the house ask every page there is: with few rows, with many, and with whatever is sent to it.
PAGES = (
    "tests/certificates/issuing/test_office_page.py",
    "tests/certificates/issuing/test_who_sees_which_page.py",
    "tests/certificates/verification/test_file_page.py",
    "tests/certificates/verification/test_typed_elsewhere_stays.py",
    "tests/courses/attendance/test_roll_call_page.py",
    "tests/courses/booking/lists/test_import_page.py",
    "tests/courses/booking/test_book_page.py",
    "tests/courses/booking/test_hold_page.py",
    "tests/courses/booking/test_offer_page.py",
    "tests/courses/booking/test_private_waiting_pages.py",
    "tests/courses/booking/test_seat_pages.py",
    "tests/courses/booking/test_waiting_pages.py",
    "tests/courses/invoicing/test_pages.py",
)
# What is looked at is the paper, the credential, the key or the page; what they are made from has tests of its own.
FIRST_ONLY = (
    *PAGES,
    "tests/browser/",
    "tests/independent/",
    "tests/certificates/acceptance/",
    "tests/certificates/document/",
    "tests/certificates/issuing/design/",
    "tests/certificates/issuing/test_credential_of_a_paper.py",
    "tests/certificates/issuing/test_evidence.py",
    "tests/certificates/keys/test_given.py",
    "tests/certificates/keys/test_seal.py",
    "tests/certificates/loading/test_spoilt_files.py",
    "tests/certificates/publishing/succession/",
    "tests/certificates/verification/pdf/",
    "tests/certificates/verification/test_verify_pdf.py",
    "tests/courses/invoicing/test_document.py",
    "tests/courses/invoicing/test_xrechnung.py",
    "tests/house/test_cms.py",
    "tests/house/test_every_api_call_every_role.py",
    "tests/house/test_every_url_every_role.py",
    "tests/house/test_no_page_tells_of_strangers.py",
)
SECOND_ONLY = (
    # It asks every page there is, and PostgreSQL is the stricter one: it forgives no long text and no large number.
    "tests/house/test_bad_input.py",
    # How often a page asks is decided before any database answers; counted is what an installation runs on.
    "tests/house/test_query_counts.py",
    "tests/certificates/issuing/test_query_counts.py",
    "tests/courses/attendance/test_queries.py",
    "tests/courses/booking/api/test_queries.py",
    "tests/courses/booking/test_page_queries.py",
    "tests/courses/cohorts/test_queries.py",
)
# Counters, sessions and locks: with Redis they may go otherwise without any table.
GROUND = tuple(f"tests/lms/{room}/" for room in ("accounts", "api", "audit", "home", "messages", "organisations"))


def split(items, run):
    """Return (tests to run, tests left out) of what pytest has collected; `run` is "first" or "second"."""
    chosen, left = [], []
    for item in items:
        (chosen if _belongs(item, run) else left).append(item)
    return chosen, left


def _belongs(item, run):
    if run == "first":
        return not item.nodeid.startswith(SECOND_ONLY)
    if item.get_closest_marker("postgres") or item.nodeid.startswith((*SECOND_ONLY, *GROUND)):
        return True
    if item.get_closest_marker("browser") or item.nodeid.startswith(FIRST_ONLY):
        return False
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))
