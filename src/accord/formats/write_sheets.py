"""Tables out as CSV and XLSX: of what is written no cell runs, and all of it comes back."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from accord.errors import FormatError
from accord.formats.cells import Cell, settled
from accord.formats.disk import is_stream, put
from accord.formats.inert import OBSCURE, RISKY, inert
from accord.formats.spreadsheet_files import beside, sheets_of, suffix
from accord.model import number_text

LONGEST = 32_767
"""The longest text that a cell of a spreadsheet holds."""
Tables = Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]
"""Header and rows by the sheet's name."""


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
    if (file.suffix.lower() or ".csv" if stream else suffix(file)) == ".xlsx":
        put(file, _xlsx(file, sheets), _KIND, lambda data: _alike(file, data, sheets))
        return [file]
    written: list[Path] = []
    for name, (header, rows) in sheets.items():
        one = beside(file, name) if written else file
        text = io.StringIO(newline="")
        write_csv(text, header, (map(_number, row) for row in rows), "\r\n")
        sheet = {one.stem: (header, ())}
        data = text.getvalue().encode("utf-8-sig")
        put(one, data, _KIND, lambda data, one=one, sheet=sheet: _alike(one, data, sheet))  # type: ignore[misc]
        written.append(one)
        if stream:
            break
    return written


_KIND = "a table with these columns"


def _alike(file: Path, data: bytes, sheets: Tables) -> bool:
    """Return whether a file holds the tables that are to be written, by their first columns."""
    try:
        found = sheets_of(file, data, header_row=1).sheets
    except FormatError:
        return False
    return all(
        name in found and found[name].header[:2] == tuple(header[:2])
        for name, (header, _) in sheets.items()
    )


def _number(value: Cell) -> str | float:
    """Return a number as a person would write it."""
    if isinstance(value, str):
        return value
    text = number_text(value)
    if (sure := settled(text)) != text:
        return sure
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _xlsx(file: Path, sheets: Tables) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    filled = {
        name: [[_fitting(file, one) for one in row] for row in chain((header,), rows)]
        for name, (header, rows) in sheets.items()
    }
    book = Workbook(write_only=True)
    for name, rows in filled.items():
        sheet: Any = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            cells: list[Any] = [one if one != "" else None for one in row]
            for place, text in enumerate(cells):
                if isinstance(text, str):
                    cells[place] = held = WriteOnlyCell(sheet, text)
                    held.data_type = "s"
                    held.quotePrefix = bool(RISKY.match(text))
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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
