"""A copy of a sheet says beside each row what is wrong with it, and comes in once mended."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.formats.test_check import BASE, write
from tests.formats.test_record_sheets import table

from accord.errors import AccordError, FormatError
from accord.formats.corrected import write_corrected
from accord.formats.import_rows import plan

ROWS = (
    ("When", "Type", "Who", "What", "Source"),
    ("2024-05-03", "Statement", "Sowth", "x", "paper"),
    ("2024-05-04", "Statement", "South", "=x", "paper"),
)


def made(home: Path, name: str) -> Path:
    file = home / name
    if name.endswith(".csv"):
        file.write_text(table(*ROWS), encoding="utf-8")
        return file
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["The log of our office"])
    for row in ROWS:
        page.append(list(row))
    page["D4"].data_type = "s"
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("source", "copy", "row"),
    [("a.xlsx", "b.xlsx", 3), ("a.csv", "b.xlsx", 2), ("a.csv", "b.csv", 2)],
)
def test_a_copy_marks_the_cell_and_comes_in_when_mended(
    tmp_path: Path, source: str, copy: str, row: int
) -> None:
    talks, file = write(tmp_path / "talks", BASE), made(tmp_path, source)
    found = plan(talks, file)
    assert [(one.row, one.column) for one in found.refused] == [(row, "Who")]
    write_corrected(tmp_path / copy, file, found.sheets, found.refused)
    if copy.endswith(".xlsx"):
        book = load_workbook(tmp_path / copy)
        page = book.worksheets[0]
        assert "did you mean South?" in str(page.cell(row, 6).value)
        assert page.cell(row, 3).fill.fgColor.rgb == "FFFFD9B3"
        page.cell(row, 3).value = "South"
        book.save(tmp_path / copy)
    else:
        text = (tmp_path / copy).read_text("utf-8-sig")
        assert "did you mean South?" in text
        (tmp_path / copy).write_text(text.replace(",Sowth,", ",South,"), encoding="utf-8")
    mended = plan(talks, tmp_path / copy)
    assert (mended.refused, len(mended.entries), mended.ignored) == ((), 2, ())


def test_a_copy_never_takes_the_place_of_the_sheet_or_of_something_else(tmp_path: Path) -> None:
    talks, file = write(tmp_path / "talks", BASE), made(tmp_path, "a.csv")
    found = plan(talks, file)
    with pytest.raises(FormatError, match="a name of its own"):
        write_corrected(file, file, found.sheets, found.refused)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(AccordError, match="left as it is"):
        write_corrected(other, file, found.sheets, found.refused)
