"""A letter greets whom it is for and goes on in small letters, or begins with a capital one; in both languages."""

import re

import pytest
from django.conf import settings
from django.utils import translation

TEMPLATES = settings.BASE_DIR / "templates"
LETTERS = sorted(TEMPLATES.rglob("letters/*.txt"))
INCLUDED = {name for path in LETTERS for name in re.findall(r'include "([^"]+)"', path.read_text())}
TEXT = re.compile(r'{% translate "([^"]+)"|{% blocktranslate[^%]*%}(.*?){% (?:endblocktranslate|plural)', re.DOTALL)
WORDS = [path for path in LETTERS if str(path.relative_to(TEMPLATES)) not in INCLUDED]


def openings(path):
    """Return the texts of the first paragraph after the subject, as they are looked up in the catalogues."""
    first = path.read_text().split("\n\n")[1]
    return [re.sub(r"{{ (\w+) }}", r"%(\1)s", one or other) for one, other in TEXT.findall(first)]


def test_there_are_letters():
    assert len(WORDS) > 30


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_it_begins_with_a_greeting_or_a_capital_letter(path):
    for text in openings(path):
        for language in ("en", "de"):
            with translation.override(language):
                said = translation.gettext(text)
            assert said.endswith(",") or not said[0].islower(), (path.name, said)
