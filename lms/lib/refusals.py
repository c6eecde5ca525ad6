"""Why a request is turned down: a code for machines, a sentence that the asker can act on."""


class Refusal(Exception):
    """
    An expected "no". Pages show `str(refusal)` to the person; the API answers with `code`.

    Subclasses set `code` and, where another status fits better than 409, `status`.
    """

    code = "refused"
    status = 409

    def __init__(self, message="", **facts):
        super().__init__(message)
        self.message = message
        self.facts = facts

    def __str__(self):
        return str(self.message)


class NotAllowed(Refusal):
    """The actor may not do this at all."""

    code = "not_allowed"
    status = 403
