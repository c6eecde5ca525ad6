"""
The acts of the register. Each is one transaction: ask, lock the cohort, check, write, record; printing comes after.

Locks are taken in the order cohort, series. All acts on the certificates of one cohort queue behind its row.
"""

from certificates.issuing.actions.change import replace_certificate, replace_copy, retry_copies, revoke_certificate
from certificates.issuing.actions.erase import erase_name
from certificates.issuing.actions.issue import Issued, issue_certificates, issue_confirmations, release_enrolments

__all__ = [
    "Issued",
    "erase_name",
    "issue_certificates",
    "issue_confirmations",
    "release_enrolments",
    "replace_certificate",
    "replace_copy",
    "retry_copies",
    "revoke_certificate",
]
