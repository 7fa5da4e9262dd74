"""What an import took, and what not, in a few lines or as JSON."""

from collections import Counter
from typing import Any

import click
from frozendict import frozendict

from accord.cli import console
from accord.cli.common import count
from accord.errors import FormatError
from accord.formats.append import NewOption
from accord.formats.import_rows import ImportPlan
from accord.formats.shapes import noun
from accord.formats.sheet_rows import listed
from accord.record import Outlet, Record, Source
from accord.record.hidden_signs import clean
from accord.record.sentences import sentence
from accord.record.wording import one_line

_SHOWN = 5
"""Rows of a preview: enough to see what each column was taken for."""


def as_taken(found: ImportPlan) -> dict[str, Any]:
    """Return what was taken and what not, as JSON has it."""
    return {
        "taken": len(found.entries) + len(found.declared),
        "refused": found.refused_rows,
        "problems": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "text": one.text}
            for one in found.refused
        ],
    }


def as_refused(error: FormatError) -> dict[str, Any]:
    """Return why a whole file cannot be taken, as JSON has it: row 0 is of no row."""
    whole = {"sheet": "", "row": 0, "column": "", "text": str(error)}
    return {"taken": 0, "refused": 0, "problems": [whole]}


def tell_unwritten(what: str, *, change: bool, wrote: bool) -> None:
    """Print that a look at a sheet wrote nothing of it.

    Args:
        what: What would be taken, such as `the rows`.
        change: Whether anything of it would be.
        wrote: Whether another file was written: what its columns hold, or a corrected copy.
    """
    if change or wrote:
        else_ = " else" if wrote else ""
        click.echo(f"nothing{else_} was written{f'; --write takes {what}' if change else ''}")


def tell_import(found: ImportPlan, *, written: bool) -> None:
    """Print what was or would be added, and what was refused."""
    for sheet, columns in found.columns.items():
        if any(name != held for name, held in columns.items()):
            pairs = ", ".join(f"{name} = {held}" for name, held in columns.items())
            click.echo(clean(f"columns{f' of {sheet}' if sheet else ''}: {pairs}"))
    _rows(found)
    if found.ignored:
        advice = "'--map COLUMN=note' keeps one as notes for the team"
        click.echo(clean(f"columns not taken: {', '.join(found.ignored)}; {advice}"))
    for notice in found.notices:
        click.echo(clean(notice))
    made = Counter(map(_noun, found.made))
    added = {
        "entry": len(found.entries),
        "source": made.pop("source", 0) + _many(found, Source),
        "outlet": made.pop("outlet", 0) + _many(found, Outlet),
        **made,
    }
    counted = ", ".join(
        count(many, what, _PLURALS.get(what, f"{what}s")) for what, many in added.items()
    )
    click.echo(
        f"{'added' if written else 'would add'}: {counted}; already there: {found.same}; "
        f"cannot be taken: {count(found.refused_rows, 'row', 'rows')}"
    )
    for line in listed(found.refused):
        click.echo(clean(line), err=True)


_PLURALS = {"entry": "entries", "person": "people", "party": "parties"}


def _noun(thing: Any) -> str:
    return "option" if isinstance(thing, NewOption) else noun(type(thing))


def _many(found: ImportPlan, cls: type) -> int:
    return sum(isinstance(one, cls) for _, one in found.declared)


def _rows(found: ImportPlan) -> None:
    """Print the first rows as they stand in the record, or would."""
    declared, outlets = [one for _, one in found.declared], found.case.record.outlets
    with_new = Record(
        outlets=outlets | {o.id: o for o in declared if isinstance(o, Outlet)},
        sources=frozendict({s.id: s for s in declared if isinstance(s, Source)}),
    )
    process = found.process
    rows: list[tuple[str, str, str, str]] = [
        (
            str(at.line),
            one.id,
            noun(type(one)),
            one.label if isinstance(one, Outlet) else with_new.labels[one.id],
        )
        for at, one in found.declared
    ]
    rows += [
        (str(at.line), one.id, one.kind, sentence(process, one)) for at, one in found.entries
    ]
    if rows:
        shown = ((*row[:3], one_line(row[3], 160)) for row in rows[:_SHOWN])
        columns = ("row", "id", "kind", "text")
        console.table(console.console(), columns, shown, (6, 24, 11, None))
        if len(rows) > _SHOWN:
            click.echo(f"... and {len(rows) - _SHOWN:,} more")
