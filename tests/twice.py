"""
Which tests `./run test` runs on both databases: those for which the database, the cache or a race makes a difference.

The rest ran on SQLite a moment ago, and nothing that it asks has changed. A run started by hand leaves out nothing.
"""

DATABASE = {"db", "transactional_db", "django_db_setup", "client", "live_server"}
# What is looked at is the paper, the credential or the page; what they are made from has tests of its own.
OUTCOMES = ("tests/browser/", "tests/certificates/acceptance/", "tests/independent/")
# Settings, counters and locks: with Redis they may go otherwise without any table.
GROUND = ("tests/lms/",)


def split(items):
    """Return (tests that run again, tests that need not) of what pytest has collected."""
    again, once = [], []
    for item in items:
        (again if _differs(item) else once).append(item)
    return again, once


def _differs(item):
    if item.get_closest_marker("postgres") or item.nodeid.startswith(GROUND):
        return True
    if item.get_closest_marker("browser") or item.nodeid.startswith(OUTCOMES):
        return False
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))
