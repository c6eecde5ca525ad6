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
from certificates.verification.models import Countersignature

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "Countersignature",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "Proof",
    "Release",
    "Series",
    "SigningKey",
    "StatusChange",
]
