"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from certificates.issuing.design.models import DesignSignatory, PaperDesign
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

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "DesignSignatory",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "PaperDesign",
    "Proof",
    "Release",
    "Series",
    "SigningKey",
    "StatusChange",
]
