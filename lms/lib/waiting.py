"""Waiting for another transaction in vain: how databases say it."""

# Lock not available, deadlock detected (PostgreSQL); busy, locked (SQLite).
_CODES = {"55P03", "40P01", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"}


def waited_in_vain(fault):
    """Whether an OperationalError only says that somebody else held a lock for too long."""
    cause = fault.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code in _CODES
