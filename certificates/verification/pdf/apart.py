"""Has files looked at in processes of their own: web processes never load what reads them, and a bomb costs nothing."""

import json
import queue
import select
import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.verification.pdf.findings import BROKEN, MOST_BYTES, Finding
from lms.lib.refusals import Refusal

CHILD = "certificates.verification.pdf.child"
# Seconds: to start and answer. The other process itself gives a file ten; a file of ours takes less than one.
TIMEOUT = 20
# Of one web process; who comes then waits so many seconds for a turn.
AT_ONCE, WAIT = 2, 5


class Busy(Refusal):
    """Too many files are being looked at."""

    code = "busy"
    status = 503


class Looker:
    """One other process, started when it is needed; it ends by itself when nobody asks for a while."""

    def __init__(self):
        self.process = None

    def ask(self, question):
        """Return the line that it answers (bytes). Raises OSError if it is gone or stays silent."""
        if self.process is None or self.process.poll() is not None:
            self.process = _start()
        try:
            self.process.stdin.write(question)
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], TIMEOUT)[0]:
                raise TimeoutError
            if line := self.process.stdout.readline():
                return line
            raise BrokenPipeError
        except OSError:
            self.end()
            raise

    def end(self):
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


# The last one used comes first: its process is there already.
_free: queue.LifoQueue[Looker] = queue.LifoQueue()
for _turn in range(AT_ONCE):
    _free.put(Looker())


def look_apart(pdf, chains):
    """
    Return the Finding on a file (bytes) against the trusted seals (PEM chains, leaf first). Nothing is written.

    What crashes, hangs or eats the other process is BROKEN. Raises Busy.
    """
    if len(pdf) > MOST_BYTES:
        return Finding(BROKEN)
    try:
        looker = _free.get(timeout=WAIT)
    except queue.Empty as none:
        raise Busy(_("Many files are being checked at this moment. Please send yours again in a minute.")) from none
    try:
        return _ask(looker, pdf, chains)
    finally:
        _free.put(looker)


def _ask(looker, pdf, chains):
    question = json.dumps({"chains": list(chains), "size": len(pdf)}).encode() + b"\n" + pdf
    # It may have gone to sleep in this very moment; then there is another.
    for _attempt in range(2):
        try:
            return Finding(**json.loads(looker.ask(question)))
        except TimeoutError:
            break
        except OSError:
            continue
        except (ValueError, TypeError):
            looker.end()
    return Finding(BROKEN)


def _start():
    return subprocess.Popen(  # noqa: S603 - our own module, fed through its input
        [sys.executable, "-B", "-E", "-s", "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What the reader says of a file may quote it.
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"LC_ALL": "C.UTF-8"},
    )
