"""`accord new`: a process folder to start from."""

from pathlib import Path
from typing import Any

import click

from accord.cli.common import FOLDER, Moment
from accord.cli.schemas import ASSUMED, schema
from accord.cli.sheet_options import mapping_of, sheet_options
from accord.cli.taken_marks import tell_marks
from accord.cli.taken_rows import tell_import
from accord.formats.known_checklists import (
    add_checklists,
    checklist,
    checklist_names,
    new_from_checklists,
)
from accord.formats.new import SCHEMAS, new, new_empty, new_from
from accord.formats.new_from_marks import new_from_marks
from accord.formats.new_from_sheet import new_from_sheet
from accord.formats.schema import write_schemas
from accord.formats.sheet_names import NEW
from accord.formats.take_sheet import KeptMapping, mapping_file
from accord.record.hidden_signs import clean


@click.command("new")
@FOLDER
@click.option("--empty", is_flag=True, help="Without an example: a title and parties only.")
@click.option("--title", metavar="TEXT", help="What the process is called, on every page.")
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="[ID=]NAME",
    help="With --empty: a party; its id is made from its name if left out. Repeat it.",
)
@click.option(
    "--from",
    "model",
    metavar="FILE",
    type=click.Path(exists=True),
    help="With the process of another folder, its process.yaml, and without its record.",
)
@click.option(
    "--from-sheet",
    "sheet",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With all that a spreadsheet tells: entries, parties, people, issues and sources.",
)
@click.option(
    "--checklist",
    "lists",
    multiple=True,
    metavar="NAME",
    help="With issues, options and a list of what such agreements settle: "
    f"{', '.join(checklist_names())}. May be repeated; with --from or --from-sheet the list "
    "alone.",
)
@click.option(
    "--from-marks",
    "marks",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With the parties, issues, options and marks of a sheet: a row an option, a column a "
    "party.",
)
@click.option(
    "--held-by",
    metavar="ID",
    help="With --from-marks: who holds the marks; a mediator is made if left out.",
)
@click.option("--as-of", type=Moment(), help="With --from-marks: when they were held.")
@sheet_options
def command(
    folder: str,
    empty: bool,
    title: str | None,
    parties: tuple[str, ...],
    model: str | None,
    sheet: Path | None,
    lists: tuple[str, ...],
    marks: Path | None,
    held_by: str | None,
    as_of: Any,
    kept: str | None,
    **given: Any,
) -> None:
    """Write a process folder into FOLDER, to start from: a commented one of an invented case.

    FOLDER must be new or empty. Replace what is in it by your own, file by file; or begin with
    --empty and add to it by command.
    """
    if sum(map(bool, (empty, model, sheet, marks))) > 1:
        ways = "--empty, --from, --from-sheet or --from-marks, one of them"
        raise click.UsageError(f"{ways}: each says what to start from")
    for one in lists:
        checklist(one)  # before anything is written
    whole = model or sheet or marks
    if (parties or (title and not (whole or lists))) and not (empty or lists):
        raise click.UsageError("--title and --party are for an empty folder: add --empty")
    if parties and whole:
        raise click.UsageError("--party is for a folder that no other and no sheet fills")
    if (held_by or as_of) and not marks:
        raise click.UsageError("--held-by and --as-of go with --from-marks")
    if marks:
        _from_marks(Path(folder), marks, title or "", kept, held_by or "", as_of, given, lists)
        return
    if sheet:
        _from_sheet(Path(folder), sheet, title or "", kept, given, lists)
    elif any(given.values()) or kept:
        raise click.UsageError("what a sheet holds is said with --from-sheet")
    elif lists and not model:
        if len(parties) == 1:
            raise click.UsageError("talks need at least two parties: repeat --party NAME")
        new_from_checklists(folder, lists, title or "", parties)
        if not parties:
            click.echo(
                "two parties stand in until yours are named in process.yaml; --party NAME "
                "--party NAME names them at once"
            )
        _say(folder, f"accord checklist {folder}", f"accord brief {folder}")
    elif empty:
        lacking = [
            *([] if title else ["--title TEXT, what the process is called"]),
            *([] if len(parties) > 1 else ["--party NAME for each party, at least two"]),
        ]
        if lacking:
            raise click.UsageError(f"--empty needs {' and '.join(lacking)}")
        new_empty(folder, title or "", parties)
        _say(
            folder,
            f"accord issue {folder} add ID --name TEXT --option ID=WORDS",
            f"accord mark {folder} PARTY ISSUE=OPTION MARK --held-by ID",
            f"accord record {folder} add",
        )
    elif model:
        new_from(folder, model, title or "")
        add_checklists(folder, lists)
        _say(folder, f"accord record {folder} add --help", f"accord check {folder}")
    else:
        new(folder)
        write_schemas(Path(folder, SCHEMAS), {name: schema(name) for name in ASSUMED})
        click.echo(
            f"{folder} is ready. Edit process.yaml, record.yaml and interests/, then run:\n"
            f"  accord check {folder}\n"
            f"  accord brief {folder}"
        )


def _from_sheet(
    folder: Path,
    sheet: Path,
    title: str,
    kept: str | None,
    given: dict[str, Any],
    lists: tuple[str, ...],
) -> None:
    """Make a folder of what a sheet tells; exit with 2 if a row cannot be taken."""
    said = KeptMapping.of(kept, mapping_file(folder, sheet), mapping_of(new=NEW, **given))
    found = new_from_sheet(folder, sheet, title, said.mapping)
    said.keep(found, sheet.name)
    add_checklists(folder, lists)
    tell_import(found, written=True)
    if not title and (named := next((one.title for one in found.sheets if one.title), "")):
        click.echo(f"called '{clean(named)}', as the sheet is; '--title' calls it otherwise")
    _say(str(folder), f"accord check {folder}", f"accord brief {folder}")
    if found.refused:
        click.echo(
            f"mend the rows above and run: accord record {folder} import {sheet} --write",
            err=True,
        )
        raise SystemExit(2)


def _from_marks(
    folder: Path,
    sheet: Path,
    title: str,
    kept: str | None,
    held_by: str,
    as_of: Any,
    given: dict[str, Any],
    lists: tuple[str, ...],
) -> None:
    """Make a folder of a sheet of marks; exit with 2 if something of it cannot be taken."""
    own = mapping_file(folder, sheet)
    said = KeptMapping.of(kept, own, mapping_of(new=(), **given), marks=True)
    found = new_from_marks(folder, sheet, title, said.mapping, held_by=held_by, as_of=as_of)
    said.keep(found, sheet.name)
    add_checklists(folder, lists)
    tell_marks(found, written=True)
    if not title and (named := next((one.title for one in found.sheets if one.title), "")):
        click.echo(f"called '{clean(named)}', as the sheet is; '--title' calls it otherwise")
    _say(str(folder), f"accord check {folder}", f"accord deals {folder}")
    if found.refused:
        again = f"accord record {folder} import {sheet} --what marks --held-by {found.holder}"
        day = f" --as-of {as_of}" if as_of else ""
        click.echo(f"mend what is said above and run: {again}{day} --write", err=True)
        raise SystemExit(2)


def _say(folder: str, *commands: str) -> None:
    """Print that a folder is ready, and what may come next: at last, the same in a browser."""
    head, host = f"{folder} is ready. Go on with:", f"accord host {folder}"
    click.echo("\n  ".join([head, *commands, host]))
