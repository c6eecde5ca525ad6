"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    FileToDelete,
    Holding,
    NameErasure,
    Proof,
    Release,
    Series,
    StatusChange,
)
from certificates.keys.models import SigningKey
from certificates.publishing.models import StatusList

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "Proof",
    "Release",
    "Series",
    "SigningKey",
    "StatusChange",
    "StatusList",
]
