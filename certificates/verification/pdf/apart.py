"""Has a file looked at in a process of its own: web processes never load what reads it, and a bomb costs nothing."""

import json
import subprocess
import sys
import threading

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.verification.pdf.findings import BROKEN, MOST_BYTES, Finding
from lms.lib.refusals import Refusal

CHILD = "certificates.verification.pdf.child"
# Seconds: a file of ours takes less than one; the others are not worth more.
TIMEOUT = 10
# Of one web process; who comes then waits so many seconds for a turn.
AT_ONCE, WAIT = 2, 5
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Refusal):
    """Too many files are being looked at."""

    code = "busy"
    status = 503


def look_apart(pdf, chains):
    """
    Return the Finding on a file (bytes) against the trusted seals (PEM chains, leaf first). Nothing is written.

    What crashes, hangs or eats the other process is BROKEN. Raises Busy.
    """
    if len(pdf) > MOST_BYTES:
        return Finding(BROKEN)
    if not _turns.acquire(timeout=WAIT):
        raise Busy(_("Many files are being checked at this moment. Please send yours again in a minute."))
    try:
        return _ask_child(pdf, chains)
    finally:
        _turns.release()


def _ask_child(pdf, chains):
    fed = json.dumps(list(chains)).encode() + b"\n" + pdf
    try:
        done = subprocess.run(  # noqa: S603 - our own module, fed through its input
            [sys.executable, "-B", "-E", "-s", "-m", CHILD],
            input=fed,
            stdout=subprocess.PIPE,
            # What the reader says of a file may quote it.
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
        return Finding(**json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError, TypeError):
        return Finding(BROKEN)
