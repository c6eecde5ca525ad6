"""Certificates as PDF: what workers do for each, without a web server."""

import json
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from benchmarks.arithmetic import Answer, row_of
from benchmarks.counting import Counter
from benchmarks.server import BASE
from certificates.issuing import making
from certificates.issuing.models import Copy

NAME, TITLE = "certificate", "one certificate as PDF"
BY_TWO, WORKERS = "certificates_two_workers", 2
# Fonts and pictures are read by the first papers; from then on a worker's memory stays what it is.
SETTLED, GROWS_AT_MOST = 50, 8 * 1024**2
MANY = 1000


def print_certificates(stage, count):
    """
    Print `count` certificates one after another, as the task does it, and return the Row.

    The first one, which also starts WeasyPrint, is not counted.
    """
    copies = stage.waiting_copies(count + 1)
    printed_by_hand(copies[:1], stage.at)
    began, worked = time.perf_counter(), time.process_time()
    answers, memory = printed_by_hand(copies[1:], stage.at)
    elapsed, cpu = time.perf_counter() - began, time.process_time() - worked
    note = f"one worker, {memory[-1] / 1024**2:.0f} MB"
    return row_of(NAME, answers, elapsed=elapsed, cpu=cpu, note=note, fault=_fault(copies, [memory]))


def print_by_two(stage, count):
    """Have two worker processes print `count` certificates between them, and return the Row."""
    copies = stage.waiting_copies(count + WORKERS)
    workers = [_worker(copies[number::WORKERS], stage.at) for number in range(WORKERS)]
    for worker in workers:
        _told(worker)  # its first paper is made
    began = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    found = [json.loads(_told(worker)) for worker in workers]
    elapsed = time.perf_counter() - began
    for worker in workers:
        worker.communicate()
    answers = [Answer(200, *one) for each in found for one in each["answers"]]
    sizes = ", ".join(f"{each['memory'][-1] / 1024**2:.0f}" for each in found)
    note = f"two workers, {MANY} would take {MANY * elapsed / len(answers):.0f} s; {sizes} MB"
    fault = _fault(copies, [each["memory"] for each in found])
    return row_of(BY_TWO, answers, elapsed=elapsed, cpu=sum(each["cpu"] for each in found), note=note, fault=fault)


def printed_by_hand(copies, at):
    """Print these copies (ids) and return (an Answer for each, the memory after each in bytes)."""
    from certificates.issuing.producing import produce  # heavy: only who prints needs it

    answers, memory = [], []
    for pk in copies:
        start, counter = time.perf_counter(), Counter()
        with connection.execute_wrapper(counter):
            making.make(making.claim(pk, at), produce, at)
        answers.append(Answer(200, time.perf_counter() - start, counter.count))
        memory.append(resident())
    return answers, memory


def resident():
    """Return the resident memory of this process in bytes, as Linux tells it."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


def _fault(copies, memories):
    printed = Copy.objects.filter(pk__in=copies, state=Copy.State.DONE).count()
    wrong = [f"{printed} of {len(copies)} were printed"] if printed != len(copies) else []
    for memory in memories:
        grown = memory[-1] - memory[min(SETTLED, len(memory) - 1)]
        if grown > GROWS_AT_MOST:
            wrong.append(f"memory grew by {grown / 1024**2:.0f} MB")
    return "; ".join(wrong)


def _worker(copies, at):
    worker = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BASE
    )
    worker.stdin.write(json.dumps({"copies": copies, "at": at.isoformat()}) + "\n")
    worker.stdin.flush()
    return worker


def _told(worker):
    if line := worker.stdout.readline():
        return line
    raise RuntimeError("A worker ended before it had printed its certificates; its own words stand above.")
