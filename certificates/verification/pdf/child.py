"""
The process that looks at one file: it is fed through its input, answers with one line, and can do nothing else.

Started as `python -m certificates.verification.pdf.child`. The input is one line of JSON (the trusted chains), then the
file. What a hostile file blows up is this process: its memory and its time are bounded, and while it reads it can
open neither file nor connection.
"""

import asyncio
import dataclasses
import importlib
import json
import resource
import sys

MOST_MEMORY = 320 * 1024 * 1024
MOST_CPU_SECONDS = 5
# What the libraries load only when they come to it: by then the doors are closed.
NEEDED_LATER = ("pyhanko.pdf_utils.filters", "cryptography.hazmat.backends.openssl", "lxml.etree")


def main():
    """Read, look, answer."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CPU, MOST_CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    from certificates.verification.pdf.inspecting import inspect

    for module in NEEDED_LATER:
        importlib.import_module(module)
    chains = json.loads(sys.stdin.buffer.readline())
    pdf = sys.stdin.buffer.read()
    loop = asyncio.new_event_loop()
    close_doors()
    print(json.dumps(dataclasses.asdict(inspect(pdf, chains, loop))))


def close_doors():
    """From now on nothing more can be opened: no file, no socket, no pipe."""
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what, most):
    _soft, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
