"""Every value that the environment may set stands in docs/settings.md, and nothing stands there that is not read."""

import ast
import re
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
DOCS = BASE / "docs" / "settings.md"
FILES = [
    *BASE.glob("lms/**/*.py"),
    *BASE.glob("courses/**/*.py"),
    *BASE.glob("certificates/**/*.py"),
    *BASE.glob("deploy/*.py"),
    *BASE.glob("benchmarks/**/*.py"),
]
# Set for others to read, never a choice of ours.
NOT_CHOICES = {"DJANGO_SETTINGS_MODULE"}


def reads_environment(call):
    """Say whether a call looks like env("X"), env.bool("X"), os.environ.get("X") or os.getenv("X")."""
    spoken = ast.unparse(call.func)
    return spoken == "env" or spoken.startswith("env.") or spoken in {"os.environ.get", "os.getenv", "environ.get"}


def names_read(path):
    """Yield the names of environment variables that a Python file reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and reads_environment(node) and node.args:
            name = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            name = node.slice
        else:
            continue
        if isinstance(name, ast.Constant) and name.value not in NOT_CHOICES:
            yield name.value


def documented():
    """Return the names in the first column of the tables."""
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_name_read_is_documented():
    read = {name for path in FILES for name in names_read(path)}
    assert read - documented() == set()


def test_every_documented_name_is_read():
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*FILES, BASE / "run", *BASE.glob("tests/*.py")])
    # boto3 reads its keys itself.
    assert {name for name in documented() if name not in text and not name.startswith("AWS_")} == set()
