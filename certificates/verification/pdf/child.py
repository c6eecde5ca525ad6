"""
The process that looks at files: fed through its input, it answers each with one line, and ends when nobody asks.

Started as `python -m certificates.verification.pdf.child`. A question is one line of JSON (trusted chains, size), then
the file. Each file is looked at in a fork that has everything loaded: its memory and its time are bounded, and while
it reads it can open neither file nor connection. What a hostile file blows up is that fork.
"""

import asyncio
import dataclasses
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
from pathlib import Path

from certificates.verification.pdf.inspecting import inspect

MOST_MEMORY = 320 * 1024 * 1024
MOST_CPU_SECONDS = 5
# Seconds on the clock for one file, and without any question.
TIMEOUT, IDLE = 10, 60
# What the libraries load only when they come to it: by then the doors are closed.
NEEDED_LATER = ("pyhanko.pdf_utils.filters", "cryptography.hazmat.backends.openssl", "lxml.etree")
# Sealed with a key that was thrown away; nothing trusts it.
SAMPLE = Path(__file__).parent / "sample"
BROKEN = b'{"state": "broken"}'


def main():
    """Answer question after question."""
    for module in NEEDED_LATER:
        importlib.import_module(module)
    warm_up()
    while select.select([sys.stdin], [], [], IDLE)[0] and (line := sys.stdin.buffer.readline()):
        about = json.loads(line)
        answer = look_in_a_fork(sys.stdin.buffer.read(about["size"]), about["chains"])
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()


def warm_up():
    """
    Look once at a paper of our own make, before anybody else's is here.

    What the libraries put together at their first file, each fork would else put together again: a fifth of its work.
    """
    inspect(SAMPLE.with_suffix(".pdf").read_bytes(), [SAMPLE.with_suffix(".pem").read_text()])
    gc.collect()
    # Else looking for garbage would touch, and so copy, all that the fork shares.
    gc.freeze()


def look_in_a_fork(pdf, chains):
    """Return what a fork says of the file, as JSON; it is gone afterwards, whatever it was doing."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _look(pdf, chains, writing)
    os.close(writing)
    try:
        ready = select.select([reading], [], [], TIMEOUT)[0]
        return (os.read(reading, 4096) if ready else b"") or BROKEN
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _look(pdf, chains, writing):
    """Look, write, end; nothing of the process that forked is gone through again."""
    try:
        limit()
        loop = asyncio.new_event_loop()
        close_doors()
        os.write(writing, json.dumps(dataclasses.asdict(inspect(pdf, chains, loop))).encode())
    finally:
        os._exit(0)


def limit():
    """Bound memory, time and what may be written."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CPU, MOST_CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def close_doors():
    """From now on nothing more can be opened: no file, no socket, no pipe."""
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what, most):
    _soft, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
