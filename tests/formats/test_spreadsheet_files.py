"""A file is told by what it holds, and each that cannot be read is one sentence."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from accord.errors import FormatError
from accord.formats.spreadsheet_files import read


def book(file: Path, sheets: dict[str, list[list[object]]]) -> Workbook:
    """Write a workbook of some sheets, and return it to be changed and saved again."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(file)
    return made


def test_every_visible_sheet_is_read_and_the_hidden_are_named(tmp_path: Path) -> None:
    file = tmp_path / "log.xlsx"
    rows: list[list[object]] = [["date", "text"], ["2015", "a"]]
    made = book(file, {"2015": rows, "2016": rows, "old": rows, "Read me": [["Keep it short"]]})
    made["old"].sheet_state = "hidden"
    made.save(file)
    found = read(file)
    assert list(found.sheets) == ["2015", "2016"]
    assert [one.sentence for one in found.notices] == [
        "the sheet 'old' is hidden and not taken; '--sheet' takes it",
        "the sheet 'Read me' holds one column of texts, no table: not taken",
    ]
    assert list(read(file, sheets=["OLD"]).sheets) == ["old"]
    with pytest.raises(FormatError, match="there is no sheet 'new'; it has '2015', '2016'"):
        read(file, sheets=["new"])


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "old Office"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "kept by a password",
        ),
        ("a.csv", b"%PDF-1.7", "a PDF"),
        ("a.csv", b"<html><table>", "a web page"),
        ("a.csv", b"date,text\n2015,a\x00b\n", "NUL bytes"),
        ("a.csv", b"", "there is nothing in it"),
        ("a.xlsx", b"date,text\n", "this is not an XLSX file"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError, match=sentence):
        read(tmp_path / name)
