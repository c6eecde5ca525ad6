"""
Makes the fonts of the world's scripts anew: `python -m lms.lib.paper.subsetting` (some minutes of work).

It reads the Debian packages fonts-noto-core 20201225-1 and fonts-noto-cjk 20220127 and writes into fonts/ what is kept
in the repository, with the style sheet and the list of letters that follow from it. For maintainers, never at run time.
"""

import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from lms.lib.paper.glyphs import FONTS, LETTERS

NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
SERIFS = [
    *("Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada"),
    *("Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai"),
]
# All ideographs of the first Unicode block and both kana; all syllables of Korean; and the space between two names.
HAN = {0x20, *range(0x3040, 0x3100), *range(0x4E00, 0xA000), 0x3005, 0x3006}
HANGUL = {0x20, *range(0xAC00, 0xD7A4)}
# A family for each script: WeasyPrint embeds fonts of one family and weight as one, and mixes up what they draw.
FACE = (
    '@font-face {{ font-family: "{family}"; font-weight: 400; unicode-range: {ranges}; '
    'src: url("fonts/{name}") format("woff2"); }}'
)


def main():
    for script in SERIFS:
        cut(TTFont(NOTO / f"NotoSerif{script}-Regular.ttf"), script.lower(), ["*"])
    cut(TTFont(NOTO / "NotoNaskhArabic-Regular.ttf"), "arabic", ["*"])
    for name, letters in (("han", HAN), ("hangul", HANGUL)):
        cut(TTFont(CJK, fontNumber=SIMPLIFIED_CHINESE), name, [], letters)
    describe()


def cut(font, name, features, letters=None):
    """Write the subset of a font: `letters` (None: all that it has) and the OpenType features named."""
    options = subset.Options(flavor="woff2", layout_features=features, hinting=False, notdef_outline=True)
    options.name_IDs = [*range(7), 13, 14]
    if letters:
        options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters or set(font.getBestCmap()))
    subsetter.subset(font)
    subset.save_font(font, FONTS / f"lehrgang-world-{name}.woff2", options)


def describe():
    """Write fonts-world.css and letters.json: which letters every paper has, and which need the fonts of the world."""
    lines = ["/* The scripts of the world, for the names that need them. Made by subsetting.py. */"]
    world = {}
    for path in sorted(FONTS.glob("lehrgang-world-*.woff2")):
        family = f"Lehrgang World {path.stem.rpartition('-')[2].title()}"
        world[family] = as_ranges(letters_of(path) - letters_at_home())
        ranges = ", ".join(f"U+{first:X}-{last:X}" for first, last in world[family])
        lines.append(FACE.format(family=family, ranges=ranges, name=path.name))
    (FONTS.parent / "fonts-world.css").write_text("\n".join(lines) + "\n", encoding="utf-8")
    LETTERS.write_text(json.dumps({"home": as_ranges(letters_at_home()), "world": world}) + "\n", encoding="utf-8")


def letters_of(path):
    """Return the code points that a font file can draw."""
    with TTFont(path) as font:
        return set(font.getBestCmap())


def letters_at_home():
    """Return the code points that the fonts of every paper can draw."""
    paths = [path for path in FONTS.glob("*.woff2") if "world" not in path.name]
    return set().union(*map(letters_of, paths))


def as_ranges(points):
    """Return sorted pairs of first and last code point."""
    pairs = []
    for point in sorted(points):
        if pairs and pairs[-1][1] == point - 1:
            pairs[-1][1] = point
        else:
            pairs.append([point, point])
    return pairs


if __name__ == "__main__":
    main()
