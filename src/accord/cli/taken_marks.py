"""What a sheet of marks gives a folder, and what not: as a matrix in words, or as JSON."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from accord.cli import console
from accord.cli.common import count, write_json
from accord.cli.sheet_options import KeptMapping, mapping_file, mapping_of
from accord.cli.taken_rows import as_refused, tell_unwritten
from accord.errors import FormatError
from accord.formats.append import NewOption
from accord.formats.corrected import write_corrected
from accord.formats.disk import alone
from accord.formats.for_whom import RECORD
from accord.formats.import_marks import MarksPlan, plan_marks
from accord.formats.names_given import readers_named
from accord.formats.shapes import noun
from accord.formats.sheet_rows import listed
from accord.model import Mark, Marked, When
from accord.record.hidden_signs import clean
from accord.telling.marks_outlook import SIGNS


def marks_of_sheet(
    folder: Path,
    file: Path,
    *,
    held_by: str,
    as_of: When | None,
    readers: Sequence[str],
    voice: str,
    can_block: bool | None,
    kept: str | None,
    given: dict[str, Any],
    write: bool,
    corrected: Path | None,
    as_json: bool,
) -> None:
    """Take a sheet of marks into a folder, or show what would be taken.

    Exit with 2 if something of it cannot be taken.

    Args:
        folder: The process folder.
        file: The sheet.
        held_by: Who holds the marks.
        as_of: When they were held.
        readers: Who may read them.
        voice: The voice of a party whose marks they are; empty for the parties' own.
        can_block: Of a voice that is new: whether it can block.
        kept: Where what was said of the sheet is kept.
        given: What is said of it now.
        write: Whether to write it.
        corrected: Where to write a copy with what is wrong.
        as_json: Whether to print JSON.
    """
    said = KeptMapping.of(kept, mapping_file(folder, file), mapping_of(**given), marks=True)
    whom = readers_named(folder, readers)
    with alone(folder / RECORD) if write else nullcontext():
        try:
            found = plan_marks(
                folder,
                file,
                held_by=held_by,
                mapping=said.mapping,
                as_of=as_of,
                readers=whom,
                voice=voice,
                can_block=can_block,
            )
        except FormatError as error:
            if as_json:
                write_json(as_refused(error))
            raise
        if write and found.change:
            found.change.write()
    kept_in = said.keep_marks(found, file.name)
    if corrected is not None:
        write_corrected(corrected, file, found.sheets, found.refused)
    if as_json:
        write_json(_as_json(found))
    else:
        if said.there is not None:
            click.echo(f"read as {said.file} says")
        tell_marks(found, written=write)
        if corrected:
            click.echo(f"wrote {corrected}")
        if kept_in:
            click.echo(f"wrote {kept_in}: what the columns and values mean, to be mended there")
        if not write:
            wrote = bool(kept_in or corrected)
            tell_unwritten("the marks", change=bool(found.change), wrote=wrote)
    if found.refused:
        raise SystemExit(2)


def _as_json(found: MarksPlan) -> dict[str, Any]:
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
    made = dict[str, int]()
    for one in found.made:
        word = "option" if isinstance(one, NewOption) else noun(type(one))
        made[word] = made.get(word, 0) + 1
        if word == "issue":
            made["option"] = made.get("option", 0) + len(one.options)
    plurals = {"party": "parties"}
    counted = [count(n, word, plurals.get(word, f"{word}s")) for word, n in made.items()]
    marks = count(found.taken - found.same, "mark", "marks")
    click.echo(
        f"{'added' if written else 'would add'}: {', '.join([marks, *counted])}; "
        f"already there: {found.same}; cannot be taken: "
        f"{count(found.refused_rows, 'row', 'rows')} in whole or part"
    )
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
