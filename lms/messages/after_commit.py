"""Handing work over after the commit, to a broker that may be down."""

from django.db import transaction

from lms.messages.beside import beside, is_beside


def hand_over(task, *args, long=False):
    """
    Queue a Celery task once the transaction has committed.

    A broker that is down must not turn an act that has happened into an error: that is logged, and a sweeper finds the
    row again. So use it only for work that a sweeper knows. Without a broker it is done before the answer; what is
    `long` is done beside the requests then.
    """

    # A function and no partial: Django names what failed by its __qualname__, which a partial has not.
    def queue():
        if long and is_beside():
            beside(task, *args)
        else:
            task.delay(*args)

    transaction.on_commit(queue, robust=True)
