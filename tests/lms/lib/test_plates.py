"""What is printed time and again is made ready once, and stands on paper as if it were made anew each time."""

import base64
import gc
import io

import pikepdf
import pytest
from PIL import Image
from weasyprint.html import UA

from lms.lib.paper import plates, press
from lms.lib.paper.faults import DocumentFault
from lms.lib.paper.metadata import declare_pdf_ua
from lms.lib.paper.press import one_at_a_time, press_of, write

RING = '<circle cx="5" cy="5" r="4" fill="none" stroke="#37562a" stroke-opacity=".5"/>'
SHADED = (
    '<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
    '<rect width="9" height="9" fill="url(#g)"/>'
)


@pytest.fixture
def ours(tmp_path):
    rules = [
        f"{tag} {{ height: 9mm; background: url({name}.svg) no-repeat }}" for tag, name in (("p", "a"), ("h1", "b"))
    ]
    (tmp_path / "document.css").write_text(" ".join([*rules, "img { width: 9mm }"]))
    for name, drawn in (("a", RING), ("b", SHADED)):
        (tmp_path / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm" viewBox="0 0 10 10">{drawn}</svg>'
        )
    return press_of(tmp_path)


def printed(ours, body, **options):
    with one_at_a_time():
        document = ours.lay_out(f'<html lang="de"><title>x</title><body>{body}</body></html>', **options)
        return write(document, declare_pdf_ua)


def pieces(pdf, subtype):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        return [one.read_bytes() for one in streams if one.get("/Subtype") == subtype]


def drawing(ours, name):
    return ours.images[(ours.assets / name).as_uri()]


def picture(shade):
    file = io.BytesIO()
    Image.new("RGBA", (2, 2), (shade, 0, 0, 128)).save(file, "PNG")
    return f'<img alt="x" src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}">'


def test_a_drawing_is_read_once_and_printed_on_every_paper(ours):
    first = printed(ours, "<p>x</p>")
    [plate] = drawing(ours, "a.svg").plates.values()
    assert sum(b" c\n" in piece for piece in pieces(first, "/Form")) == 1
    assert plate.content in first
    assert printed(ours, "<p>x</p>") == first
    assert plate.content in printed(ours, "<p>another one</p>")
    assert list(drawing(ours, "a.svg").plates.values()) == [plate]


def test_a_drawing_that_needs_more_than_lines_is_left_to_weasyprint(ours):
    first = printed(ours, "<h1>x</h1>")
    assert list(drawing(ours, "b.svg").plates.values()) == [None]
    assert any(b" sh" in piece for piece in pieces(first, "/Form"))
    assert printed(ours, "<h1>x</h1>") == first


def test_a_picture_is_taken_apart_once_and_in_every_paper(ours):
    first = printed(ours, picture(1))
    # The picture and how much shines through it.
    assert len(pieces(first, "/Image")) == 2
    assert printed(ours, picture(1)) == first
    assert printed(ours, picture(2)) != first


def test_pictures_of_papers_are_forgotten_and_drawings_are_not(ours, monkeypatch):
    monkeypatch.setattr(plates, "MOST_PICTURES", 3)
    for shade in range(9):
        printed(ours, picture(shade))
    assert sum(address.startswith("data:") for address in ours.images) <= 4
    assert drawing(ours, "a.svg")


def test_a_code_is_shown_on_its_own_paper_only(ours):
    code = plates.Squares([[1, 0, 1], [0, 1, 1], [0, 0, 0]], (0, 0, 0))
    shown = printed(ours, '<img src="code:qr" alt="x">', codes={"code:qr": code})
    [page] = [piece for piece in pages(shown) if b" re" in piece]
    for square in (b"4 4 1 1 re", b"6 4 1 1 re", b"5 5 2 1 re"):
        assert square in page
    with pytest.raises(DocumentFault):
        printed(ours, '<img src="code:qr" alt="x">')


def pages(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [page.Contents.read_bytes() for page in opened.pages]


def test_only_rules_for_lists_and_notes_are_left_out():
    """The rest of WeasyPrint's own style sheet stays as it is; an update that writes it otherwise is noticed here."""
    left_out = press._NOTES.findall(UA)
    assert {rule.partition(" ")[0] for rule in left_out} == {
        *("::marker", "::footnote-call", "::footnote-marker", "::note-call", "::note-marker", "::note-callback")
    }
    assert "::" in press._NOTES.sub("", UA).replace("br::before", "")


def test_memory_is_looked_through_again_after_a_paper_also_after_a_fault(ours):
    with pytest.raises(DocumentFault), one_at_a_time():
        assert not gc.isenabled()
        ours.lay_out('<html lang="de"><img src="file:///etc/passwd" alt=""></html>')
    assert gc.isenabled()
