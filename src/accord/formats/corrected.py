"""A copy of somebody's sheet with its faults marked, to be mended and imported again."""

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accord.errors import FormatError
from accord.formats.disk import put
from accord.formats.folded_names import folded
from accord.formats.sheet import Sheet, column
from accord.formats.sheet_columns import WRONG
from accord.formats.sheet_rows import RowFault
from accord.formats.write_sheets import write_csv

_COLOUR = "FFFFD9B3"
"""Light orange: black letters on it can be read, on paper too."""


def write_corrected(
    file: Path, source: Path, sheets: Sequence[Sheet], faults: Sequence[RowFault]
) -> None:
    """Write a copy of a sheet that says beside each row what is wrong with it.

    Args:
        file: The copy, .xlsx or .csv; the second takes one sheet only.
        source: The sheet that was read.
        sheets: Its sheets.
        faults: What is wrong with its rows.

    Raises:
        FormatError: If the copy would replace the sheet, or cannot hold it.
        AccordError: If it cannot be written.
    """
    if file.exists() and source.exists() and file.samefile(source):
        raise FormatError(f"{file}: the copy needs a name of its own")
    wrong: dict[tuple[str, int], list[RowFault]] = defaultdict(list)
    for one in faults:
        wrong[one.file, one.row].append(one)
    if file.suffix.lower() == ".csv":
        if len(sheets) > 1:
            raise FormatError(f"{file}: a CSV file holds one sheet: name a .xlsx file")
        data = _csv(sheets[0], wrong)
    elif file.suffix.lower() == ".xlsx":
        data = _xlsx(source, sheets, wrong)
    else:
        raise FormatError(f"{file}: the name must end in .xlsx or .csv")
    put(file, data, "a copy with faults marked", lambda data: WRONG.encode() in _plain(data))


def _plain(data: bytes) -> bytes:
    """Return the texts of a file, whatever it is."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return b"".join(book.read(name) for name in book.namelist() if "xml" in name)
    except zipfile.BadZipFile:
        return data


def _said(sheet: Sheet, line: int, wrong: dict[tuple[str, int], list[RowFault]]) -> str:
    found = wrong.get((sheet.file, line), ())
    return "; ".join(f"{one.column}: {one.text}" if one.column else one.text for one in found)


def _csv(sheet: Sheet, wrong: dict[tuple[str, int], list[RowFault]]) -> bytes:
    text = io.StringIO(newline="")
    rows = ([*_row(sheet, row.cells), _said(sheet, row.line, wrong)] for row in sheet.rows)
    write_csv(text, [*_kept(sheet, sheet.header), WRONG], rows, "\r\n")
    return text.getvalue().encode("utf-8-sig")


def _kept(sheet: Sheet, cells: Sequence[str]) -> list[str]:
    """Leave out what an earlier copy said."""
    return [
        cell
        for place, cell in enumerate(cells)
        if place >= len(sheet.header) or folded(sheet.header[place]) != folded(WRONG)
    ]


def _row(sheet: Sheet, cells: Sequence[str]) -> list[str]:
    width = len(sheet.header)
    return _kept(sheet, [*cells, *[""] * (width - len(cells))])


def _xlsx(
    source: Path, sheets: Sequence[Sheet], wrong: dict[tuple[str, int], list[RowFault]]
) -> bytes:
    """Return the workbook with a column more and the faulty cells in colour."""
    from openpyxl import Workbook, load_workbook

    book: Any
    if source.suffix.lower() in (".xlsx", ".xlsm"):
        book = load_workbook(source)
        for sheet in sheets:
            _mark(book[sheet.name], sheet, wrong, {row.line: row.line for row in sheet.rows})
    else:
        book = Workbook()
        for place, sheet in enumerate(sheets):
            page = book.active if place == 0 else book.create_sheet()
            page.title = sheet.name[:31] or "Sheet1"
            for row in (sheet.header, *(row.cells for row in sheet.rows)):
                page.append(list(row))
                for cell in page[page.max_row]:
                    cell.data_type = "s" if cell.value else cell.data_type
            lines = {row.line: number for number, row in enumerate(sheet.rows, 2)}
            _mark(page, sheet, wrong, lines)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _mark(
    page: Any,
    sheet: Sheet,
    wrong: dict[tuple[str, int], list[RowFault]],
    lines: dict[int, int],
) -> None:
    from openpyxl.styles import Alignment, PatternFill

    colour = PatternFill("solid", fgColor=_COLOUR)
    names = [column(sheet.header, place) for place in range(len(sheet.header))]
    own = next((i for i, n in enumerate(names, 1) if folded(n) == folded(WRONG)), 0)
    last = own or len(names) + 1
    top = sheet.header_row if sheet.header_row and set(lines) == set(lines.values()) else 1
    page.cell(top, last, WRONG)
    page.column_dimensions[page.cell(top, last).column_letter].width = 60
    for line, number in lines.items():
        said = _said(sheet, line, wrong)
        cell = page.cell(number, last, said or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if said:
            cell.data_type = "s"
        for one in wrong.get((sheet.file, line), ()):
            cell = page.cell(number, names.index(one.column) + 1 if one.column else last)
            cell.fill = colour
