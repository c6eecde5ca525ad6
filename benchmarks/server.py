"""The web server under test: gunicorn as in production, and what /proc says that its processes use."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 2
SECONDS_TO_START = 90
TICKS = os.sysconf("SC_CLK_TCK")


class NoServer(Exception):
    """gunicorn did not come up; its own words follow."""


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port on 127.0.0.1 and the process that the others descend from."""

    port: int
    pid: int

    def workers(self):
        """Return the ids of the processes that answer requests."""
        return children(self.pid)

    def cpu_seconds(self):
        """Return what all its processes have worked so far, in the program and in the kernel for it."""
        return tree_cpu_seconds(self.pid)

    def memory(self):
        """Return (resident, proportional) bytes of each worker; shared pages count fully in the first."""
        return [(_kilobytes(pid, "Rss") * 1024, _kilobytes(pid, "Pss") * 1024) for pid in self.workers()]


def children(pid):
    """Return the ids of the processes that a process has started, from whichever of its threads."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def tree_cpu_seconds(pid):
    """Return what a process has worked and all that descend from it: also those that are gone and were waited for."""
    try:
        return cpu_seconds(pid) + sum(tree_cpu_seconds(child) for child in children(pid))
    except FileNotFoundError:
        return 0


def cpu_seconds(pid):
    """Return the times of a process and of what it waited for; see proc(5): its name, in brackets, may hold blanks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _kilobytes(pid, name):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise ValueError(name)


@contextmanager
def serving(log):
    """Start gunicorn with the environment at hand, yield a Server once it answers, stop it. Raises NoServer."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS)),
        # Nobody is replaced while it is measured.
        *("--max-requests", "0", "--log-level", "warning"),
    ]
    with log.open("wb") as output:
        # Threads share one heap, as in deploy/lehrgang-web.service.
        environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
        process = subprocess.Popen(command, cwd=BASE, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_until_it_answers(process, port, log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(process, port, log):
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("HEAD", "/")
            connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise NoServer(f"gunicorn did not start:\n{log.read_text(errors='replace')[-3000:]}")
