"""Misconfiguration of the whole site, said by `manage.py check` with an id and what to do."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning, register

TAG = "lehrgang"
OF_EACH_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


@register(TAG, deploy=True)
def public_url_is_an_https_address(**_about):
    """QR codes carry it for decades: HTTPS, a host, and nothing after it."""
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme == "https" and parts.hostname and not (parts.path.strip("/") or parts.query or parts.fragment):
        return []
    return [
        Error(
            f"PUBLIC_URL is {settings.PUBLIC_URL!r}: it must be https:// and a host, without a path.",
            hint="Set PUBLIC_URL to the address that stands in QR codes for decades, such as https://lehrgang.example.org.",
            id="lehrgang.E001",
        )
    ]


@register(TAG)
def sqlite_writes_in_one_go(**_about):
    """Without IMMEDIATE two bookings at once end in "database is locked" instead of one waiting for the other."""
    return [
        Error(
            f"The SQLite database {alias!r} does not begin its transactions with IMMEDIATE.",
            hint="Add SQLITE_OPTIONS of lms/settings/base.py to its OPTIONS, or use PostgreSQL.",
            id="lehrgang.E002",
        )
        for alias, database in settings.DATABASES.items()
        if database["ENGINE"].endswith("sqlite3")
        and database.get("OPTIONS", {}).get("transaction_mode", "").upper() not in ("IMMEDIATE", "EXCLUSIVE")
    ]


@register(TAG, deploy=True)
def processes_share_their_cache(**_about):
    """A worker is a process of its own, so where there is a broker a cache of each process is never enough."""
    if not settings.CELERY_BROKER_URL or not settings.CACHES["default"]["BACKEND"].endswith(OF_EACH_PROCESS):
        return []
    return [
        Warning(
            "Jobs run in processes of their own (CELERY_BROKER_URL), but each process has a cache of its own.",
            hint="Set REDIS_URL; without it pages differ for minutes and limits count for each process apart.",
            id="lehrgang.W003",
        )
    ]
