"""`accord record FOLDER import` and `export`."""

from pathlib import Path
from typing import Any

import click

from accord.cli.common import AS_OF, FOR, Moment, write_json
from accord.cli.output import hush
from accord.cli.record.reading import FOLDER_OF, read
from accord.cli.sheet_options import mapping_of, sheet_options
from accord.cli.taken_marks import marks_as_json, tell_marks
from accord.cli.taken_rows import as_refused, as_taken, tell_import, tell_unwritten
from accord.errors import FormatError
from accord.formats import load
from accord.formats.import_marks import MarksPlan
from accord.formats.marks_export import export_marks, sheet_of
from accord.formats.names_given import readers_named
from accord.formats.record_sheets import ENTRIES, MARKS, MATRIX, export
from accord.formats.sheet_names import NEW
from accord.formats.take_sheet import MarksGiven, SheetTaken, take_sheet
from accord.model import Reader, voices
from accord.record.hidden_signs import clean
from accord.telling.holder_words import readers_of

WHAT = click.option(
    "--what",
    type=click.Choice([ENTRIES, MATRIX, MARKS]),
    default=ENTRIES,
    help="One row an entry; or the issue matrix: rows issues, columns parties; or marks: rows "
    "options, columns what a party can live with.",
)
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("export")
@FILE
@WHAT
@click.option(
    "--held-by", metavar="ID", help="With --what marks: whose; needed if several hold some."
)
@AS_OF
@FOR
@FOLDER_OF
@click.pass_context
def export_command(
    ctx: click.Context,
    path: str,
    /,
    file: Path,
    what: str,
    held_by: str | None,
    as_of: Any,
    reader: Reader,
) -> None:
    """Write the record to FILE, .csv or .xlsx.

    Entries go with their sources and outlets: on sheets of their own, or in FILE-sources.csv
    and FILE-outlets.csv. Marks are for the mediator's team: what is written is said.
    """
    if what == MARKS:
        said = ctx.get_parameter_source("reader") is not click.core.ParameterSource.DEFAULT
        whole = load(path, reader=reader if said else None).as_of(as_of)
        sheet = sheet_of(whole, held_by or "")
        for _, line in readers_of([(whole.process, sheet.held)]):
            click.echo(line, err=True)
        hush(file)
        for one in export_marks(whole, sheet, file):
            click.echo(f"wrote {one}")
        for voice in voices(whole.of_holder(sheet.id).interests):
            whose = f"the voice '{voice.name}' of {whole.process.name(voice.party)}"
            click.echo(clean(f"not in the sheet, which has a column a party: {whose}"))
        return
    if held_by:
        raise click.UsageError("--held-by goes with --what marks")
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
@sheet_options
@click.option("--date", type=Moment(), help="Date of the rows that have none.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    help="Source of the rows that have none: its id or name, or its outlet.",
)
@click.option("--new-sources", is_flag=True, help="Declare sources and outlets from the rows.")
@click.option("--new-people", is_flag=True, help="Declare people from the rows.")
@click.option("--new-issues", is_flag=True, help="Declare issues and options from the rows.")
@click.option("--new-parties", is_flag=True, help="Declare parties, others and venues.")
@click.option(
    "--for",
    "readers",
    multiple=True,
    metavar="READER",
    help="Who may read the rows that do not say it: public, table, mediator, a party or "
    "PARTY/capital; may be repeated.",
)
@click.option(
    "--held-by", metavar="ID", help="With --what marks: who holds them, by id or name."
)
@click.option("--as-of", type=Moment(), help="With --what marks: when they were held.")
@click.option(
    "--voice",
    default="",
    metavar="NAME",
    help="With --what marks: the voice of the party whose they are; kept is where it differs.",
)
@click.option(
    "--can-block/--cannot-block",
    "can_block",
    default=None,
    help="Of a voice that is new: whether the party can do nothing that it cannot live with.",
)
@click.option("--write", is_flag=True, help="Write what can be taken; else only show it.")
@click.option(
    "--corrected",
    type=click.Path(path_type=Path),
    metavar="COPY",
    help="Write a copy of FILE with what is wrong beside each row.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was taken as JSON.")
@FOLDER_OF
def import_command(
    path: str,
    /,
    file: Path,
    what: str,
    kept: str | None,
    date: Any,
    sources: tuple[str, ...],
    readers: tuple[str, ...],
    held_by: str | None,
    as_of: Any,
    voice: str,
    can_block: bool | None,
    write: bool,
    corrected: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Take the rows of FILE, .csv or .xlsx, into the record; without --write only show them.

    Columns go by what people call them (When, Who, What, Issue, Source ...) or by a key of the
    entry; '--map' says what the others hold. What was said of a sheet is kept in a file in the
    folder, or in '--mapping', and used the next time. Rows that are in the record already, the
    same, are left alone. Exit status 2 if a row cannot be taken.
    """
    new = tuple(one for one in NEW if given.pop(f"new_{one}"))
    folder = Path(path)
    if what == MARKS and not held_by:
        raise click.UsageError("--what marks needs --held-by ID: whoever holds these marks")
    if what != MARKS and (held_by or as_of or voice):
        raise click.UsageError("--held-by, --as-of and --voice go with --what marks")
    if can_block is not None and not voice:
        raise click.UsageError("--can-block and --cannot-block go with --voice NAME")
    whom = readers_named(folder, readers)
    marks = None
    if what == MARKS:
        marks = MarksGiven(
            held_by=held_by or "",
            as_of=as_of or date,
            readers=whom,
            voice=voice,
            can_block=can_block,
        )
    elif readers:
        given["others"] = (*given["others"], f"for={'; '.join(whom)}")
    try:
        taken = take_sheet(
            folder,
            file,
            mapping_of(new=new, **given),
            what=what,
            marks=marks,
            kept=kept,
            date=date,
            sources=sources,
            write=write,
            corrected=corrected,
        )
    except FormatError as error:
        if as_json:
            write_json(as_refused(error))
        raise
    found = taken.found
    if as_json:
        write_json(marks_as_json(found) if isinstance(found, MarksPlan) else as_taken(found))
    else:
        _tell(taken)
    if found.refused:
        raise SystemExit(2)


def _tell(taken: SheetTaken) -> None:
    """Print what became of a sheet, or would, and which files were written."""
    found = taken.found
    if taken.mapping.there is not None:
        click.echo(f"read as {taken.mapping.file} says")
    if isinstance(found, MarksPlan):
        tell_marks(found, written=taken.written)
        what, holds = "the marks", "what the columns and values mean"
    else:
        tell_import(found, written=taken.written)
        what, holds = "the rows", "what the columns hold"
    if taken.corrected:
        click.echo(f"wrote {taken.corrected}")
    if taken.kept_in:
        click.echo(f"wrote {taken.kept_in}: {holds}, to be mended there")
    if not taken.written:
        wrote = bool(taken.kept_in or taken.corrected)
        tell_unwritten(what, change=bool(found.change), wrote=wrote)
