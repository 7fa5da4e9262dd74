"""XLSX as people keep it: dates as they are shown, merged cells, and what hides in it."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import FormatError, Problem
from accord.formats.cell_colours import colours
from accord.formats.cells import settled
from accord.formats.inert import NUMBERED
from accord.formats.sheet import AUTHOR, SheetRow, letters
from accord.model import number_text

FORMULA = "holds a formula without a value: open and save it in a spreadsheet"
MOST_CELLS = 10_000_000
"""A million rows of ten columns; a cell far to the right counts with all before it."""
_SHOWN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED = 8
"""So many rows or cells are named in a notice, and then how many more there are."""


@frozen
class RawSheet:
    """A sheet of a workbook before its table is found.

    Attributes:
        name: What it is called.
        hidden: Whether it is.
        rows: The rows that are not blank.
        notices: What was read otherwise than it stands, or is not taken.
        chart: Whether it holds a chart and no cells.
        headings: What stands in rows that are one cell, by their numbers.
    """

    name: str
    hidden: bool
    rows: list[SheetRow]
    notices: list[Problem]
    chart: bool = False
    headings: Mapping[int, str] = frozendict()


def read_xlsx(file: str, data: bytes) -> list[RawSheet]:
    """Read the sheets of a workbook.

    Raises:
        FormatError: If it is none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _book_reader()(io.BytesIO(data), read_only=True, data_only=True)
            reader.read()
            book = reader.wb
            sheets = [
                _read(f"{file} ({sheet.title})", book, sheet) for sheet in book.worksheets
            ]
            return [
                *sheets,
                *(RawSheet(one, False, [], [], chart=True) for one in reader.charts),
            ]
    except Exception as error:  # the reader of the format raises whatever it meets
        what = str(error).strip() or type(error).__name__
        raise FormatError(
            f"{file}: this is not a spreadsheet that can be read: {what}"
        ) from None


