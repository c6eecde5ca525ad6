"""The public answers, and the chamber's desk."""

from certificates.verification.views.codes import verify_code
from certificates.verification.views.questions import verify

__all__ = ["verify", "verify_code"]
