"""
Which tests `./run test` runs on which of its two databases, SQLite first and then PostgreSQL with Redis.

Twice runs what a database, a cache or a race can change: acts, rules in tables, imports, calls of the API. Once runs
what is made of that: papers, pages as somebody sees them, the house's own order. A run started by hand, or where no
PostgreSQL answers, leaves out nothing.
"""

DATABASE = {"db", "transactional_db", "django_db_setup", "client", "live_server"}
# What is looked at is the paper, the credential, the key or the page; what they are made from has tests of its own.
FIRST_ONLY = (
    "tests/browser/",
    "tests/independent/",
    "tests/certificates/acceptance/",
    "tests/certificates/document/",
    "tests/certificates/issuing/design/",
    "tests/certificates/issuing/test_evidence.py",
    "tests/certificates/keys/test_given.py",
    "tests/certificates/loading/test_spoilt_files.py",
    "tests/certificates/publishing/succession/",
    "tests/certificates/verification/pdf/",
    "tests/house/test_cms.py",
    "tests/house/test_every_url_every_role.py",
    "tests/house/test_no_page_tells_of_strangers.py",
)
# They ask every page there is, and PostgreSQL is the stricter one: it forgives no long text and no large number.
SECOND_ONLY = ("tests/house/test_bad_input.py", "tests/house/test_query_counts.py")
# Settings, counters and locks: with Redis they may go otherwise without any table.
GROUND = ("tests/lms/",)


def split(items, run):
    """Return (tests to run, tests left out) of what pytest has collected; `run` is "first" or "second"."""
    chosen, left = [], []
    for item in items:
        (chosen if _belongs(item, run) else left).append(item)
    return chosen, left


def _belongs(item, run):
    if run == "first":
        return not item.nodeid.startswith(SECOND_ONLY)
    if item.get_closest_marker("postgres") or item.nodeid.startswith(GROUND):
        return True
    if item.get_closest_marker("browser") or item.nodeid.startswith(FIRST_ONLY):
        return False
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))
