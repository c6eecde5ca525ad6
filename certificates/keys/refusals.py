"""Why nothing is signed."""

from lms.lib.refusals import Refusal


class KeyNotHere(Refusal):
    """The private half of the key that signs is not on this machine, or cannot be read."""

    code = "key_not_here"
