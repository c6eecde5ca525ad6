"""
Plates: pictures made ready for printing once per process, and only pressed on the paper from then on.

WeasyPrint reads the drawing behind a certificate's text anew for every paper, which is a quarter of all its work, and
takes every logo apart into colours and transparency again. Loads WeasyPrint.
"""

import functools
import hashlib
import re
import zlib

import pydyf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import RasterImage, SVGImage, get_image_from_uri

# Pictures that came with papers (logos, signatures, seals), each some 100 kB.
MOST_PICTURES = 32
_DARK = re.compile(rb"\x01+")


class Plates(dict):
    """WeasyPrint's cache of images by address: what is put in becomes a plate. The drawings of `folder` are in it."""

    def __init__(self, folder, fetcher):
        super().__init__()
        for path in sorted(folder.glob("*.svg")):
            get_image_from_uri(self, fetcher, DEFAULT_OPTIONS, path.as_uri())

    def __setitem__(self, url, image):
        if isinstance(image, SVGImage):
            image = Drawing(image)
        elif isinstance(image, RasterImage):
            image.get_x_object = _taken_apart_once(image.get_x_object)
        super().__setitem__(url, image)

    def tidy(self):
        """Forget the pictures that came with papers if they are many. Between two papers only."""
        if sum(isinstance(image, RasterImage) for image in self.values()) > MOST_PICTURES:
            for url in [url for url, image in self.items() if not isinstance(image, Drawing)]:
                del self[url]


class Drawing:
    """An SVG file: drawn once per size, and after that the same piece of PDF."""

    def __init__(self, image):
        self.image, self.plates = image, {}
        self.get_intrinsic_size = image.get_intrinsic_size

    def draw(self, stream, width, height, style):
        """Put it on a page's stream, as WeasyPrint's images do."""
        if (width, height) not in self.plates:
            self.plates[width, height] = _plate(self.image, stream, width, height, style)
        if plate := self.plates[width, height]:
            stream.draw_x_object(stream.add_image(plate, interpolate=False, ratio=1))
        else:
            self.image.draw(stream, width, height, style)


class Squares:
    """A code to be scanned: rows of dark (1) and light (0) squares; `colour` is red, green, blue from 0 to 1."""

    # Light squares around it, as the standard asks.
    BORDER = 4

    def __init__(self, rows, colour):
        self.rows, self.colour = [bytes(row) for row in rows], colour

    def get_intrinsic_size(self, *_about):
        """Return width, height and their ratio; its size is the style sheet's."""
        return None, None, 1

    def draw(self, stream, width, height, style):
        """Put it on a page's stream, as WeasyPrint's images do."""
        edge = len(self.rows) + 2 * self.BORDER
        stream.set_color_rgb(*self.colour)
        stream.transform(a=width / edge, d=height / edge)
        for y, row in enumerate(self.rows, self.BORDER):
            for run in _DARK.finditer(row):
                stream.rectangle(run.start() + self.BORDER, y, run.end() - run.start(), 1)
        stream.fill()


class _Plate:
    """A finished piece of PDF; its id is its content's, so that the same paper is the same bytes in every process."""

    def __init__(self, drawn, width, height, states):
        self.content, self.box, self.states = zlib.compress(drawn, 9), (0, 0, width, height), states
        self.id = hashlib.sha256(drawn).hexdigest()[:16]

    def get_x_object(self, interpolate, ratio):
        """Return it for one more document, which numbers what it gets."""
        states = {name: pydyf.Dictionary(state) for name, state in self.states.items()}
        about = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array(self.box),
            "Resources": pydyf.Dictionary({"ExtGState": pydyf.Dictionary(states)}),
            "Filter": "/FlateDecode",
        }
        return pydyf.Stream([self.content], about)


def _plate(image, stream, width, height, style):
    """Return the _Plate, or None where it would need more of the page than strokes, fills and how dense they are."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    needs = {kind: pydyf.Dictionary() for kind in kinds}
    trial = stream.clone(resources=pydyf.Dictionary(needs))
    image.draw(trial, width, height, style)
    drawn = pydyf.Stream(trial.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    if any(needs[kind] for kind in kinds[1:]) or b" cs" in drawn:
        return None
    return _Plate(drawn, width, height, needs["ExtGState"])


def _taken_apart_once(get_x_object):
    """Have a picture's data made once: WeasyPrint keeps the picture, and makes them for every document."""
    made = functools.cache(get_x_object)

    def again(interpolate, ratio):
        return _copy(made(interpolate, ratio))

    return again


def _copy(stream):
    """The document that gets a stream numbers it, and puts numbers in the place of what it needs."""
    extra = pydyf.Dictionary(stream.extra)
    if "SMask" in extra:
        extra["SMask"] = _copy(extra["SMask"])
    return pydyf.Stream(stream.stream, extra)
