"""Why a certificate is not printed: as any other paper."""

from lms.lib.paper.faults import DocumentFault

__all__ = ["DocumentFault"]
