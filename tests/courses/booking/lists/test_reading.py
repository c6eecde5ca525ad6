"""A list is read whatever program wrote it; whatever is no list is turned away with a sentence, never an error."""

import io
import os
import zipfile

import pytest

from courses.booking.lists.blank import KINDS, blank_list
from courses.booking.lists.lines import MOST_ROWS, unpacked
from courses.booking.lists.reading import MOST_BYTES, read_list
from courses.booking.lists.sheets import MOST_UNPACKED
from courses.booking.refusals import ListUnreadable
from tests.courses.booking.lists.conftest import ADA, BOB, NEW_YEAR, a_file, as_csv, as_xlsx


def read(content):
    return read_list(a_file(content))


def values(lines):
    return [line.packed()[2:] for line in lines]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_way_to_write_a_csv(sign, encoding):
    row = ["Jörg", "Weiß", "jw@people.example", "", ""]
    assert values(read(as_csv(row, sign=sign, encoding=encoding))) == [row]


@pytest.mark.parametrize(
    "head",
    [
        ["Vorname", "Nachname", "E-Mail"],
        ["FIRST NAME", " last name ", "e-mail address"],
        ["Rufname", "Familienname", "Mail"],
        ["Given name", "Family name", "E-mail at work"],
    ],
)
def test_heads_in_german_and_english(head):
    assert values(read(as_csv(ADA[:3], head=head)))[0][:3] == ADA[:3]


def test_columns_in_any_order_with_others_between():
    head = ["Abteilung", "Geburtsdatum", "E-Mail", "Nachname", "Sprache", "Telefon", "Vorname"]
    row = ["QS", ADA[4], ADA[2], ADA[1], ADA[3], "0921", ADA[0]]
    assert values(read(as_csv(row, head=head))) == [ADA]


def test_a_title_above_the_head_and_empty_rows_between_keep_the_numbers_of_the_file():
    content = as_csv(
        ["Teilnehmer 2027"], [], ["Vorname", "Nachname", "E-Mail"], ADA[:3], ["", ""], [], BOB[:3], [], head=None
    )
    assert [(line.number, line.last) for line in read(content)] == [(4, 4), (5, 6), (7, 7)]


def test_excel_with_days_numbers_and_formulas():
    row = ["Ada", 4711, "ada@people.example", "en", NEW_YEAR]
    formula = ["=1+1", "Muster", "bob@people.example", None, None]
    assert values(read(as_xlsx(row, formula))) == [
        ["Ada", "4711", "ada@people.example", "en", "1990-01-02"],
        # Nobody has worked the formula out yet: nothing stands there.
        ["", "Muster", "bob@people.example", "", ""],
    ]


def test_merged_cells_and_errors_of_formulas_are_empty():
    def merge(sheet):
        sheet.merge_cells("A2:B2")
        sheet["A3"] = "#REF!"

    lines = read(as_xlsx(ADA, BOB, change=merge))
    assert [line.family_name for line in lines] == ["", "Muster"]
    assert lines[1].given_name == ""


def test_a_sheet_that_claims_a_million_rows_is_read_in_time():
    def far(sheet):
        sheet["A1048576"] = " "

    assert len(read(as_xlsx(ADA, change=far))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_blank_list_is_a_list_without_people(kind):
    with pytest.raises(ListUnreadable, match="no row below"):
        read(blank_list(kind))


def bomb():
    """Some kilobytes that unpack to more than any list has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    return out.getvalue()


def without(part):
    """An Excel file with one part missing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ADA))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if part not in name:
                target.writestr(name, source.read(name))
    return out.getvalue()


def with_sheet(xml):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ADA))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, xml if "sheet1" in name else source.read(name))
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>" + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>')  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\0\1\2" * 100, "no list that we can read"),
        (b"%PDF-1.7 \xe2\xe3", "needs a row with the heads"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old or protected"),
        (b"\xff\xfe\x00", "no list that we can read"),
        (b"\x81\x8d", "no list that we can read"),
        (os.urandom(3000).replace(b"\0", b"") + b"\0", "no list that we can read"),
        (b"PK\x03\x04" + b"x" * 300, "cannot be read"),
        (as_csv(ADA, head=None), "Found instead: Ada, Beispiel"),
        (as_csv(head=["Vorname", "E-Mail"]), "needs a row with the heads"),
        (as_csv(), "no row below"),
        (as_xlsx(), "no row below"),
        (b"Vorname;Nachname;E-Mail\n" + b"x" * 200_000, "no list that we can read"),
        (bomb(), "unpacks to far too much"),
        (without("workbook.xml"), "cannot be read"),
        (without("sheet1"), "cannot be read"),
        (with_sheet("<worksheet>"), "cannot be read"),
        (with_sheet(LAUGHS), "cannot be read"),
        (with_sheet(SHEET.format('<row r="99999999999"><c r="A1"><v>1</v></c></row>')), "cannot be read"),
        (with_sheet(SHEET.format('<row r="x"><c r="Ä1"><v>1</v></c></row>')), "cannot be read"),
        (b"a" * (MOST_BYTES + 1), "larger than 1 MB"),
        (as_csv(*[[f"A{n}", "B", f"a{n}@people.example"] for n in range(MOST_ROWS + 1)]), "more than 500 people"),
    ],
    ids=range(23),
)
def test_what_is_no_list_gets_a_sentence(content, said):
    with pytest.raises(ListUnreadable, match=said):
        read(content)


def test_five_hundred_are_read():
    assert len(read(as_xlsx(*[[f"A{n}", "B", f"a{n}@people.example"] for n in range(MOST_ROWS)]))) == MOST_ROWS


@pytest.mark.parametrize(
    "rows",
    [
        None,
        {},
        [1],
        [[1, 1]],
        [["1", 1, "", "", "", "", ""]],
        [[1, 1, "", "", "", "", None]],
        [[1, 1, "x" * 1001, "", "", "", ""]],
        [[1, 1, "", "", "", "", ""]] * 1001,
    ],
)
def test_rows_that_a_page_carried_are_not_trusted(rows):
    with pytest.raises(ValueError):
        unpacked(rows)


def test_rows_carried_by_a_page_come_back_the_same():
    lines = read(as_csv(ADA, [], BOB))
    assert unpacked([line.packed() for line in lines]) == lines
