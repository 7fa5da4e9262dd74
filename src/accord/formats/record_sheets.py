"""The record as a spreadsheet: a row for each entry, or the issue matrix.

`import_rows` reads what is written here, and what people make of it. An XLSX file is made to
be shown: names stand beside ids, and in the matrix words stand for ids. CSV holds ids alone.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from accord.formats.cells import Cell, cell, plain
from accord.formats.folded_names import ENDED, answers
from accord.formats.shapes import Field, Form, Shape
from accord.formats.shapes import fields as _fields
from accord.formats.write_sheets import SheetTable, suffix_of, write
from accord.model import Issue
from accord.record import KINDS, Case, Entry, Outlet, Position, Record, Register, Source

ENTRIES = "entries"
MATRIX = "matrix"
MARKS = "marks"
OUTLETS = "outlets"
SOURCES = "sources"
ISSUE = "issue"
NAME = "name"


def fields(cls: Any) -> dict[str, Field]:
    """Return the fields of a class of entries or sources by name."""
    return _fields(cls)


_BASE = ("kind", *fields(Entry))
_DATES = frozenset(
    name
    for cls in (*KINDS.values(), Source, Outlet)
    for name, one in fields(cls).items()
    if one.shape.form is Form.MOMENT
)
"""The columns that hold dates."""


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
    to_show = suffix_of(file) == ".xlsx"
    if what == MATRIX:
        return write(file, {MATRIX: _shown_matrix(case) if to_show else _matrix(case)})
    rows = [{"kind": entry.kind, **_cells(entry)} for entry in case.record.entries]
    used = {name for row in rows for name in row}
    header = [name for name in columns() if name in used or name in _BASE]
    filled = [[row.get(name, "") for name in header] for row in rows]
    if to_show:
        header, filled = _named(case, header, filled)
    return write(
        file,
        {
            ENTRIES: SheetTable(header, filled, dates=_DATES, title=case.process.title),
            SOURCES: _table(Source, case.record.sources.values()),
            OUTLETS: _table(Outlet, case.record.outlets.values()),
        },
    )


def is_named(column: str) -> bool:
    """Whether a column holds the names behind the ids of another, which count instead."""
    return column.endswith(_NAMES)


_NAMES = " (name)"
"""What the name of a column ends in that holds names."""

_REFERRED = frozenset({"party", "actor", "speaker", "person", "issue", "venue", "plan"})
"""What ids refer to whose names are worth a column; entries and sources have rows."""


def _named(
    case: Case, header: list[str], rows: list[list[Cell]]
) -> tuple[list[str], list[list[Cell]]]:
    """Put the names behind ids beside them."""
    refers = {
        name: one.shape.ref or (one.shape.item and one.shape.item.ref)
        for kind in KINDS.values()
        for name, one in fields(kind).items()
    }
    named = [
        name
        for name in header
        if name == "option" or ((ref := refers.get(name)) and ref.to in _REFERRED)
    ]
    process = case.process
    names = {i: issue.name for i, issue in process.agenda.issues.items()}
    names |= {i: plan.name for i, plan in process.rounds.items()}

    def called(name: str, row: Mapping[str, Cell]) -> str:
        ids = plain(str(row[name]), Shape(Form.MANY, item=Shape(Form.TEXT)))
        if name == "option":
            issue = process.agenda.issues.get(str(row.get("issue", "")))
            known = issue.choices if issue else {}
            return ", ".join(known[one].name for one in ids if one in known)
        return ", ".join(names.get(one) or process.name(one) for one in ids)

    wide = [
        one for name in header for one in (name, *([name + _NAMES] if name in named else ()))
    ]
    filled = []
    for cells in rows:
        row = dict(zip(header, cells, strict=True))
        row |= {name + _NAMES: called(name, row) if row[name] != "" else "" for name in named}
        filled.append([row[name] for name in wide])
    return wide, filled


def _table(cls: type, values: Iterable[Source | Outlet]) -> SheetTable:
    """Return the sheet that holds values of one class."""
    header = list(fields(cls))
    rows = map(_cells, values)
    filled = [[row.get(name, "") for name in header] for row in rows]
    return SheetTable(header, filled, dates=_DATES)


def _meant(name: str, text: Cell, shape: Shape) -> Cell:
    """Return a cell that is read as it stands, where its one word would answer yes or no."""
    listed = name in ENDED and shape.form in (Form.MANY, Form.TERMS)
    return f"\\{text}" if listed and isinstance(text, str) and answers(text) else text


def _cells(value: Entry | Source | Outlet) -> dict[str, Cell]:
    """Return the cells of one row, without what is as by default."""
    return {
        name: _meant(name, cell(held, one.shape), one.shape)
        for name, one in fields(value.__class__).items()
        if (held := getattr(value, one.attribute)) is not None
        and (one.required or held != one.default)
    }


def _matrix(case: Case) -> SheetTable:
    """Return the issue matrix by ids."""
    parties = list(case.process.parties)
    last = positions(case.record)
    rows: list[list[Cell]] = [
        [issue.id, issue.name, *(stated(last.get((party, issue.id))) for party in parties)]
        for issue in case.process.agenda.issues.values()
    ]
    return SheetTable([ISSUE, NAME, *parties], rows)


def _shown_matrix(case: Case) -> SheetTable:
    """Return the issue matrix by names; behind each cell who said it, when, by what source."""
    process, last = case.process, positions(case.record)
    called = {party: one.name for party, one in process.parties.items()}
    if len({*called.values(), ISSUE, NAME}) < len(called) + 2:  # names that tell no two apart
        called = {party: party for party in called}
    rows, comments = [], {}
    for line, issue in enumerate(process.agenda.issues.values()):
        row: list[Cell] = [issue.id, issue.name]
        for place, party in enumerate(called, 2):
            one = last.get((party, issue.id))
            row.append(shown(one, issue))
            if one is not None:
                comments[line, place] = _behind(case, one)
        rows.append(row)
    header = [ISSUE, NAME, *called.values()]
    return SheetTable(header, rows, comments=comments, title=process.title, shared=True)


def shown(position: Position | None, issue: Issue) -> str:
    """Return what a cell shows: an option in its words, and below it the party's own.

    An option whose words are those of another too is called by its id.
    """
    option = issue.choices.get(position.option) if position is not None else None
    if position is None or option is None:
        return stated(position)
    alike = [one for one in issue.choices.values() if one.name == option.name]
    name = option.id if alike[1:] or option.name in issue.choices else option.name
    return "\n".join(filter(None, [name, position.text]))


def _behind(case: Case, position: Position) -> str:
    """Return what stands behind a cell: who said it, when, and who reports it."""
    who = Register(case.process).with_side(position.by or position.party)
    sources = "; ".join(dict.fromkeys(case.record.labels[one] for one in position.sources))
    return "\n".join(filter(None, [f"{who}, {position.date.words}", sources, position.id]))


def positions(record: Record) -> dict[tuple[str, str], Position]:
    """Return the position that stands last, by party and issue."""
    return {(one.party, one.issue): one for one in record.of(Position)}


def stated(position: Position | None) -> str:
    """Return what a cell of the matrix holds: the id of an option, else words."""
    return "" if position is None else position.option or position.text
