"""A chamber loads a list: every row answered, bad rows named, taken home as Excel or CSV."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from certificates.issuing.actions import erase_name, revoke_certificate
from certificates.verification.lists.lines import Line, lines_of, unpacked
from courses.booking.refusals import ListUnreadable
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.verification.test_many_at_once import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def desk(client, chamber):
    client.force_login(makers.make_verifier(chamber))
    return lambda **data: client.post(f"/chambers/{chamber.code}/check/", data)


def listed(*rows, kind="csv"):
    if kind == "csv":
        content = "\n".join(";".join(row) for row in rows).encode("cp1252")
    else:
        book, out = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(out)
        content = out.getvalue()
    return SimpleUploadedFile(f"liste.{kind}", content)


def test_an_erased_name_leaves_the_day_of_issue(desk, chamber):
    [row] = issue(chamber)
    erase_name(enrolment=row.holding.enrolment, actor=scenes.manager(row.cohort), at=makers.at("2028-02-10"))
    page = desk(file=listed(["Nummer"], [row.number])).content.decode()
    assert "ausgestellt am 10.12.2027" in page and "10.02.2028" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_row_has_its_answer_and_bad_ones_are_named(desk, chamber, kind):
    valid, revoked = issue(chamber, 2)
    revoke_certificate(
        certificate=revoked, actor=scenes.manager(revoked.cohort), at=makers.at("2028-02-10"), reason="x"
    )
    file = listed(
        ["Nummer", "Nachname", "Geburtsdatum"],
        [valid.number, "Müller-Öz", "05.04.1990"],
        [valid.number, "Meier", ""],
        [revoked.number, "Müller-Öz", "05.04.1990"],
        ["T0-2000-0001", "", ""],
        ["", "Ott", ""],
        ["keine", "", ""],
        [valid.number, "", "gestern"],
        kind=kind,
    )
    text = desk(file=file).content.decode()
    for words in (
        "ausgestellt am 10.12.2027; die Angaben stimmen",
        "Angaben weichen ab",
        "seit 10.02.2028",
        "nicht gefunden",
        "Die Nummer fehlt.",
        "Das ist keine Nummer wie",
        "Das Geburtsdatum ist kein Datum",
    ):
        assert words in text, words
    assert text.count('class="fates__row"') == 7


def test_a_formula_that_came_to_nothing_is_answered_as_no_number(desk, chamber):
    [valid] = issue(chamber, 1)
    page = desk(file=listed(["Nummer"], ["=1+1"], ["#REF!"], [valid.number], kind="xlsx")).text
    assert page.count("keine Nummer wie PNF-2026-0000") == 2 and "=1+1" in page and valid.number in page


@pytest.mark.parametrize("typed", ["{0} {1} {2}", "{0}-{1} {2}", " {0} -  {1}\u00a0{2} "])
def test_a_number_may_be_parted_by_spaces(desk, chamber, typed):
    [valid] = issue(chamber, 1)
    number = typed.format(*valid.number.lower().split("-"))
    [answered] = desk(file=listed(["Nummer"], [number], kind="xlsx")).context["answered"]
    assert answered.kind == "good"


def test_the_answers_are_taken_home(desk, chamber):
    [row] = issue(chamber)
    rows = json.dumps([[2, row.number, "Müller-Öz", "1990-04-05"], [3, "=cmd()", "", ""], [9, "T0-2000-0001", "", ""]])
    answer = desk(rows=rows, **{"as": "csv"})
    assert answer["Content-Disposition"].endswith('.csv"') and answer["Cache-Control"] == "no-store"
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in table] == ["Zeile", "2", "3", "9"]
    assert table[1][1] == row.number and table[1][4] == "gültig" and table[2][1] == "'=cmd()"
    assert table[2][4] == "nicht geprüft"
    sheet = load_workbook(io.BytesIO(desk(rows=rows, **{"as": "xlsx"}).content)).active
    assert [cell.value for cell in sheet["A"]] == ["Zeile", 2, 3, 9]
    assert sheet["B3"].value == "=cmd()" and sheet["B3"].data_type == "s"


def test_a_list_without_heads_that_begins_with_numbers_works():
    assert lines_of([["PNF-2026-0001"], [], ["PNF-2026-0002", "x"]]) == [
        Line(1, "PNF-2026-0001"),
        Line(3, "PNF-2026-0002"),
    ]


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["Nachname"], ["Ott"]], [["Nummer"]], [["Nummer"], ["", ""]]])
def test_what_is_no_list_is_refused(rows):
    with pytest.raises(ListUnreadable):
        lines_of(rows)


def test_a_thousand_rows_and_not_one_more(desk):
    rows = [["Nummer"], *[[f"T0-2000-{n:04d}"] for n in range(1000)]]
    assert desk(file=listed(*rows)).content.decode().count('class="fates__row"') == 1000
    text = desk(file=listed(*rows, ["T0-2000-9999"])).content.decode()
    assert "1001 Zeilen" in text and "fates__row" not in text


@pytest.mark.parametrize("content", [b"", b"\0\0", b"PK\x03\x04xx", b"\xd0\xcf\x11\xe0", b"a;b\n1;2", bytes(1_100_000)])
def test_any_file_is_answered_in_words(desk, content):
    response = desk(file=SimpleUploadedFile("x.xlsx", content))
    assert response.status_code == 200 and "field__error" in response.content.decode()


@pytest.mark.parametrize(
    "rows", ["", "x", "[", "[]", "{}", "[[1]]", "[[1,2,3,4]]", '[["1","a","b","c"]]', "[" * 50_000, '[[true,"","",""]]']
)
def test_rows_that_are_none_of_ours(desk, rows):
    assert desk(rows=rows).status_code == 200


@pytest.mark.parametrize(
    "row", [r'"A\u0000-2000-0001","",""', r'"A\ud800-2000-0001","",""', r'"T0-2000-0001","\udfff",""']
)
def test_rows_that_spell_out_what_no_text_holds(desk, row):
    answer = desk(rows=f"[[2,{row}]]")
    assert answer.status_code == 200 and "nicht vollständig" in answer.content.decode()


@pytest.mark.parametrize("row", [[1, "a", "b"], [0, "a", "b", "c"], [1, "a" * 201, "", ""], [True, "", "", ""]])
def test_unpacking_trusts_nothing(row):
    with pytest.raises(ValueError):
        unpacked([row])


def test_a_thousand_rows_cost_no_more_queries_than_one(desk, chamber, django_assert_max_num_queries):
    rows = issue(chamber, 20)
    desk(rows=json.dumps([[2, rows[0].number, "", ""]]))
    for many in (rows[:1], rows):
        with django_assert_max_num_queries(14):
            desk(rows=json.dumps([[n, row.number, "Müller-Öz", ""] for n, row in enumerate(many, 2)]))


def test_whoever_checks_very_many_has_to_wait(desk, settings):
    settings.VERIFY_ROWS_PER_HOUR = 3
    rows = json.dumps([[2, "T0-2000-0001", "", ""], [3, "T0-2000-0002", "", ""]])
    assert desk(rows=rows).status_code == 200
    response = desk(rows=rows)
    assert response.status_code == 429 and response["Retry-After"] and "sehr viele Zeilen" in response.content.decode()


def test_only_the_chamber_itself(client, chamber):
    client.force_login(makers.make_verifier(makers.make_chamber()))
    assert client.get(f"/chambers/{chamber.code}/check/").status_code == 404
