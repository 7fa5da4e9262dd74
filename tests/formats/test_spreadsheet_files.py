"""A file is told by what it holds, and each that cannot be read is one sentence."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from tests.formats.office_sheet import FIRST, HEADER, SECOND, office_sheet

from accord.errors import FormatError
from accord.formats import read_xlsx, spreadsheet_files
from accord.formats.human_dates import column_of_dates
from accord.formats.human_numbers import joined
from accord.formats.spreadsheet_files import read
from accord.model import Amount


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
        ("a.xls", b"", "there is nothing in it"),
        ("a.csv", b"<?xml version='1.0'?><Workbook>", "a web page or XML"),
        ("a.xlsx", b"date,text\n", "this is not an XLSX file"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError, match=sentence):
        read(tmp_path / name)


def test_the_workbook_of_an_office_is_read_as_people_see_it(tmp_path: Path) -> None:
    office_sheet(tmp_path / "log.xlsx")
    found = read(tmp_path / "log.xlsx", known=("date", "issue", "source", "text", "kind"))
    first, second = found.sheets.values()
    for sheet, rows in ((first, FIRST), (second, SECOND)):
        assert sheet.header == (*HEADER[:8], "Dead low", "Dead high", "Our note")
        assert (sheet.header_row, len(sheet.rows)) == (5, len(rows))
    dates = [[row.cells[0] for row in one.rows] for one in (first, second)]
    columns = [column_of_dates(texts) for texts in dates]
    assert [
        [str(column.read(text)) for text in texts]
        for column, texts in zip(columns, dates, strict=True)
    ] == [
        ["2015-05-12", "2015-06-04", "2015-06-04", "2015-08", "2015-09-22"],
        ["2016-02-01", "2016-11-06", "2017", "2018-03-03", "2018-05-17"],
    ]
    low, high = first.rows[1].cells[8:10]
    assert joined(low, high) == Amount.parse("3..5")
    assert [str(one).partition("log.xlsx")[2] for one in (*found.notices, *first.notices)] == [
        ": the sheet 'old' is hidden and not taken; '--sheet' takes it",
        ": the sheet 'Read me' holds one column of texts, no table: not taken",
        " (2015):1: A1:K1 are one cell, 'Ferry talks: log 2015': left out as a heading",
        " (2015):7: A7:A8 are merged: '2015-06-04' stands for each of their rows",
        " (2015): column K is hidden, and taken as the others are",
        " (2015): comment on E7 is not taken",
        " (2015):1: left out above the header: rows 1 to 2",
        " (2015):4: rows 4 and 5 name the columns together: 'Dead low', 'Dead high'",
    ]
    assert "left out under the table: row 13" in str(second.notices[-1])


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ("Index/Document.iwa", "a file of Numbers"),
        ("content.xml", "an OpenDocument file"),
        ("word/document.xml", "a Word document"),
        ("xl/workbook.bin", "a binary workbook"),
        ("else", "this is not a spreadsheet that can be read"),
    ],
)
def test_an_archive_that_is_no_workbook_is_one_sentence(
    tmp_path: Path, member: str, sentence: str
) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(member, b"x")
    with pytest.raises(FormatError, match=sentence):
        read(tmp_path / "a.xlsx")


def test_a_workbook_larger_than_any_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[object]] = [["date", "text"]] * 9
    book(tmp_path / "a.xlsx", {"a": rows})
    monkeypatch.setattr(read_xlsx, "MOST_CELLS", 10)
    with pytest.raises(FormatError, match="it has more than 10 cells"):
        read(tmp_path / "a.xlsx")
    monkeypatch.setattr(spreadsheet_files, "UNPACKED", 1024**2 // 1024)
    with pytest.raises(FormatError, match="it unpacks to more than"):
        read(tmp_path / "a.xlsx")


def test_a_table_is_read_whatever_its_name_promises(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("date\ttext\n2015\ta\n")
    assert read(tmp_path / "a.xls").sheets["a"].header == ("date", "text")
    book(tmp_path / "b.xlsx", {"b": [["date", "text"], ["2015", "a"]]})
    (tmp_path / "b.xlsx").rename(tmp_path / "b.csv")
    assert read(tmp_path / "b.csv").sheets["b"].header == ("date", "text")


def test_a_sheet_of_figures_alone_does_not_stop_the_others(tmp_path: Path) -> None:
    rows: list[list[object]] = [["date", "text"], ["2015", "a"]]
    book(tmp_path / "a.xlsx", {"log": rows, "chart": [[2015, 3], [2016, 4]]})
    found = read(tmp_path / "a.xlsx", known=("date", "text"))
    assert list(found.sheets) == ["log"]
    assert "the sheet is not taken: row 1 does not look like names" in str(found.notices[0])
    with pytest.raises(FormatError, match="row 1 does not look like names"):
        read(tmp_path / "a.xlsx", known=("date", "text"), sheets=["chart"])
