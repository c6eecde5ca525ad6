"""The lock files pin each package by hash, name no server, and hold all that the product asks for."""

import json
import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-boot.lock"]


def pins(name):
    """Return {package: whole entry} of a lock file; a package pinned for several Pythons keeps all its entries."""
    entries = {}
    for entry in re.split(r"\n(?=[a-z])", (BASE / name).read_text()):
        if match := re.match(r"([a-z0-9._-]+)==", entry):
            entries[match[1]] = entries.get(match[1], "") + entry
    return entries


def asked_for(name):
    """Return the packages that an .in file names."""
    lines = (line for line in (BASE / name).read_text().splitlines() if re.match(r"[A-Za-z]", line))
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-") for line in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_names_no_server(name):
    assert "://" not in (BASE / name).read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_pins_every_package_by_hash(name):
    entries = pins(name)
    assert entries
    assert [package for package, entry in entries.items() if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("stem", ["requirements", "requirements-test"])
def test_holds_what_is_asked_for(stem):
    assert asked_for(f"{stem}.in") - set(pins(f"{stem}.lock")) == set()


def test_the_test_lock_holds_the_other_one_unchanged():
    run, test = pins("requirements.lock"), pins("requirements-test.lock")

    def versions(entry):
        return re.findall(r"==([^ ;\\]+)", entry.split("--hash")[0])

    assert {package: versions(entry) for package, entry in run.items()} == {
        package: versions(test.get(package, "")) for package in run
    }


def test_no_other_tool_keeps_a_lock_file_beside_these():
    assert [name for name in ("uv.lock", "poetry.lock", "Pipfile.lock", "pylock.toml") if (BASE / name).exists()] == []


def test_the_verifiers_lock_names_no_server_and_pins_by_hash():
    packages = json.loads((BASE / "tests/independent/package-lock.json").read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert len(installed) > 100
    assert [name for name, entry in installed.items() if "resolved" in entry or "integrity" not in entry] == []
