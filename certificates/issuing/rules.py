"""What a number looks like, and what follows from the changes of status of a number and its copies."""

import re
from dataclasses import dataclass
from datetime import date

VALID = "valid"
REPLACED = "replaced"
REVOKED = "revoked"
SUSPENDED = "suspended"
RESUMED = "resumed"
NAME_ERASED = "name_erased"

# What may stand behind a name of which it is the genitive.
_GENITIVES = ("", "s", "’s", "'s", "’", "'")
_WORDS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*[’']?")
_NUMBER = re.compile(r"(?P<prefix>.+)-(?P<year>\d{4})-(?P<sequence>\d{4,})")


@dataclass(frozen=True)
class Status:
    """What the register says, and since which day; `on` is None while nothing has changed since the issue."""

    word: str
    on: date | None = None

    @property
    def holds(self):
        """Whether it still proves something: also when its name was erased."""
        return self.word in (VALID, NAME_ERASED)

    def since(self, issued_on):
        """Since when it says so: what holds has held since its issue, also when its name was erased later."""
        return issued_on if self.holds or self.on is None else self.on


def number_text(prefix, year, sequence):
    """Return the number as it is printed, e.g. PNF-2026-0001; four digits at least, more when they run out."""
    return f"{prefix}-{year:04d}-{sequence:04d}"


def read_number(text):
    """Return (prefix, year, sequence) of a printed number, or None if `text` is none."""
    found = _NUMBER.fullmatch(text)
    return (found["prefix"], int(found["year"]), int(found["sequence"])) if found else None


def status_of(changes, copy_id=None):
    """
    Return the Status of a number, or of one of its copies if `copy_id` is given.

    `changes` have `copy_id` (None: the whole number), `status` and `on`, oldest first. What ends the number ends all
    its copies; a copy that was replaced leaves its number valid. Revoked outweighs replaced, both outweigh a
    suspension, of which the latest word counts, and that outweighs an erasure.
    """
    ours = [change for change in changes if change.copy_id is None or change.copy_id == copy_id]
    paused = [change for change in ours if change.status in (SUSPENDED, RESUMED)]
    for word in (REVOKED, REPLACED, SUSPENDED, NAME_ERASED):
        found = paused[-1:] if word == SUSPENDED else [change for change in ours if change.status == word]
        if found and found[-1].status == word:
            return Status(word, found[-1].on)
    return Status(VALID)


def says_name(text, name):
    """
    Whether `text` has a word of a given or family name in it, genitives included.

    Only words with a capital count, in both: else "zu klein" would name Ms Klein, and every "von" a noble.
    """
    parts = {word.casefold() for word in _WORDS.findall(name) if word[0].isupper()}
    said = {word.casefold() for word in _WORDS.findall(text) if word[0].isupper()}
    return any(part + ending in said for part in parts for ending in _GENITIVES)
