"""
The acts of the register. Each is one transaction: ask, lock the cohort, check, write, record; printing comes after.

Locks are taken in the order cohort, series. All acts on the certificates of one cohort queue behind its row.
"""

from certificates.issuing.actions.change import (
    replace_certificate,
    replace_copy,
    resume_certificate,
    retry_copies,
    revoke_certificate,
    suspend_certificate,
)
from certificates.issuing.actions.erase import erase_name
from certificates.issuing.actions.evidence import ask_for_evidence
from certificates.issuing.actions.grant import grant_exception
from certificates.issuing.actions.issue import Issued, issue_certificates, issue_confirmations
from certificates.issuing.actions.release import ask_for_release, release_enrolments, withhold_release
from certificates.issuing.actions.share import end_link, share_certificate
from certificates.issuing.actions.transcript import issue_transcripts

__all__ = [
    "Issued",
    "ask_for_evidence",
    "ask_for_release",
    "end_link",
    "erase_name",
    "grant_exception",
    "issue_certificates",
    "issue_confirmations",
    "issue_transcripts",
    "release_enrolments",
    "replace_certificate",
    "replace_copy",
    "resume_certificate",
    "retry_copies",
    "revoke_certificate",
    "share_certificate",
    "suspend_certificate",
    "withhold_release",
]
