"""What a template must say, must not say, and what of it is filled in. Pure."""

import re

from certificates.document.forbidden import readings

# What somebody must be able to read on the front (domain R15), as the fields of the text below the title.
REQUIRED = {
    "certificate": ("units", "start", "end", "requirements"),
    "attendance_confirmation": ("units", "start", "end", "attended"),
    "seminar_list": (),
}
FIELDS = ("seminars", "units", "start", "end", "requirements", "attended")
# A heading that could be taken for a paper of a public-law examination (domain R1; beyond the trade's words: [P]).
# An "Abschluss" is one where the word ends, or goes on as a paper; an "Abschlussarbeit" is none.
_MISLEADING = re.compile(
    r"zeugnis|pr(?:ü|ue|u)fung|examination|diplom|\b(?:degree|bachelor|master of)\b"
    r"|(?:meister|gesellen|facharbeiter)brief|abschl(?:uss(?:es)?|üssen?)\b|abschluss ?(?:urkunde|zertifikat|brief)"
)

# What a field is filled in with ends with its noun: {seminars} becomes "vier Seminaren", {units} "32 teaching units".
_AGAIN = {
    "seminars": r"seminar\w*",
    "units": r"(?:(?:unterrichts|lehr|lern)?(?:einheit|stunde)(?:en|n)?|ue|(?:teaching )?(?:unit|hour|lesson)s?)\b",
}
_NOUN_AGAIN = re.compile(
    "|".join(rf"\{{\s*{name}\s*\}}[\s\u00a0-]*(?:{noun})" for name, noun in _AGAIN.items()), re.IGNORECASE
)
_FIELD = re.compile(r"\{([^{}]*)\}")


def fields_of(lines):
    """Return the names in braces that the lines hold, in their order."""
    return [name.strip() for line in lines for name in _FIELD.findall(line)]


def missing_fields(kind, lines):
    """Return the fields that a text of this kind lacks; a text that is left empty lacks nothing."""
    return [name for name in REQUIRED[kind] if name not in fields_of(lines)] if lines else []


def unknown_fields(lines):
    """Return names in braces that nothing fills in."""
    return [name for name in fields_of(lines) if name not in FIELDS]


def repeated_nouns(lines):
    """Return each field that is followed by the noun which it brings along, with that noun: "{units} UE"."""
    return [" ".join(found[0].split()) for found in _NOUN_AGAIN.finditer("\n".join(lines))]


def filled_in(lines, values):
    """
    Return the lines with their fields filled in: {name} becomes values[name], text or a list of lines.

    A line that consists of one field with a list becomes as many lines; one whose fields are all empty is left out.
    """
    done = []
    for line in lines:
        names = [name.strip() for name in _FIELD.findall(line)]
        if names and not any(values.get(name) for name in names):
            continue
        if len(names) == 1 and _FIELD.fullmatch(line.strip()) and isinstance(values[names[0]], list | tuple):
            done.extend(values[names[0]])
            continue
        done.append(_FIELD.sub(lambda found: _plain(values.get(found[1].strip(), "")), line))
    return tuple(done)


def misleading_heading(heading):
    """Return the word by which a heading could be taken for a public-law examination's, or ""."""
    found = next((found for plain in readings(heading) if (found := _MISLEADING.search(plain))), None)
    return found[0] if found else ""


def _plain(value):
    return " ".join(value) if isinstance(value, list | tuple) else str(value)
