"""Who reads the log of acts."""

from lms.accounts.grants import holds

READ = "audit.view_act"


def may_read_log(actor):
    """Whether `actor` reads the log: the office."""
    return holds(actor, READ)
