"""One certificate: what a worker does for each, without a web server."""

import time
from pathlib import Path

from django.db import connection, transaction

from benchmarks.arithmetic import Answer, row_of
from benchmarks.counting import Counter
from benchmarks.stage import forget_jobs
from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy
from tests.certificates.issuing import scenes

NAME, TITLE = "certificate", "one certificate as PDF"
# Fonts and pictures are read by the first papers; from then on a worker's memory stays what it is.
SETTLED, GROWS_AT_MOST = 50, 8 * 1024**2


def print_certificates(stage, count):
    """
    Print `count` certificates one after another, as the task does it, and return the Row.

    The first one, which also starts WeasyPrint, is not counted.
    """
    from certificates.issuing.producing import produce  # heavy: only who prints needs it

    copies = _issued(stage, count + 1)
    answers, began, worked, memory = [], 0, 0, []
    for number, pk in enumerate(copies):
        if number == 1:
            began, worked = time.perf_counter(), time.process_time()
        start, counter = time.perf_counter(), Counter()
        with connection.execute_wrapper(counter):
            making.make(making.claim(pk, stage.at), produce, stage.at)
        answers.append(Answer(200, time.perf_counter() - start, counter.count))
        memory.append(resident())
    elapsed, cpu = time.perf_counter() - began, time.process_time() - worked
    printed = Copy.objects.filter(pk__in=copies, state=Copy.State.DONE).count()
    fault = "" if printed == len(copies) else f"{printed} of {len(copies)} were printed"
    grown = memory[-1] - memory[min(SETTLED, len(memory) - 1)]
    if grown > GROWS_AT_MOST:
        fault = f"memory grew by {grown / 1024**2:.0f} MB; {fault}".removesuffix("; ")
    note = f"one worker, {memory[-1] / 1024**2:.0f} MB"
    return row_of(NAME, answers[1:], elapsed=elapsed, cpu=cpu, note=note, fault=fault)


def resident():
    """Return the resident memory of this process in bytes, as Linux tells it."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


def _issued(stage, count):
    """Return the ids of copies that wait for their printing."""
    cohort = scenes.finished_cohort(count)
    with transaction.atomic():
        issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=stage.at).certificates
        forget_jobs()
    return list(Copy.objects.filter(certificate__in=issued).values_list("pk", flat=True))
