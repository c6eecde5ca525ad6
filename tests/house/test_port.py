"""`./run demo` refuses a wrong PORT before it changes anything, remembers where it serves, takes up what was left."""

import os
import shutil
import socket
import subprocess
import time

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
case "$*" in
  *load_demo*) echo "at load_demo: $(cat var/public-url)" ;;
  *run_due_jobs*) sleep 2; echo "due jobs are done" ;;
  *gunicorn*) echo serving ;;
esac
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


def start_in(house):
    """Start the demo of stand-ins on a free port; return the port and what was said."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    path = os.pathsep.join([str(house / "first"), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "run", "demo"],
        cwd=house,
        env={**os.environ, "PORT": port, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return port, done.stdout


def test_the_address_is_written_down_for_later_commands(house_of_stand_ins):
    port, said = start_in(house_of_stand_ins)
    assert f"at load_demo: http://127.0.0.1:{port}\n" in said


def test_a_later_start_takes_up_what_was_left_and_does_not_wait_for_it(house_of_stand_ins):
    told = house_of_stand_ins / "var" / "due-jobs.log"
    assert "serving" in start_in(house_of_stand_ins)[1] and not told.exists(), "nothing can be left yet"
    (house_of_stand_ins / "var" / "lehrgang.sqlite3").touch()
    assert "serving" in start_in(house_of_stand_ins)[1]
    assert not read(told), "it is at work while the demo serves"
    until = time.monotonic() + 20
    while not read(told) and time.monotonic() < until:
        time.sleep(0.1)
    assert read(told) == "due jobs are done\n"


def read(path):
    return path.read_text() if path.exists() else ""
