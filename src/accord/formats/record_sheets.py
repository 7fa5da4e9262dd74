"""The record as a spreadsheet: a row for each entry, or the issue matrix.

`import_rows` reads what is written here, and what people make of it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from accord.formats.cells import Cell, cell
from accord.formats.shapes import Field
from accord.formats.shapes import fields as _fields
from accord.formats.write_sheets import write
from accord.record import KINDS, Case, Entry, Outlet, Position, Record, Source

ENTRIES = "entries"
MATRIX = "matrix"
OUTLETS = "outlets"
SOURCES = "sources"
ISSUE = "issue"
NAME = "name"


def fields(cls: Any) -> dict[str, Field]:
    """Return the fields of a class of entries or sources by name."""
    return _fields(cls)


_BASE = ("kind", *fields(Entry))


def columns() -> tuple[str, ...]:
    """Return every column that a sheet of entries may have, in order."""
    own = (name for cls in KINDS.values() for name in fields(cls))
    return tuple(dict.fromkeys((*_BASE, *own)))


def export(case: Case, file: Path, what: str = ENTRIES) -> list[Path]:
    """Write the record, or the issue matrix, as CSV or XLSX.

    Entries go with their sources and outlets: on sheets or in CSV files of their own.

    Args:
        case: The process, as it could be known when it is written.
        file: The file; its suffix says the format.
        what: `entries` or `matrix`.

    Returns:
        The files written.

    Raises:
        FormatError: If a spreadsheet cannot hold something.
        AccordError: If a file cannot be written.
    """
    if what == MATRIX:
        return write(file, {MATRIX: _matrix(case)})
    rows = [{"kind": entry.kind, **_cells(entry)} for entry in case.record.entries]
    used = {name for row in rows for name in row}
    header = [name for name in columns() if name in used or name in _BASE]
    return write(
        file,
        {
            ENTRIES: (header, ([row.get(name, "") for name in header] for row in rows)),
            SOURCES: _table(Source, case.record.sources.values()),
            OUTLETS: _table(Outlet, case.record.outlets.values()),
        },
    )


def _table(cls: type, values: Iterable[Source | Outlet]) -> tuple[list[str], list[list[Cell]]]:
    """Return the header and the rows of a sheet that holds values of one class."""
    header = list(fields(cls))
    rows = map(_cells, values)
    return header, [[row.get(name, "") for name in header] for row in rows]


def _cells(value: Entry | Source | Outlet) -> dict[str, Cell]:
    """Return the cells of one row, without what is as by default."""
    return {
        name: cell(held, one.shape)
        for name, one in fields(value.__class__).items()
        if (held := getattr(value, name)) is not None and (one.required or held != one.default)
    }


def _matrix(case: Case) -> tuple[list[str], list[list[Cell]]]:
    parties = list(case.process.parties)
    last = positions(case.record)
    rows: list[list[Cell]] = [
        [issue.id, issue.name, *(stated(last.get((party, issue.id))) for party in parties)]
        for issue in case.process.agenda.issues.values()
    ]
    return [ISSUE, NAME, *parties], rows


def positions(record: Record) -> dict[tuple[str, str], Position]:
    """Return the position that stands last, by party and issue."""
    return {(one.party, one.issue): one for one in record.of(Position)}


def stated(position: Position | None) -> str:
    """Return what a cell of the matrix holds: the id of an option, else words."""
    return "" if position is None else position.option or position.text
