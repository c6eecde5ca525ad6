"""
Long jobs beside the request where there is no broker, so that whoever pressed the button sees how far they are.

One thread of this process, which takes one job after the other. Truth is the state of the rows, as with a broker: what
a process that ends leaves undone, a sweeper finds. It is no queue: nobody else can take from it.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

log = logging.getLogger(__name__)
_threads: list[ThreadPoolExecutor] = []


def beside(task, *args):
    """Run a Celery task in the thread of this process; return a Future. Commands wait at their end until it is done."""
    if not _threads:
        # Made with the first job: a thread does not come along when a web server forks its workers.
        _threads.append(ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs"))
    return _threads[0].submit(_run, task, args)


def _run(task, args):
    try:
        task.apply(args, throw=True)
    except Exception:  # whatever it was, the jobs behind it are due too
        log.exception("The job %s failed", task.name)
    finally:
        connections.close_all()
