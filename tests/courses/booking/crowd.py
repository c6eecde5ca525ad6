"""Many people at once: threads that start together, each with a database connection of its own."""

import multiprocessing
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections

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


def many_in_threads(count, workers, act):
    """Call `act(n)` `count` times from `workers` threads that start together; count as `all_at_once` does."""
    start = threading.Barrier(workers)
    numbers = iter(range(count))

    def work(_worker):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            # next() on one range iterator is safe between threads.
            return Counter(_outcome(act, n) for n in numbers)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return sum(pool.map(work, range(workers)), Counter())


def many_in_processes(count, workers, act):
    """The same from processes, forked from this one: nothing but the database is shared between them."""
    system = multiprocessing.get_context("fork")
    start, said = system.Barrier(workers), system.SimpleQueue()
    # A connection that two processes use is broken for both.
    connections.close_all()

    def work(worker):
        start.wait(timeout=60)
        try:
            said.put(Counter(_outcome(act, n) for n in range(worker, count, workers)))
        except BaseException as fault:
            said.put(Counter({repr(fault): 1}))
            raise

    processes = [system.Process(target=work, args=(worker,)) for worker in range(workers)]
    for process in processes:
        process.start()
    outcome = sum((said.get() for _process in processes), Counter())
    for process in processes:
        process.join(timeout=60)
    return outcome


def _outcome(act, n):
    try:
        act(n)
    except Refusal as refusal:
        return refusal.code
    return "done"
