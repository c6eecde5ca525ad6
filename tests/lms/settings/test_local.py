"""Commands of the demo take the address that the demo is served under: papers are sealed with it for ever."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def addresses(tmp_path):
    """Ask the local settings for their two addresses in a process of its own, whose var/ is a folder of the test."""
    code = (
        "import sys; from pathlib import Path; from lms.settings import base; base.VAR_DIR = Path(sys.argv[1]);"
        "from lms.settings import local; print(local.PUBLIC_URL, local.WAGTAILADMIN_BASE_URL)"
    )

    def ask(written=None, **env):
        if written is not None:
            (tmp_path / "public-url").write_text(written)
        kept = {name: value for name, value in os.environ.items() if name not in {"PUBLIC_URL", "PORT"}}
        command = [sys.executable, "-c", code, str(tmp_path)]
        done = subprocess.run(
            command, env={**kept, **env}, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    return ask


def test_what_the_demo_wrote_down_is_taken(addresses):
    assert addresses("http://127.0.0.1:8061\n") == ["http://127.0.0.1:8061"] * 2


def test_what_the_environment_says_comes_first(addresses):
    assert addresses("http://127.0.0.1:8061\n", PUBLIC_URL="http://localhost:9") == ["http://localhost:9"] * 2


@pytest.mark.parametrize("written", [None, "", "\n"])
def test_without_it_the_demo_is_where_it_is_by_default(addresses, written):
    assert addresses(written) == ["http://127.0.0.1:8000"] * 2
