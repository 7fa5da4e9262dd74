"""What a sheet of marks gives a folder, and what not: as a matrix in words, or as JSON."""

from collections.abc import Mapping
from typing import Any

import click

from accord.cli import console
from accord.formats.import_marks import MarksPlan
from accord.formats.sheet_rows import listed
from accord.model import Mark, Marked
from accord.record.hidden_signs import clean
from accord.telling.marks_outlook import SIGNS
from accord.telling.sheet_words import sum_told


def marks_as_json(found: MarksPlan) -> dict[str, Any]:
    """Return what a sheet of marks gives, and what cannot be taken, as JSON has it."""
    return {
        "taken": found.taken,
        "same": found.same,
        "refused": found.refused_rows,
        "problems": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "text": one.text}
            for one in found.refused
        ],
        "notices": list(found.notices),
        "files": dict(found.files),
        "marks": {
            party: {
                issue: {option: str(one.mark) for option, one in options.items()}
                for issue, options in marks.items()
            }
            for party, marks in found.marks.items()
        },
    }


def tell_marks(found: MarksPlan, *, written: bool) -> None:
    """Print the marks of a sheet as a matrix, what becomes of them, and what was refused.

    Args:
        found: What the sheet gives.
        written: Whether it was written.
    """
    for sheet, columns in found.columns.items():
        if any(name != held for name, held in columns.items()):
            pairs = ", ".join(f"{name} = {held}" for name, held in columns.items())
            click.echo(clean(f"columns{f' of {sheet}' if sheet else ''}: {pairs}"))
    draw_marks(found.options, found.parties, found.marks)
    if found.ignored:
        advice = "'--map COLUMN=basis' takes one as reasons, 'COLUMN=PARTY' as a party's marks"
        click.echo(clean(f"columns not taken: {', '.join(found.ignored)}; {advice}"))
    for notice in found.notices:
        click.echo(clean(notice))
    for file, what in found.files.items():
        click.echo(clean(f"{file}: {what}"))
    click.echo(sum_told(found, written=written))
    for line in listed(found.refused):
        click.echo(clean(line), err=True)


def draw_marks(
    options: Mapping[str, tuple[str, Mapping[str, str]]],
    parties: Mapping[str, str],
    marks: Mapping[str, Mapping[str, Mapping[str, Marked]]],
) -> None:
    """Draw marks as a matrix: options down, parties across, in signs and words.

    Args:
        options: By issue its name, and the names of its options by their ids.
        parties: The names of the parties by their ids.
        marks: The marks by party, issue and option.
    """
    rows = []
    for issue, (name, held) in options.items():
        for number, (option, called) in enumerate(held.items()):
            cells = (
                in_words(marks.get(party, {}).get(issue, {}).get(option)) for party in parties
            )
            rows.append((clean(name) if not number else "", clean(called), *cells))
    if rows:
        header = ("issue", "option", *map(clean, parties.values()))
        console.table(console.console(), header, rows, (20, 20, *[None] * len(parties)))


def in_words(one: Marked | None) -> str:
    """Return a mark as a cell shows it: its sign and word, and how it is known.

    Args:
        one: The mark; None where there is none.
    """
    if one is None or one.mark is Mark.UNKNOWN:
        return f"? ({one.how})" if one and one.how else "?"
    return f"{SIGNS[one.mark]} {one.mark}" + (f" ({one.how})" if one.how else "")
