"""A room imports only from rooms below it, and never hides an import inside a function, except of something heavy."""

import ast
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]

# From the ground up. Rooms on one line stand beside each other and do not know one another.
TOWER = [
    ["lms.lib"],
    ["lms.settings", "lms.celery", "lms.urls", "lms.wsgi"],
    ["lms.accounts", "lms.api", "lms.audit", "lms.home", "lms.messages", "lms.organisations"],
    ["courses.curriculum"],
    ["courses.cohorts"],
    ["courses.booking"],
    ["courses.attendance", "courses.learning", "courses.invoicing"],
    ["courses.completion"],
    ["courses.models", "courses.urls", "courses.apps", "courses.management", "courses.wagtail_hooks"],
    ["certificates.keys"],
    ["certificates.document"],
    ["certificates.credential"],
    ["certificates.issuing"],
    ["certificates.verification", "certificates.loading", "certificates.publishing"],
    [
        "certificates.models",
        "certificates.urls",
        "certificates.apps",
        "certificates.management",
        "certificates.wagtail_hooks",
    ],
]
HEIGHT = {room: height for height, rooms in enumerate(TOWER) for room in rooms}
# Too heavy for every web process, or not on every machine: these wait until they are used.
HEAVY = {
    "PIL",
    "cryptography",
    "cssselect2",
    "facturx",
    "fontTools",
    "icalendar",
    "lxml",
    "openpyxl",
    "pydyf",
    "pyhanko",
    "pyhanko_certvalidator",
    "pyld",
    "pkcs11",
    "segno",
    "weasyprint",
}
# Rooms that import such: of them, too, a module may be imported where it is used.
WORKSHOPS = {"certificates.keys", "certificates.document", "certificates.credential"}
HEAVY_MODULES = {"certificates.issuing.producing", "lms.lib.paper.plates", "lms.lib.paper.spoken"}
# The ground floor is one floor: its rooms serve one another, and `courses` hangs its furniture up by name.
GROUND = "lms."


def room_of(module):
    """The longest known room that `module` lies in, or None for the world outside."""
    found = [room for room in HEIGHT if module == room or module.startswith(room + ".")]
    return max(found, key=len, default=None)


def modules():
    for floor in ("lms", "courses", "certificates"):
        for path in sorted((BASE / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module


def arrows_up(module, tree):
    """Return the imports of `module` that do not run downward."""
    here = room_of(module)
    wrong = []
    for node, name in imports(tree):
        there = room_of(name)
        if here is None or there is None or there == here or (here.startswith(GROUND) and there.startswith(GROUND)):
            continue
        if HEIGHT[there] >= HEIGHT[here]:
            wrong.append(f"{module}:{node.lineno} imports {name}")
    return wrong


def hidden_imports(module, tree):
    """Return imports inside functions, other than of what is heavy."""
    wrong = []
    for function in ast.walk(tree):
        # Before ready() the apps' models do not exist yet: that is what it is for.
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) or function.name == "ready":
            continue
        for node, name in imports(function):
            heavy = name.split(".")[0] in HEAVY or room_of(name) in WORKSHOPS or name in HEAVY_MODULES
            if not heavy:
                wrong.append(f"{module}:{node.lineno} hides an import of {name}")
    return wrong


def test_no_room_imports_from_above_or_beside():
    wrong = [arrow for path, module in modules() for arrow in arrows_up(module, ast.parse(path.read_text()))]
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_in_a_function():
    wrong = [arrow for path, module in modules() for arrow in hidden_imports(module, ast.parse(path.read_text()))]
    assert not wrong, "\n".join(wrong)


def test_every_module_of_the_upper_floors_lies_in_a_room():
    known = {"courses", "certificates"}
    lost = [
        module
        for _path, module in modules()
        if not module.startswith("lms") and room_of(module) is None and module not in known
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("courses.booking.actions", "from courses.completion.standing import standing_of"),
        ("courses.attendance.actions", "from courses.learning.models import Result"),
        ("lms.home.views", "import certificates.issuing.models"),
    ],
)
def test_an_arrow_up_is_found(module, source):
    assert arrows_up(module, ast.parse(source))


def test_a_hidden_import_is_found():
    assert hidden_imports("lms.home.views", ast.parse("def view():\n    from lms.audit.log import record"))
