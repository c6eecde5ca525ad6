"""Who sees what waits and what was given up, and sends it again."""

from lms.accounts.grants import holds

RESEND = "letters.change_letter"


def may_resend(actor):
    """Whether `actor` sends letters again: the office. None is the installation itself (a command)."""
    return actor is None or holds(actor, RESEND)
