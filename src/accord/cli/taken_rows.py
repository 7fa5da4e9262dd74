"""What an import took, and what not, in a few lines or as JSON."""

from typing import Any

import click

from accord.cli import console
from accord.errors import FormatError
from accord.formats.import_rows import ImportPlan
from accord.formats.sheet_rows import listed
from accord.record.hidden_signs import clean
from accord.record.wording import one_line
from accord.telling.sheet_words import rows_told, sum_told

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
    click.echo(sum_told(found, written=written))
    for line in listed(found.refused):
        click.echo(clean(line), err=True)


def _rows(found: ImportPlan) -> None:
    """Print the first rows as they stand in the record, or would."""
    rows = rows_told(found)
    if rows:
        shown = ((*row[:3], one_line(row[3], 160)) for row in rows[:_SHOWN])
        columns = ("row", "id", "kind", "text")
        console.table(console.console(), columns, shown, (6, 24, 11, None))
        if len(rows) > _SHOWN:
            click.echo(f"... and {len(rows) - _SHOWN:,} more")
