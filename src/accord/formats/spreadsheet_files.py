"""CSV and XLSX files as sheets of text cells, in and out."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from attrs import frozen

from accord.errors import FormatError
from accord.formats.cells import Cell
from accord.formats.disk import is_stream, put, read_bytes
from accord.formats.tree import LARGEST
from accord.model import number_text
from accord.record.hidden_signs import HIDDEN

SUFFIXES = (".csv", ".xlsx")
OTHERS = ("sources", "outlets")
"""The sheets that a CSV file may have beside it."""
LONGEST = 32_767
"""The longest text that a cell of a spreadsheet holds."""
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
"""What a spreadsheet writes into a cell that it could not work out."""
_RISKY = re.compile(
    rf"'*(?:[=+\-@\t\r\n＝＋－＠]|\s*(?:{'|'.join(map(re.escape, ERRORS))})\s*$)"
)


Sheets = Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]
"""Header and rows by the sheet's name."""


@frozen
class SheetRow:
    """One row of a sheet.

    Attributes:
        line: The line it starts on in the file, or its number in the spreadsheet.
        cells: Its cells.
        errors: Places of the cells that hold an error of the spreadsheet, such as #N/A.
    """

    line: int
    cells: tuple[str, ...]
    errors: frozenset[int] = frozenset()

    @property
    def filled(self) -> bool:
        """Return whether there is more than blanks in it."""
        return any(cell.strip() for cell in self.cells)


