"""The list of letters and the style sheet say what the bundled font files hold."""

import json
import re

import pytest

from lms.lib.paper import subsetting
from lms.lib.paper.faults import DocumentFault
from lms.lib.paper.glyphs import FAMILIES, FONTS, LETTERS, refuse_unknown, world

SHEETS = [FONTS.parent / name for name in ("fonts.css", "fonts-world.css")]


def test_the_list_of_letters_is_what_the_fonts_can_draw():
    listed = json.loads(LETTERS.read_text(encoding="utf-8"))
    home = subsetting.letters_at_home()
    scripts = {
        f"Lehrgang World {path.stem.split('-')[2].title()}": subsetting.as_ranges(subsetting.letters_of(path) - home)
        for path in FONTS.glob("lehrgang-world-*.woff2")
    }
    assert listed == {"home": subsetting.as_ranges(home), "world": scripts}


def test_every_font_of_the_world_has_a_family_of_its_own():
    faces = re.findall(r'font-family: "([^"]+)".*?fonts/([\w-]+)\.woff2', SHEETS[1].read_text())
    assert len(dict(faces)) == len(faces) == len(world())


@pytest.mark.parametrize("letter", ["ʻ", "ʼ"])
def test_letters_that_plex_draws_as_marks_are_left_to_the_reserve(letter):
    having = {path.name.split("-")[1] for path in FONTS.glob("*.woff2") if ord(letter) in subsetting.letters_of(path)}
    assert "reserve" in having and not having & {"sans", "serif"}


def test_every_font_is_named_by_a_style_sheet_and_is_there():
    named = {name for sheet in SHEETS for name in re.findall(r"fonts/([\w-]+\.woff2)", sheet.read_text())}
    assert named == {path.name for path in FONTS.glob("*.woff2")}


def test_fonts_and_their_licences_stay_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < 5_000_000
    licences = (FONTS / "LICENSES.txt").read_text()
    assert all(family in licences for family in {*FAMILIES, "Lehrgang World"})


@pytest.mark.parametrize(
    "text", ["Ana", "Nguyễn", "Nguye\u0302\u0303n", "علی\u200cرضا", "龔喆頔", "Ọ̀ṣun", "ge\u00adhen"]
)
def test_what_our_fonts_have_is_not_refused(text):
    refuse_unknown([text])


def test_what_no_font_has_is_refused_by_name():
    with pytest.raises(DocumentFault) as caught:
        refuse_unknown(["Ana", "𒀀na"])
    assert caught.value.facts["letters"] == ["𒀀"] and "U+12000" in str(caught.value)
    assert "„𒀀na“" in str(caught.value), "which text it was"
