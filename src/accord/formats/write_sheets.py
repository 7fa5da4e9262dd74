"""Tables out as CSV and XLSX: of what is written no cell runs, and all of it comes back."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from attrs import frozen
from frozendict import frozendict

from accord.errors import FormatError
from accord.formats.cells import Cell, settled
from accord.formats.disk import is_stream, put
from accord.formats.inert import OBSCURE, RISKY, inert
from accord.formats.sheet import AUTHOR
from accord.formats.spreadsheet_files import beside, sheets_of, suffix
from accord.model import number_text
from accord.record.hidden_signs import clean

LONGEST = 32_767
"""The longest text that a cell of a spreadsheet holds."""


@frozen
class SheetTable:
    """What a sheet holds, and how an XLSX file shows it.

    Attributes:
        header: What the columns are called.
        rows: The cells.
        dates: The columns that hold dates.
        comments: What stands behind a cell, by its row and column, counted from 0.
        title: What stands above every page in print.
        fills: The colour behind a cell, by its row and column, as six hexadecimal digits.
        shared: Whether the columns share the page, as those of a matrix do; else each is as
            wide as what is in it, within bounds.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    dates: frozenset[str] = frozenset()
    comments: Mapping[tuple[int, int], str] = frozendict()
    title: str = ""
    fills: Mapping[tuple[int, int], str] = frozendict()
    shared: bool = False


Tables = Mapping[str, SheetTable]
"""What is written, by the sheet's name."""


def write_csv(
    stream: TextIO, header: Sequence[str], rows: Iterable[Iterable[Any]], end: str = "\n"
) -> None:
    """Write a table as CSV of which no cell runs: the only way in which one is written.

    Args:
        stream: Where.
        header: What the columns are called; nothing for rows alone.
        rows: The cells: texts, numbers, or None for nothing.
        end: What a line ends with.
    """
    writer = csv.writer(stream, lineterminator=end)
    for row in chain((header,) if header else (), rows):
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])


def write(file: Path, sheets: Tables) -> list[Path]:
    """Write sheets: one XLSX file with all, or a CSV file for each, the first under the name.

    A stream, such as a pipe, takes the first sheet only.

    Args:
        file: The file.
        sheets: What is to be written.

    Returns:
        The files written.

    Raises:
        FormatError: If a spreadsheet cannot hold a text.
        AccordError: If a file is there and holds something else, or cannot be written.
    """
    stream = is_stream(file)
    if suffix_of(file) == ".xlsx":
        put(file, _xlsx(file, sheets), _KIND, lambda data: _alike(file, data, sheets))
        return [file]
    written: list[Path] = []
    for name, table in sheets.items():
        one = beside(file, name) if written else file
        text = io.StringIO(newline="")
        write_csv(text, table.header, (map(_number, row) for row in table.rows), "\r\n")
        sheet = {one.stem: SheetTable(table.header, ())}
        data = text.getvalue().encode("utf-8-sig")
        put(one, data, _KIND, lambda data, one=one, sheet=sheet: _alike(one, data, sheet))  # type: ignore[misc]
        written.append(one)
        if stream:
            break
    return written


def suffix_of(file: Path) -> str:
    """Return in which format a file is written: `.xlsx` or `.csv`.

    Raises:
        FormatError: If its name says another.
    """
    return (file.suffix.lower() or ".csv") if is_stream(file) else suffix(file)


_KIND = "a table with these columns"


def _alike(file: Path, data: bytes, sheets: Tables) -> bool:
    """Return whether a file holds the tables that are to be written, by their first columns."""
    try:
        found = sheets_of(file, data, header_row=1).sheets
    except FormatError:
        return False
    return all(
        name in found and found[name].header[:2] == tuple(table.header[:2])
        for name, table in sheets.items()
    )


def _number(value: Cell) -> str | float:
    """Return a number as a person would write it."""
    if isinstance(value, str):
        return value
    text = number_text(value)
    if (sure := settled(text)) != text:
        return sure
    return int(value) if value == int(value) and abs(value) < 1e15 else value


_A4 = 9
"""What the format calls this paper."""
_NARROW, _WIDE = 8, 48
"""Between how many signs a column is wide."""
_PAGE = 150
"""How many signs a page of A4 across shows beside one another at a size that can be read."""


