"""Why nothing is signed."""

from lms.lib.refusals import Refusal


class KeyNotHere(Refusal):
    """The private half of the key that signs is not on this machine, or cannot be read."""

    code = "key_not_here"


class NoSuchKey(Refusal):
    """No retired key has this name."""

    code = "no_such_key"
    status = 404