def _read(file: str, book: Any, sheet: Any) -> RawSheet:
    """Read one sheet; what it says of rows, columns and merged cells comes with its cells."""
    precision, colour = _precisions(book), colours(book)
    with sheet._get_source() as source:
        parser = _parser()(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows, size = {}, 0
        for line, cells in parser.parse():
            if (row := _row(line, cells, precision, colour)).filled or row.errors:
                rows[line] = row
                size += len(row.cells)
                if size > MOST_CELLS:
                    raise ValueError(f"it has more than {MOST_CELLS:,} cells")
    headings: dict[int, str] = {}
    notices = [
        *_merged(file, rows, headings, parser),
        *_hidden(file, rows, parser),
        *_comments(file, book, sheet),
    ]
    hidden = sheet.sheet_state != "visible"
    kept = [rows[line] for line in sorted(rows)]
    return RawSheet(sheet.title, hidden, kept, notices, headings=headings)


@cache
def _book_reader() -> Any:
    """Return openpyxl's reader of a workbook, which notes chart sheets by their names.

    Its own one reads what they show, and fails at a sheet that shows nothing.
    """
    from openpyxl.reader.excel import ExcelReader

    class Noting(ExcelReader):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.charts: list[str] = []

        def read_chartsheet(self, sheet: Any, _: Any) -> None:
            self.charts.append(sheet.name)

    return Noting


@cache
def _parser() -> Any:
    """Return openpyxl's reader of a sheet, which also marks formulas that have no value."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Marking(WorkSheetParser):
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                cell["data_type"] = "f"
            return cell

    return Marking


def _row(
    line: int, cells: Iterable[Mapping[str, Any]], precision: Any, colour: Any
) -> SheetRow:
    texts: list[str] = []
    errors: dict[int, str] = {}
    fills: dict[int, str] = {}
    for cell in cells:
        place, value, kind = cell["column"] - 1, cell["value"], cell["data_type"]
        if fill := colour(cell["style_id"]):
            fills[place] = fill
        if value is None and kind != "f":
            continue
        if place >= len(texts):
            texts.extend([""] * (place + 1 - len(texts)))
        if kind == "f":
            errors[place] = FORMULA
        elif kind == "e":
            errors[place] = f"holds {value}"
        if kind == "s":
            texts[place] = _plain(value) if "_x" in value else value
        else:
            shows = precision(cell["style_id"]) if kind in ("d", "n") else ""
            texts[place] = _text(value, shows)
    return SheetRow(line, tuple(texts), errors, fills=fills)


def _precisions(book: Any) -> Any:
    """Return a function that says what a style shows: month, year or all of a date; percent."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    @cache
    def precision(style: int) -> str:
        number = book._cell_styles[style].numFmtId
        own = number - BUILTIN_FORMATS_MAX_SIZE
        code = book._number_formats[own] if own >= 0 else BUILTIN_FORMATS.get(number, "")
        shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", code).lower().partition(";")[0]
        if "%" in shown:
            return "percent"
        if "y" not in shown or re.search("[dhs]", shown):
            return ""
        return "month" if "m" in shown else "year"

    return precision


def _text(value: Any, precision: str = "") -> str:
    """Return the text of a cell, whatever a person or a program put there."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float() if precision == "percent":
            return f"{number_text(round(value * 100, 10))}%"  # as it is shown: 0.05 is 5%
        case int() | float():
            return settled(number_text(value))
        case datetime():
            near = value + timedelta(seconds=30)
            whole = near.replace(second=0, microsecond=0)
            if whole.time() != time():
                return whole.isoformat()[:16]
            if precision and whole.day == 1 and (precision == "month" or whole.month == 1):
                return whole.isoformat()[: 7 if precision == "month" else 4]
            return whole.isoformat()[:10]
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case _:
            return _plain(str(value))


def _plain(text: str) -> str:
    """Return a text with the signs that stand in it as numbers."""
    text = _SHOWN.sub(lambda m: chr(int(m[1], 16)), text)
    return NUMBERED.sub(lambda m: chr(int(m[1], 16)), text)


def _merged(
    file: str, rows: dict[int, SheetRow], headings: dict[int, str], parser: Any
) -> Iterator[Problem]:
    """Fill merged cells down, leave out headings, and yield what was done.

    A text that is merged over several rows stands for each of them, as a day or a place does.
    A row that is one cell, merged across, is a heading between rows, or the title. What else is
    merged across stays at its left.
    """
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    for one in sorted(merged, key=lambda one: (one.min_row, one.min_col)):
        left, top, right, bottom = one.bounds
        held = rows.get(top)
        text = held.cells[left - 1] if held and left <= len(held.cells) else ""
        alone = held is not None and sum(map(bool, map(str.strip, held.cells))) == 1
        if alone and text.strip() and top == bottom and right > left:
            if top > min(rows):  # the first stays: it may be the title, above the header
                del rows[top]
                headings[top] = text.strip()
            sentence = f"{one.ref} are one cell, '{_cut(text)}': left out as a heading"
            yield Problem(file, top, sentence)
            continue
        below = [line for line in range(top + 1, bottom + 1) if line in rows]
        fill = held.fills.get(left - 1, "") if held else ""
        for line in below if fill else ():
            rows[line] = evolve(rows[line], fills={**rows[line].fills, left - 1: fill})
        if not text.strip() or not below:
            continue
        for line in below:
            cells = list(rows[line].cells)
            cells.extend([""] * (left - len(cells)))
            cells[left - 1] = text
            rows[line] = evolve(rows[line], cells=tuple(cells))
        sentence = f"{one.ref} are merged: '{_cut(text)}' stands for each of their rows"
        yield Problem(file, top, sentence)


def _hidden(file: str, rows: dict[int, SheetRow], parser: Any) -> Iterator[Problem]:
    """Yield which rows and columns are hidden."""
    lines = [
        int(line)
        for line, about in parser.row_dimensions.items()
        if _is_on(about.get("hidden")) and int(line) in rows
    ]
    if lines:
        sentence = f"{_counted('row', map(str, lines))} hidden, and taken as the others are"
        yield Problem(file, lines[0], sentence)
    width = max((len(row.cells) for row in rows.values()), default=0)
    places = [
        letters(place)
        for about in parser.column_dimensions.values()
        if _is_on(about.get("hidden"))
        for place in range(int(about["min"]) - 1, min(int(about["max"]), width))
    ]
    if places:
        sentence = f"{_counted('column', places)} hidden, and taken as the others are"
        yield Problem(file, 0, sentence)


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")


def _comments(file: str, book: Any, sheet: Any) -> Iterator[Problem]:
    """Yield which cells have comments, which are not taken."""
    from openpyxl.comments.comment_sheet import CommentSheet
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.xml.functions import fromstring

    path = get_rels_path(sheet._worksheet_path)  # type: ignore[no-untyped-call]
    if path not in book._archive.namelist():
        return
    parts = [one.target for one in get_dependents(book._archive, path) if _is_comments(one)]
    read = [CommentSheet.from_tree(fromstring(book._archive.read(part))) for part in parts]
    every = (pair for one in read if one is not None for pair in one.comments)
    cells = [ref for ref, comment in every if comment.author != AUTHOR]
    if cells:
        yield Problem(file, 0, f"{_counted('comment', cells, 'on ')} not taken")


def _is_comments(part: Any) -> bool:
    return bool(part.Type.endswith("/comments"))


def _counted(noun: str, names: Iterable[str], before: str = "") -> str:
    """Return some things with their names and a verb: `rows 3, 5 are`."""
    every = list(names)
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    listed = f"{before}{', '.join(every[:_NAMED])}{more}"
    return f"{noun} {listed} is" if len(every) == 1 else f"{noun}s {listed} are"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
