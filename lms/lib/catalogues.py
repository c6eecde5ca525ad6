"""Translation catalogues, one per room: compile them, and find the texts that are in none of them."""

import io
import sys
from collections import defaultdict
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parent.parent.parent
FLOORS = ("lms", "courses", "certificates")
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")
KEYWORDS: dict = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def read(path: Path) -> Catalog:
    """Return the catalogue at `path`. Raises PoFileError where it is not one."""
    with path.open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


def own_catalogues(base: Path = BASE):
    """Yield each .po file of the project."""
    for folder in (*FLOORS, "templates"):
        yield from sorted((base / folder).rglob("django.po"))


def stale_catalogues(base: Path = BASE):
    """Yield each .po file that has changed since it was compiled."""
    for path in own_catalogues(base):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            yield path


def compile_catalogue(path: Path) -> None:
    """Write the compiled form beside a .po file."""
    catalogue = read(path)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def sources(base: Path = BASE):
    """Yield each file whose texts people read."""
    for folder in (*FLOORS, "templates"):
        for suffix in ("*.py", "*.html", "*.txt"):
            for path in sorted((base / folder).rglob(suffix)):
                if not {"migrations", "static", "locale"} & set(path.parts):
                    yield path


def texts(path: Path):
    """Yield (context, msgid or (singular, plural)) for each translatable text of a Python file or template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # In brackets the tokenizer does not mind the indentation of the page.
        source = f"(\n{templatize(source, origin=str(path))}\n)"
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if message:
            yield context, message


def room_of(path: Path, base: Path = BASE) -> Path:
    """Return the folder whose catalogue the texts of `path` belong to; templates/courses/booking is courses/booking."""
    parts = path.relative_to(base).parts[:-1]
    if parts[0] == "templates":
        candidates = [parts[1:3], ("lms", *parts[1:2])]
        rooms = [room for room in candidates if len(room) == 2 and base.joinpath(*room).is_dir()]
        parts = rooms[0] if rooms else parts[:1]
    return base.joinpath(*parts[:2])


def first(message):
    """Return the singular of a message with plural, or the message itself."""
    return message if isinstance(message, str) else message[0]


def missing(base: Path = BASE) -> dict:
    """Return {room: [(context, message)]} of the texts that no catalogue of the project translates, in order."""
    known = {
        (message.context, first(message.id))
        for path in own_catalogues(base)
        for message in read(path)
        if message.string and all(message.string) and not message.fuzzy
    }
    gaps: dict = defaultdict(dict)
    for path in sources(base):
        for context, message in texts(path):
            if (context, first(message)) not in known:
                gaps[room_of(path, base)][(context, message)] = None
    return {room: list(wanted) for room, wanted in gaps.items()}


def add_to(room: Path, wanted) -> int:
    """Append what the catalogue of `room` lacks, untranslated, and return how many; the rest stays as it is."""
    path = room / CATALOGUE
    old = read(path) if path.exists() else Catalog(locale="de")
    new = Catalog(locale="de", fuzzy=False)
    for context, message in wanted:
        if old.get(message, context) is None:
            new.add(message, context=context)
    if len(new):
        out = io.BytesIO()
        write_po(out, new, omit_header=path.exists(), width=120)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write((b"\n" if path.exists() and path.stat().st_size else b"") + out.getvalue())
    return len(new)


def update(base: Path = BASE) -> int:
    """Put the texts without German into their rooms' catalogues and say where; return how many there are."""
    gaps = missing(base)
    for room, wanted in sorted(gaps.items()):
        print(
            f"{(room / CATALOGUE).relative_to(base)}: {len(wanted)} without German, {add_to(room, wanted)} of them new"
        )
    return sum(map(len, gaps.values()))


if __name__ == "__main__":
    if sys.argv[1] == "compile":
        for name in sys.argv[2:]:
            try:
                compile_catalogue(Path(name))
            except PoFileError as error:
                sys.exit(f"{name}: {error}")
    elif update():
        sys.exit("Translate what is empty there, then start ./run messages again.")
