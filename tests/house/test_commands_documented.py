"""Every command of ours, of ./run and of manage.py, is explained where the one who operates it looks."""

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
COMMANDS = sorted(
    path.stem
    for floor in ("lms", "courses", "certificates")
    for path in (BASE / floor).rglob("management/commands/*.py")
    if path.stem != "__init__"
)
DOCS = "\n".join(
    path.read_text(encoding="utf-8") for path in (BASE / "README.md", BASE / "docs" / "operate.md") if path.exists()
)


@pytest.mark.parametrize("command", COMMANDS)
def test_names_the_management_command(command):
    assert f"manage.py {command}" in DOCS


@pytest.mark.parametrize("command", re.findall(r"^  ([a-z]+)\)", (BASE / "run").read_text(), re.MULTILINE))
def test_names_the_command_of_run(command):
    assert f"./run {command}" in DOCS
