"""A file is sent as browsers send it, and every process that a server starts is counted."""

import os
import subprocess
import sys

from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from benchmarks.client import TOKEN, Request
from benchmarks.server import tree_cpu_seconds

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_a_file_is_sent_as_browsers_send_it():
    request = Request("/verify/", form=[("ask", "file")], file=b"%PDF\r\n--\x00\xff")
    body = request.body
    sent: WSGIRequest = RequestFactory().generic("POST", "/", body, content_type=request.headers["Content-Type"])
    assert sent.FILES["file"].read() == request.file
    assert (sent.POST["ask"], sent.POST["csrfmiddlewaretoken"]) == ("file", TOKEN)


def test_counts_what_was_started_and_what_is_gone():
    before = tree_cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    assert tree_cpu_seconds(os.getpid()) - before >= 0.29
    command = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}]); print('done', flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        running.stdout.readline()
        assert tree_cpu_seconds(running.pid) >= 0.29
        running.stdin.close()
