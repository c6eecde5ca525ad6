"""Dates in German, beside what Django knows: a moment is said with “Uhr”."""

DATETIME_FORMAT = r"j. F Y, H:i \U\h\r"
