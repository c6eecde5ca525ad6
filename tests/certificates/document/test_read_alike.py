"""A paper is read by libxml2 as a browser's rules have it, whatever stands on it."""

import pytest
import tinyhtml5

from certificates.document.pdf import render_html
from lms.lib.paper.press import tree_of
from tests.certificates.document.papers import make_both, make_record

KINDS = ["certificate", "attendance_confirmation", "seminar_list"]
SEAL = "3fa09c01" * 8


def read_alike(html):
    """Assert that both parsers see the same elements, attributes and words; ends of lines between blocks may differ."""
    theirs = list(_walk(tinyhtml5.parse(html, namespace_html_elements=False)))
    ours = list(_walk(tree_of(html)))
    assert len(ours) > 5
    assert ours == theirs


def _walk(element):
    yield element.tag, dict(element.attrib), _words(element.text), _words(element.tail)
    for child in element:
        yield from _walk(child)


def _words(text):
    return (text or "") if (text or "").strip() or text == " " else ""


@pytest.mark.parametrize("step", ["airy", "dense"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_in_every_language(kind, step):
    for language in ("de", "en"):
        read_alike(render_html(make_record("P05", "PK", language, kind), step, step, SEAL))
    read_alike(render_html(make_both("P05", "SP", kind), step, step, SEAL))


NAMES = ["<b>Ada</b> & Söhne", "O’Brien-\u00a0Ñandú", "\U0001f600 & &amp; &nbsp", "A'\"<!-- B", "שָׁלוֹם עֲלֵיכֶם"]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_name_is(name):
    html = render_html(make_record(family_name=name), sealed_with=SEAL)
    read_alike(html)
    assert name in "".join(tree_of(html).itertext())


def test_the_comparison_can_fail():
    with pytest.raises(AssertionError):
        read_alike("<html><head><title>x</title></head><body><table><p>Misplaced</p><tr><td>1</td></tr></table></body>")
