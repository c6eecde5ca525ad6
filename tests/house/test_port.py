"""`./run demo` says what is wrong with PORT before it installs or changes anything, and remembers where it serves."""

import os
import shutil
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


STAND_IN = """#!/bin/sh
case "$*" in *load_demo*) echo "at load_demo: $(cat var/public-url)" ;; esac
"""


@pytest.fixture
def house_of_stand_ins(tmp_path):
    """A folder with `run` whose Python does nothing: what the script itself does remains, and nothing is installed."""
    shutil.copy(settings.BASE_DIR / "run", tmp_path)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-boot.lock"):
        (tmp_path / name).touch()
    command = tmp_path / "certificates" / "management" / "commands" / "load_demo.py"
    command.parent.mkdir(parents=True)
    command.touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "first").mkdir()
    for name in (".venv/bin/python", ".venv/bin/pip", ".venv/bin/uv", "first/apt-get"):
        (tmp_path / name).write_text(STAND_IN)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_the_address_is_written_down_for_later_commands(house_of_stand_ins):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    path = os.pathsep.join([str(house_of_stand_ins / "first"), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "run", "demo"],
        cwd=house_of_stand_ins,
        env={**os.environ, "PORT": port, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert f"at load_demo: http://127.0.0.1:{port}\n" in done.stdout
