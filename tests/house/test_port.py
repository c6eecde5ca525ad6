"""`./run demo` says what is wrong with PORT before it installs or changes anything."""

import os
import socket
import subprocess

import pytest
from django.conf import settings


def start_demo(port):
    return subprocess.run(
        ["sh", "run", "demo"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# The last one is a digit for Python, and the server would listen at 3.
@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", " 80", "\u0663"])
def test_a_port_that_is_none_is_refused(port):
    answer = start_demo(port)
    assert answer.returncode == 1
    assert "it must be a number from 1 to 65535" in answer.stderr
    assert answer.stdout == ""


def test_a_port_that_is_taken_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = start_demo(port)
    assert answer.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in answer.stderr
