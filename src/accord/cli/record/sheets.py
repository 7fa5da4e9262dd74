"""`accord record FOLDER import` and `export`."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from frozendict import frozendict

from accord.cli import console
from accord.cli.common import AS_OF, FOR, Moment, count
from accord.cli.output import hush
from accord.cli.record.reading import FOLDER_OF, read
from accord.errors import AccordError
from accord.formats.disk import alone
from accord.formats.folder import glance
from accord.formats.for_whom import RECORD
from accord.formats.import_rows import ImportPlan, plan
from accord.formats.record_sheets import ENTRIES, MATRIX, export
from accord.model import Reader
from accord.record import Record
from accord.record.hidden_signs import clean
from accord.record.sentences import sentence

WHAT = click.option(
    "--what",
    type=click.Choice([ENTRIES, MATRIX]),
    default=ENTRIES,
    help="One row an entry, or the issue matrix: rows issues, columns parties.",
)
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("export")
@FILE
@WHAT
@AS_OF
@FOR
@FOLDER_OF
def export_command(path: str, /, file: Path, what: str, as_of: Any, reader: Reader) -> None:
    """Write the record to FILE, .csv or .xlsx.

    Entries go with their sources and outlets: on sheets of their own, or in FILE-sources.csv
    and FILE-outlets.csv.
    """
    case = read(path, as_of, reader)
    written = export(case, file, what)
    if what == ENTRIES and file.suffix != ".xlsx" and len(written) == 1:
        click.echo(f"{file} takes one table: sources and outlets are left out", err=True)
    hush(file)
    for one in written:
        click.echo(f"wrote {one}")


@click.command("import")
@FILE
@WHAT
@click.option(
    "--map", "pairs", multiple=True, metavar="COLUMN=FIELD", help="What a column holds."
)
@click.option("--date", type=Moment(), help="Date of the rows that have none.")
@click.option("--source", "sources", multiple=True, help="Source of the rows that have none.")
@click.option("--write", is_flag=True, help="Write what can be taken; else only show it.")
@FOLDER_OF
def import_command(
    path: str, /, file: Path, pairs: tuple[str, ...], write: bool, **given: Any
) -> None:
    """Take the rows of FILE, .csv or .xlsx, into the record; without --write only show them.

    Columns that are called like a field are taken as that; '--map' says so for the others. Rows
    that are in the record already, the same, are left alone. Exit status 2 if a row cannot be
    taken.
    """
    names = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals:
            raise AccordError(f"'--map {pair}' has no '=': write --map COLUMN=FIELD")
        names[column] = field
    with alone(Path(path) / RECORD) if write else nullcontext():
        found = plan(path, file, names=names, **given)
        if write and found.change:
            found.change.write()
    _say(path, found, write)
    if found.refused:
        raise SystemExit(2)


def _say(path: str, found: ImportPlan, written: bool) -> None:
    """Print what was or would be added, and what was refused."""
    out = console.console()
    case = glance(path)
    process = case.process
    with_new = Record(
        outlets=case.record.outlets | {one.id: one for _, one in found.outlets},
        sources=frozendict({one.id: one for _, one in found.sources}),
    )
    rows = [
        *((str(at.line), one.id, "outlet", one.label) for at, one in found.outlets),
        *(
            (str(at.line), one.id, "source", with_new.labels[one.id])
            for at, one in found.sources
        ),
        *(
            (str(at.line), one.id, one.kind, sentence(process, one))
            for at, one in found.entries
        ),
    ]
    if rows:
        short = ((*row[:3], console.short(row[3], 160)) for row in rows)
        console.table(out, ("row", "id", "kind", "text"), short, (6, 24, 11, None))
    if found.ignored:
        click.echo(clean(f"columns not taken: {', '.join(found.ignored)}"))
    refused = len({(problem.file, problem.line) for problem in found.refused})
    click.echo(
        f"{'added' if written else 'would add'}: "
        f"{count(len(found.entries), 'entry', 'entries')}, "
        f"{count(len(found.sources), 'source', 'sources')}, "
        f"{count(len(found.outlets), 'outlet', 'outlets')}; already there: {found.same}; "
        f"cannot be taken: {count(refused, 'row', 'rows')}"
    )
    for problem in found.refused:
        click.echo(str(problem), err=True)
    if rows and not written:
        click.echo("nothing was written; '--write' writes it")
