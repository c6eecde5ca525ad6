"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    EvidenceBundle,
    ExceptionGranted,
    FileToDelete,
    Holding,
    NameErasure,
    Proof,
    Release,
    Series,
    ShareLink,
    ShareVisit,
    StatusChange,
)
from certificates.keys.models import SigningKey

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "EvidenceBundle",
    "ExceptionGranted",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "Proof",
    "Release",
    "Series",
    "ShareLink",
    "ShareVisit",
    "SigningKey",
    "StatusChange",
]