def _xlsx(file: Path, sheets: Tables) -> bytes:
    from openpyxl import Workbook

    fitted = {
        name: [
            [_fitting(file, one) for one in row] for row in chain((table.header,), table.rows)
        ]
        for name, table in sheets.items()
    }
    book = Workbook(write_only=True)
    for name, rows in fitted.items():
        sheet: Any = book.create_sheet(name)
        _set_up(sheet, sheets[name], rows)
        for line, row in enumerate(rows, -1):
            sheet.append(_drawn(sheet, sheets[name], line, row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _set_up(sheet: Any, table: SheetTable, rows: Sequence[Sequence[Cell]]) -> None:
    """Set widths, what stays in sight, and how it is printed: A4 across, in a size to read."""
    from openpyxl.utils import get_column_letter

    widths = [
        min(
            max([_NARROW, *(len(line) for one in column for line in str(one).split("\n"))]) + 2,
            _WIDE,
        )
        for column in zip(*rows, strict=True)
    ]
    if table.shared:
        left = max(_PAGE - sum(widths[:2]), 0) // max(len(widths) - 2, 1)
        widths[2:] = [min(max(left, 20), _WIDE)] * (len(widths) - 2)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "C2" if len(table.header) > 2 else "A2"
    last = get_column_letter(len(table.header))
    sheet.auto_filter.ref = f"A1:{last}{max(len(rows), 1)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    pages = -(-sum(widths) // _PAGE)
    if pages > 1:
        sheet.print_title_cols = "A:B"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if table.title:
        title = _legible(table.title).replace("&", "&&")
        sheet.oddHeader.left.text = " ".join(title.split())
    sheet.oddFooter.right.text = "&P / &N"


def _legible(text: str) -> str:
    """Return a text for people alone, without what XML cannot hold."""
    return re.sub("[\ufffe\uffff]", "", clean(text))


def _drawn(sheet: Any, table: SheetTable, line: int, row: Sequence[Cell]) -> list[Any]:
    """Return the cells of a row as they are shown; the header is row -1."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment

    cells: list[Any] = []
    for place, value in enumerate(row):
        if value == "":
            cells.append(None)
            continue
        day = _day(value) if line >= 0 and table.header[place] in table.dates else None
        held = WriteOnlyCell(sheet, day[0] if day else value)
        held.alignment = _styles()["wrapped"]
        if day:
            held.number_format = day[1]
        elif isinstance(value, str):
            held.data_type = "s"
            held.quotePrefix = bool(RISKY.match(value))
        if line < 0:
            held.font, held.fill = _styles()["bold"], _styles()["grey"]
        if fill := table.fills.get((line, place)):
            held.fill = _filled(fill)
        if (line, place) in table.comments:
            text = _legible(table.comments[line, place])
            held.comment = Comment(text, AUTHOR, width=320, height=140)
        cells.append(held)
    return cells


@cache
def _filled(rgb: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=rgb)


@cache
def _styles() -> dict[str, Any]:
    from openpyxl.styles import Alignment, Font, PatternFill

    return {
        "wrapped": Alignment(vertical="top", wrap_text=True),
        "bold": Font(bold=True),
        "grey": PatternFill("solid", fgColor="E7E6E6"),
    }


_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?")
_FORMATS = {1: "yyyy", 2: "yyyy-mm", 3: "yyyy-mm-dd", 5: "yyyy-mm-dd hh:mm"}
"""How a date is shown that is so many numbers exact."""


def _day(value: Cell) -> tuple[datetime, str] | None:
    """Return a date as a spreadsheet has it, and how it is shown: as exactly as it is known.

    None for what it cannot have: before March 1900, midnight, an hour without its minutes.
    """
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    numbers = [int(one) for one in found.groups() if one]
    year, month, date, hour, minute = [*numbers, *(1, 1, 1, 0, 0)[len(numbers) :]]
    day = datetime(year, month, date, hour, minute)
    midnight = len(numbers) > 3 and hour == minute == 0
    return None if midnight or day < _FIRST else (day, _FORMATS[len(numbers)])


_FIRST = datetime(1900, 3, 1)
"""Before it spreadsheets have a day that never was."""


def _fitting(file: Path, value: Cell) -> Cell:
    """Return what a cell holds, if it is not too long; a number of 17 digits as a text."""
    if not isinstance(value, str):
        return value if float(f"{value:.16g}") == value else number_text(value)
    text = _visible(OBSCURE.sub(lambda m: f"_x{ord(m[0]):04X}_", value))
    if len(text) > LONGEST:
        sentence = f"a cell holds {LONGEST} signs and '{text[:30]}...' has {len(text)}"
        raise FormatError(f"{file}: {sentence}; export to a .csv file")
    return text


_HIDDEN = re.compile(r"[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def _visible(text: str) -> str:
    """Write signs that XLSX cannot hold as the format has them: _x001B_."""
    return _HIDDEN.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
