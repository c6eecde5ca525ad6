"""Statements of German banks are read as they come; what cannot be read is named with its row."""

import pytest

from courses.invoicing.refusals import FileUnreadable
from courses.invoicing.statement import read_statement, why_unread

SPARKASSE = """\
"Buchungstag";"Valutadatum";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung"
"20.11.26";"20.11.26";"RE-2026-00001 Lehrgang";"Fichtelon Spritzguß GmbH";"DE11";"1.237,50";"EUR"
"20.11.26";"20.11.26";"Strom";"Stadtwerke";"DE12";"-99,90";"EUR"
"""
DKB = """"Girokonto";"DE02"
"Kontostand vom 20.11.2026:";"10.000,00 EUR"
""
"Buchungsdatum";"Wertstellung";"Zahlungspflichtige*r";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)"
"20.11.26";"20.11.26";"Müller AG";"RE 2026 00002";"Eingang";"DE13";"+12"
"""
VOLKSBANK = """Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Vorgang/Verwendungszweck;Währung;Umsatz;Soll/Haben
20.11.2026;20.11.2026;Käfig GmbH;re2026-00003;EUR;1.000.000,05;H
20.11.2026;20.11.2026;Miete;x;EUR;500,00;S
;;;Anfangssaldo;EUR;;
"""
NOTHING_READ = SPARKASSE.replace("20.11.26", "31.02.26").replace("1.237,50", "viel").replace("-99,90", "-?")


@pytest.mark.parametrize(
    ("text", "encoding", "payer", "cents", "others"),
    [
        (SPARKASSE, "cp1252", "Fichtelon Spritzguß GmbH", 123_750, 1),
        (SPARKASSE, "utf-8", "Fichtelon Spritzguß GmbH", 123_750, 1),
        (DKB, "utf-8-sig", "Müller AG", 1_200, 0),
        (VOLKSBANK, "cp1252", "Käfig GmbH", 100_000_005, 2),
    ],
)
def test_rows_of_three_banks(text, encoding, payer, cents, others):
    [row], left = read_statement(text.encode(encoding))
    assert (row.payer, row.cents, row.on.isoformat(), left) == (payer, cents, "2026-11-20", others)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_as_a_list_of_names_is(encoding):
    mark = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[encoding]
    [row], _others = read_statement((mark + SPARKASSE).encode(encoding))
    assert (row.payer, row.cents) == ("Fichtelon Spritzguß GmbH", 123_750)


def test_tabs_as_excel_writes_them_in_utf_16():
    text = SPARKASSE.replace(";", "\t")
    [row], _others = read_statement(text.encode("utf-16"))
    assert (row.payer, row.cents) == ("Fichtelon Spritzguß GmbH", 123_750)


def test_other_money_is_read_with_its_currency_and_no_other_row():
    head, row, _spent = SPARKASSE.splitlines()
    foreign, own = read_statement("\n".join([head, row.replace("EUR", "usd"), row]).encode())[0]
    assert (own.currency, foreign.currency, foreign.cents) == ("EUR", "USD", 123_750)
    assert own == read_statement(SPARKASSE.encode())[0][0], "the digest of a row in euros is what it was"
    assert foreign.digest != own.digest


def test_two_equal_rows_are_two_payments():
    line = SPARKASSE.splitlines()[1]
    first, second = read_statement((SPARKASSE + line).encode())[0]
    assert first.digest != second.digest


def test_the_same_row_in_another_export_is_the_same():
    [alone], _others = read_statement(SPARKASSE.encode("cp1252"))
    [again], _others = read_statement("\n".join(SPARKASSE.splitlines()[:2]).encode())
    assert alone.digest == again.digest


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"20.11.26";"20.11.26";"RE', '"31.02.26";"20.11.26";"RE', "„31.02.26“ ist kein Tag"),
        ("1.237,50", "viel", "„viel“ ist kein Betrag"),
        ("1.237,50", "1,234", "„1,234“ ist kein Betrag"),
        ("1.237,50", "9" * 300, f"„{'9' * 30}“ ist kein Betrag"),
        ("1.237,50", "", "„“ ist kein Betrag"),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_with_what_stood_there_and_holds_up_no_other(right, wrong, said):
    second = SPARKASSE.splitlines()[1].replace("00001", "00002")
    rows, others = read_statement((SPARKASSE.replace(right, wrong, 1) + second).encode())
    bad, good = rows
    assert (good.cents, good.number, others) == (123_750, 4, 1)
    assert why_unread(good) == [] and why_unread(bad) == [f"Zeile 2: {said}."]
    assert (bad.on is None) != (bad.cents is None)


def test_a_good_row_is_known_again_whatever_stands_beside_it():
    line = SPARKASSE.splitlines()[1]
    alone = read_statement(SPARKASSE.encode())[0][0]
    rows, _others = read_statement((SPARKASSE + line.replace("20.11.26", "?") + "\n" + line).encode())
    assert rows[0].digest == alone.digest
    assert len({row.digest for row in rows}) == 3


@pytest.mark.parametrize("amount", ["-9,9,9", "9,9,9-", "\u2212viel"])
def test_money_that_went_out_is_not_kept_however_badly_it_is_written(amount):
    rows, others = read_statement(SPARKASSE.replace("-99,90", amount).encode())
    assert (len(rows), others) == (1, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Buchungstag"),
        (b"Datum,Betrag,Verwendungszweck\n1,2,3", "Betrag, Verwendungszweck"),
        (b"Buchungstag;Verwendungszweck\n", "Betrag"),
        (NOTHING_READ.encode(), "Zeile 2: .*31.02.26.* „viel“"),
        (b"PK\x03\x04\x00\x00", "CSV"),
        (b"\xff\xfe\x00", "CSV"),
        (b"x" * 200_000, "CSV"),
        (b"x" * 2_000_001, "zu groß"),
    ],
)
def test_what_cannot_be_read_is_named(data, said):
    with pytest.raises(FileUnreadable, match=said):
        read_statement(data)
