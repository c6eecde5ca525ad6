"""
Long jobs beside the request where there is no broker, so that whoever pressed the button sees how far they are.

One thread of this process, which takes one job after the other. Truth is the state of the rows, as with a broker: what
a process that ends leaves undone, a sweeper finds. It is no queue: nobody else can take from it.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)
_threads: list[ThreadPoolExecutor] = []
_under_way: set[Future] = set()


def is_beside():
    """Whether long jobs are done here: there is no broker."""
    return settings.CELERY_TASK_ALWAYS_EAGER and settings.LONG_JOBS_BESIDE


def beside(task, *args):
    """Run a Celery task in the thread of this process; return a Future. Commands wait at their end until it is done."""
    if not _threads:
        # Made with the first job: a thread does not come along when a web server forks its workers.
        _threads.append(ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs"))
    job = _threads[0].submit(_run, task, args)
    _under_way.add(job)
    job.add_done_callback(_under_way.discard)
    return job


def take_up(task, keys):
    """
    Have done beside the requests what a process that ended left undone, when somebody looks for it; return how many.

    `keys` are those of the rows that are due, one argument of the task each. Nothing is taken up while this process has
    jobs: what waits may be among them. Where there is a broker its sweeper does it.
    """
    if not is_beside() or _under_way:
        return 0
    return len([beside(task, key) for key in keys])


def _run(task, args):
    try:
        task.apply(args, throw=True)
    except Exception:  # whatever it was, the jobs behind it are due too
        log.exception("The job %s failed", task.name)
    finally:
        connections.close_all()
