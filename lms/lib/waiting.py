"""Waiting for another transaction in vain: how databases say it."""

from django.db import OperationalError

# Lock not available, deadlock detected (PostgreSQL); busy, locked (SQLite).
_CODES = {"55P03", "40P01", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"}


def waited_in_vain(fault):
    """Whether a fault, if it is one of the database, only says that somebody else held a lock for too long."""
    cause = fault.__cause__ if isinstance(fault, OperationalError) else None
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code in _CODES
