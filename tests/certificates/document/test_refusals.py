"""What cannot be printed faithfully, or claims what is not ours, is refused with a reason and prints nothing."""

import dataclasses
from datetime import date

import pytest

from certificates.document.pdf import refuse_unprintable, render_pdf
from certificates.document.record import DocumentRecord
from certificates.document.refusals import DocumentFault
from tests.certificates.document.papers import make_record


def reason(record):
    with pytest.raises(DocumentFault) as caught:
        render_pdf(record)
    return caught.value.facts["reason"]


@pytest.mark.parametrize(
    "words",
    [
        "Prüfungszeugnis",
        "staatlich anerkannter Abschluss",
        "IHK-Prüfung",
        "IHK\u2011Prüfung",
        "ihk prüfung",
        "Geprüfte Fachkraft",
        "ge\u00adprüft",
        "gepru\u0308ft",
        "State-recognised course",
    ],
)
@pytest.mark.parametrize("place", ["programme_title", "requirements", "statements", "seminars", "edition"])
def test_refuses_words_of_public_law_examinations(words, place):
    record = make_record()
    value = {
        "requirements": (words,),
        "statements": (words,),
        "seminars": (dataclasses.replace(record.seminars[0], title=words), *record.seminars[1:]),
    }.get(place, words)
    assert reason(make_record(**{place: value})) == "word"


def test_a_name_is_never_a_forbidden_word():
    assert render_pdf(make_record(family_name="Geprüft"))


def test_refuses_a_letter_that_no_bundled_font_has():
    with pytest.raises(DocumentFault) as caught:
        render_pdf(make_record(given_name="Ana 🙂𒀀"))
    assert caught.value.facts == {"reason": "glyph", "letters": ["𒀀", "🙂"]}
    assert "U+12000" in str(caught.value)


def test_says_so_before_anything_is_printed():
    """The office hears it before a number is taken, see write_papers."""
    with pytest.raises(DocumentFault) as caught:
        refuse_unprintable(make_record(given_name="𒀀"))
    assert caught.value.facts["letters"] == ["𒀀"]


@pytest.mark.parametrize("name", ["An\u202ena", "An\x00na", "An\u200bna", "An\u200cna", "\u200dAnna"])
def test_refuses_characters_that_nobody_sees(name):
    assert reason(make_record(given_name=name)) == "glyph"


def test_refuses_text_that_does_not_fit():
    lines = make_record().seminars
    many = tuple(dataclasses.replace(line, title=line.title * 12) for line in lines)
    assert reason(make_record(seminars=many)) == "pages"
    assert reason(make_record(requirements=("Bestanden. " * 300,))) == "pages"


def test_refuses_sums_that_do_not_add_up():
    assert reason(make_record(units_presence=105, units_total=127)) == "sums"
    assert reason(make_record(units_total=127)) == "sums"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "diploma"},
        {"language": "fr"},
        {"code": ""},
        {"verify_url": ""},
        {"copy_mark": "Zweitschrift"},
        {"period_end": date(2000, 1, 1)},
    ],
)
def test_refuses_a_record_that_contradicts_itself(changes):
    record = make_record()
    with pytest.raises(DocumentFault):
        dataclasses.replace(record, **changes)


@pytest.mark.parametrize(
    "data", [None, {}, [], {"version": 2}, {**make_record().to_json(), "extra": 1}, {"version": 1}]
)
def test_refuses_a_snapshot_of_another_shape(data):
    with pytest.raises(DocumentFault):
        DocumentRecord.from_json(data)
