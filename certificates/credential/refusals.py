"""Why a credential is not signed."""

from lms.lib.refusals import Refusal


class StrayTerm(Refusal):
    """A word of the credential means nothing to its contexts: it would be shown, but not be signed."""

    code = "stray_term"
