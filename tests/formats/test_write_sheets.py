"""An XLSX file can be shown, and comes back as it was."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accord.formats import load
from accord.formats.import_rows import plan
from accord.formats.record_sheets import ENTRIES, MATRIX, export, positions
from accord.formats.spreadsheet_files import read
from accord.formats.write_sheets import SheetTable, write
from accord.model import When
from accord.record import Position

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = ["sarn-river", "market-road"]


def book(tmp_path: Path, folder: str, what: str = ENTRIES) -> Any:
    file = tmp_path / f"{what}.xlsx"
    export(load(EXAMPLES / folder, interests=False), file, what)
    return load_workbook(file)


def columns(sheet: Any) -> dict[str, list[Any]]:
    return {column[0].value: [one.value for one in column[1:]] for column in sheet.columns}


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_exported_comes_back_unchanged(tmp_path: Path, folder: str) -> None:
    record = load(EXAMPLES / folder, interests=False).record
    book(tmp_path, folder)
    found = plan(EXAMPLES / folder, tmp_path / "entries.xlsx")
    held = len(record.entries) + len(record.sources) + len(record.outlets)
    assert (found.change, found.same, found.refused, found.ignored) == (None, held, (), ())
    book(tmp_path, folder, MATRIX)
    found = plan(
        EXAMPLES / folder,
        tmp_path / "matrix.xlsx",
        MATRIX,
        date=When.parse("2040"),
        sources=[next(iter(record.sources))],
    )
    assert (found.change, found.refused, found.ignored) == (None, (), ())
    assert found.same > 0


def test_names_stand_beside_ids_and_the_ids_win(tmp_path: Path) -> None:
    case = load(EXAMPLES / "sarn-river", interests=False)
    made = book(tmp_path, "sarn-river")
    held = columns(made[ENTRIES])
    for id_, name in (("party", "party (name)"), ("issue", "issue (name)")):
        header = list(held)
        assert header.index(name) == header.index(id_) + 1
    names = {one: party.name for one, party in case.process.parties.items()}
    assert [names.get(one) for one in held["party"]] == held["party (name)"]
    option = held["option"].index("60")
    assert held["option (name)"][option] == "60 m³/s"
    sheet = made[ENTRIES]
    place = list(held).index("party (name)") + 1
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, place).value = "Somebody else"
    made.save(tmp_path / "other.xlsx")
    assert plan(EXAMPLES / "sarn-river", tmp_path / "other.xlsx").change is None


def test_a_sheet_can_be_shown(tmp_path: Path) -> None:
    made = book(tmp_path, "sarn-river")
    for sheet in made.worksheets:
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (
            sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        )
        assert all(cell.font.bold for cell in sheet[1])
        for column in sheet.columns:
            width = sheet.column_dimensions[column[0].column_letter].width
            texts = [str(c.value) for c in column if isinstance(c.value, str)]
            longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
            assert width >= min(longest, 46)
            assert all(c.alignment.wrap_text for c in column if c.value is not None)
    assert made[ENTRIES].oddHeader.left.text == "The Sarn river talks"
    dates = columns(made[ENTRIES])["date"]
    assert all(isinstance(one, datetime) for one in dates)


def test_a_cell_of_the_matrix_says_the_words_and_behind_it_who_when_and_where(
    tmp_path: Path,
) -> None:
    made = book(tmp_path, "sarn-river", MATRIX)[MATRIX]
    header = [cell.value for cell in made[1]]
    assert header == ["issue", "name", "Arven", "Belmar"]
    row = next(row for row in made.iter_rows(min_row=2) if row[0].value == "release")
    case = load(EXAMPLES / "sarn-river", interests=False)
    last = positions(case.record)["arven", "release"]
    assert row[2].value == f"{last.option} m³/s\n{last.text}"
    behind = row[2].comment.text
    assert f"Jon Halvard (Arven), {last.date.words}" in behind
    assert "The Kest Gazette" in behind and behind.endswith(last.id)


def test_a_cell_may_hold_an_option_and_words_below_it(tmp_path: Path) -> None:
    made = book(tmp_path, "sarn-river", MATRIX)
    made[MATRIX].cell(2, 3).value = "100 m³/s\nIf Belmar pays."
    made[MATRIX].cell(3, 3).value = "Let us see."
    made.save(tmp_path / "other.xlsx")
    folder = EXAMPLES / "sarn-river"
    source = next(iter(load(folder, interests=False).record.sources))
    found = plan(
        folder, tmp_path / "other.xlsx", MATRIX, date=When.parse("2040"), sources=[source]
    )
    one, two = (entry for _, entry in found.entries)
    assert isinstance(one, Position) and isinstance(two, Position)
    assert (one.option, one.text) == ("100", "If Belmar pays.")
    assert (two.option, two.text) == ("", "Let us see.")


@pytest.mark.parametrize(
    ("text", "day", "shown"),
    [
        ("2022-03-01", datetime(2022, 3, 1), "yyyy-mm-dd"),
        ("2022-03", datetime(2022, 3, 1), "yyyy-mm"),
        ("2022", datetime(2022, 1, 1), "yyyy"),
        ("2022-03-01T14:30", datetime(2022, 3, 1, 14, 30), "yyyy-mm-dd hh:mm"),
        ("2022-03-01T14", "2022-03-01T14", "General"),
        ("2022-03-01T00:00", "2022-03-01T00:00", "General"),
        ("1899-12-31", "1899-12-31", "General"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    tmp_path: Path, text: str, day: object, shown: str
) -> None:
    table = SheetTable(["date", "x"], [[text, text]], dates=frozenset({"date"}))
    write(tmp_path / "a.xlsx", {"a": table})
    first, other = load_workbook(tmp_path / "a.xlsx").worksheets[0][2]
    assert (first.value, first.number_format) == (day, shown)
    assert other.value == text


@given(
    st.lists(st.datetimes(min_value=datetime(1850, 1, 1)), min_size=1, max_size=4), st.data()
)
def test_any_date_comes_back_as_it_was(days: list[datetime], data: st.DataObject) -> None:
    import tempfile

    cut = st.sampled_from([4, 7, 10, 13, 16])
    rows = [[one.isoformat()[: data.draw(cut)], "."] for one in days]
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "a.xlsx"
        table = SheetTable(["date", "x"], rows, dates=frozenset({"date"}))
        write(file, {"a": table})
        found = read(file).sheets["a"].rows
    assert [list(row.cells) for row in found] == rows


@pytest.mark.parametrize("title", ["\x00", "a\ufffe & b", "\ud800", "x\ny"])
def test_a_title_or_comment_that_xml_cannot_hold_does_no_harm(
    tmp_path: Path, title: str
) -> None:
    table = SheetTable(["a", "b"], [["1", "2"]], title=title, comments={(0, 1): title})
    write(tmp_path / "a.xlsx", {"a": table})
    assert read(tmp_path / "a.xlsx").sheets["a"].header == ("a", "b")
