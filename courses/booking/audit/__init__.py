"""Whether the tables of this room agree with each other: the rules that no single constraint can hold."""

# Importing a module hangs up its checks.
from courses.booking.audit import bookings, chairs, declarations, history, hosts, substitutes, tables, waiting  # noqa: F401
from courses.booking.audit.findings import Finding, Scope, checks, find

__all__ = ["Finding", "Scope", "checks", "find"]
