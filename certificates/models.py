"""Gathers what the rooms define, so that Django keeps one set of migrations."""

from certificates.issuing.design.models import DesignSignatory, PaperDesign
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
from certificates.publishing.models import StatusList
from certificates.verification.models import Countersignature

__all__ = [
    "Certificate",
    "Copy",
    "CopyContent",
    "Countersignature",
    "DesignSignatory",
    "EvidenceBundle",
    "ExceptionGranted",
    "FileToDelete",
    "Holding",
    "NameErasure",
    "PaperDesign",
    "Proof",
    "Release",
    "Series",
    "ShareLink",
    "ShareVisit",
    "SigningKey",
    "StatusChange",
    "StatusList",
]