@frozen
class Sheet:
    """A sheet with a header.

    Attributes:
        file: How to name it in a sentence.
        header: What the columns are called.
        rows: The rows that are not blank.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def inert(text: str) -> str:
    """Keep a spreadsheet from running a text, and a text from hiding what is in it.

    What would be taken for a formula has an apostrophe before it; a sign that cannot be seen
    stands as its number: `_x202E_`.
    """
    if not text or text.isalnum():  # most cells, at once
        return text
    if not text.isprintable() or "_x" in text:
        text = _OBSCURE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
    return f"'{text}" if _RISKY.match(text) else text


def live(text: str) -> str:
    """Undo what `inert` did."""
    if text.startswith("'") and _RISKY.match(text, 1):
        text = text[1:]
    return _NUMBERED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


_OBSCURE = re.compile(rf"{HIDDEN.pattern}|_(?=x[0-9A-F]{{4,6}}_)")
_NUMBERED = re.compile(r"_x(0?[0-9A-F]{4,5}|10[0-9A-F]{4})_")


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


def beside(file: Path, name: str) -> Path:
    """Name the CSV file that holds another sheet of the same export."""
    return file.with_name(f"{file.stem}-{name}.csv")


def suffix(file: Path) -> str:
    """Return the kind of file by its name.

    Raises:
        FormatError: If it is neither CSV nor XLSX.
    """
    found = file.suffix.lower()
    if found not in SUFFIXES:
        raise FormatError(f"{file}: the name must end in {' or '.join(SUFFIXES)}")
    return found


def write(file: Path, sheets: Sheets) -> list[Path]:
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


def _alike(file: Path, data: bytes, sheets: Sheets) -> bool:
    """Return whether a file holds the tables that are to be written, by their first columns."""
    try:
        found = (
            _read_xlsx(file, data)
            if suffix(file) == ".xlsx"
            else {file.stem: _read_csv(file, data)}
        )
    except FormatError:
        return False
    return all(
        name in found and found[name].header[:2] == tuple(header[:2])
        for name, (header, _) in sheets.items()
    )


def _number(value: Cell) -> str | float:
    """Return a number as a person would write it."""
    whole = not isinstance(value, str) and value == int(value) and abs(value) < 1e15
    return int(value) if whole else value


def _xlsx(file: Path, sheets: Sheets) -> bytes:
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
                    held.quotePrefix = bool(_RISKY.match(text))
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fitting(file: Path, value: Cell) -> Cell:
    """Return what a cell holds, if it is not too long; a number of 17 digits as a text."""
    if not isinstance(value, str):
        return value if float(f"{value:.16g}") == value else number_text(value)
    text = _visible(_OBSCURE.sub(lambda m: f"_x{ord(m[0]):04X}_", value))
    if len(text) > LONGEST:
        sentence = f"a cell holds {LONGEST} signs and '{text[:30]}...' has {len(text)}"
        raise FormatError(f"{file}: {sentence}; export to a .csv file")
    return text


_HIDDEN = re.compile(r"[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SHOWN = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _visible(text: str) -> str:
    """Write signs that XLSX cannot hold as the format has them: _x001B_."""
    return _HIDDEN.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def read(file: Path) -> dict[str, Sheet]:
    """Read the sheets of a file by name; a CSV file is one sheet, with those beside it.

    Raises:
        FormatError: If it cannot be read.
    """
    kind = suffix(file)
    data = _data(file)
    if kind == ".xlsx":
        return _read_xlsx(file, data)
    sheets = {file.stem: _read_csv(file, data)}
    for name in OTHERS:
        if (other := beside(file, name)).exists():
            sheets[name] = _read_csv(other, _data(other))
    return sheets


def _data(file: Path) -> bytes:
    data = read_bytes(file) if not file.is_dir() else None
    if data is None:
        raise FormatError(f"{file}: there is no such file")
    if len(data) > LARGEST:
        raise FormatError(f"{file}: the file is larger than {LARGEST // 1024**2} MiB")
    return data


def _read_csv(file: Path, data: bytes) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{file}:{line}: this is not UTF-8: save the file as 'CSV UTF-8'"
        ) from None
    csv.field_size_limit(LARGEST)
    try:
        delimiter = max(",;\t", key=lambda sign: len(next(_records(text, sign), (0, []))[1]))
        rows = [
            SheetRow(
                line,
                tuple(map(live, cells)),
                frozenset(i for i, one in enumerate(cells) if one.strip() in ERRORS),
            )
            for line, cells in _records(text, delimiter)
        ]
    except csv.Error as error:
        raise FormatError(f"{file}: this is not CSV: {error}") from None
    return _sheet(str(file), rows)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _read_xlsx(file: Path, data: bytes) -> dict[str, Sheet]:
    from openpyxl import load_workbook

    sheets = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = [
                    SheetRow(line, tuple(_text(one.value) for one in row), _broken(row))
                    for line, row in enumerate(sheet.iter_rows(), start=1)
                ]
                if any(row.filled for row in rows):
                    sheets[sheet.title] = _sheet(f"{file} ({sheet.title})", rows)
    except Exception as error:  # the reader of the format raises whatever it meets
        what = str(error).strip() or type(error).__name__
        raise FormatError(
            f"{file}: this is not a spreadsheet that can be read: {what}"
        ) from None
    return sheets or {"": _sheet(str(file), [])}


def _broken(row: Iterable[Any]) -> frozenset[int]:
    return frozenset(i for i, one in enumerate(row) if getattr(one, "data_type", "") == "e")


def _sheet(name: str, rows: Iterable[SheetRow]) -> Sheet:
    filled = [row for row in rows if row.filled]
    if not filled:
        raise FormatError(f"{name}: there is nothing in it; the first row names the columns")
    header = tuple(name.strip() for name in filled[0].cells)
    return Sheet(name, header, tuple(filled[1:]))


def _text(value: Any) -> str:
    """Return the text of a cell, whatever a person or a program put there."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return number_text(value)
        case datetime():
            near = value + timedelta(seconds=30)
            whole = near.replace(second=0, microsecond=0)
            return whole.isoformat()[:16] if whole.time() != time() else whole.isoformat()[:10]
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case _:
            text = _SHOWN.sub(lambda m: chr(int(m[1], 16)), str(value))
            return _NUMBERED.sub(lambda m: chr(int(m[1], 16)), text)
