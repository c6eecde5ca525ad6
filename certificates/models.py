"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    FileToDelete,
    Holding,
    NameErasure,
    Release,
    Series,
    StatusChange,
)

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "Release",
    "Series",
    "StatusChange",
]
