"""Many people at once: threads that start together, each with a database connection of its own."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from lms.lib.refusals import Refusal


def all_at_once(count, act):
    """
    Call `act(n)` in `count` threads that start together and count what came of it.

    The Counter has "done", and the code of each refusal. Anything unexpected rises.
    """
    start = threading.Barrier(count)

    def one(n):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            act(n)
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return Counter(pool.map(one, range(count)))
