"""A template's text: what it lacks, what nothing fills in, what is filled in."""

import pytest

from certificates.issuing.design.rules import (
    REQUIRED,
    filled_in,
    misleading_heading,
    missing_fields,
    repeated_nouns,
    unknown_fields,
)

WHOLE = ["mit {units} vom {start} bis {end}", "{requirements}"]
VALUES = {"units": "24 UE", "start": "2. März", "end": "4. Mai", "requirements": ("Erste.", "Zweite."), "attended": ""}


def test_an_empty_text_lacks_nothing_for_the_usual_words_are_printed():
    assert missing_fields("certificate", []) == []


@pytest.mark.parametrize("name", REQUIRED["certificate"])
def test_every_required_statement_is_missed(name):
    lines = [line.replace(f"{{{name}}}", "") for line in WHOLE]
    assert missing_fields("certificate", WHOLE) == []
    assert missing_fields("certificate", lines) == [name]


def test_a_confirmation_must_say_what_was_attended():
    assert missing_fields("attendance_confirmation", WHOLE) == ["attended"]


def test_a_field_that_nothing_fills_in_is_named():
    assert unknown_fields(["{units} {Note}", "{ start }"]) == ["Note"]


@pytest.mark.parametrize(
    "words",
    [
        "{seminars} Seminaren",
        "{seminars} seminars",
        "{ seminars }-Seminare",
        "{seminars}\nSeminaren",
        "{units} Unterrichtseinheiten",
        "{units} UE",
        "{units} teaching units",
        "{units} hours",
    ],
)
def test_a_noun_that_a_field_brings_along_is_found(words):
    assert repeated_nouns(f"mit {words} im Jahr".split("\n")) == [" ".join(words.split())]


@pytest.mark.parametrize(
    "line", ["mit {seminars} und {units}", "{seminars}, Seminararbeit", "{units} überall", "Seminare: {seminars}"]
)
def test_a_noun_that_stands_apart_is_no_second(line):
    assert repeated_nouns([line]) == []


def test_fields_are_filled_in_and_a_list_becomes_lines():
    assert filled_in(WHOLE, VALUES) == ("mit 24 UE vom 2. März bis 4. Mai", "Erste.", "Zweite.")


def test_a_list_within_a_line_becomes_one_text():
    assert filled_in(["Erfüllt: {requirements}"], VALUES) == ("Erfüllt: Erste. Zweite.",)


def test_a_line_whose_fields_are_all_empty_is_left_out():
    assert filled_in(["Besucht: {attended}", "Ende"], VALUES) == ("Ende",)


def test_a_value_with_braces_is_not_filled_in_again():
    assert filled_in(["{units}"], {**VALUES, "units": "{start}"}) == ("{start}",)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Zeugnis", "zeugnis"),
        ("Prüfungszeugnis", "prüfung"),
        ("Prüfungsurkunde", "prüfung"),
        ("Abschluss", "abschluss"),
        ("Urkunde über den Abschluß", "abschluss"),
        ("Berufsabschluss", "abschluss"),
        ("Ab\u00adschluss", "abschluss"),
        ("Abschlusszeugnis", "zeugnis"),
        ("Abschlussurkunde", "abschlussurkunde"),
        ("DIPLOMA", "diplom"),
        ("University Degree", "degree"),
        ("Meisterbrief", "meisterbrief"),
        ("Zertifikat", ""),
        ("Zertifikat zur Abschlussarbeit", ""),
        ("Abschlussseminar", ""),
        ("Certificate of 360-degrees feedback", ""),
        ("Urkunde des Netzwerks", ""),
    ],
)
def test_a_heading_like_a_public_examinations_is_found(heading, word):
    assert misleading_heading(heading) == word
