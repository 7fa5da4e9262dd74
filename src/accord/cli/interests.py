"""`accord interests`: which files of interests there are, whose and for whom."""

from pathlib import Path
from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_JSON, FOLDER, FOR_OR_ALL, count, write_json
from accord.cli.groups import FolderCommands
from accord.formats import load
from accord.formats.marks_files import file_name
from accord.model import Interests, Process, Reader


@click.group("interests", cls=FolderCommands, invoke_without_command=True)
@FOLDER
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """List the files of interests: whose, by whom, of which day, for whom, and what is in them.

    'accord mark FOLDER' shows the marks in them.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        _list(folder, None, False)


@command.command("list")
@FOR_OR_ALL
@AS_JSON
@click.pass_obj
def listing(folder: str, reader: Reader | None, as_json: bool) -> None:
    """List them, those at the top of the folder first."""
    _list(folder, reader, as_json)


def _list(folder: str, reader: Reader | None, as_json: bool) -> None:
    case = load(folder, reader=reader)
    if as_json:
        write_json([_plain(folder, one) for one in case.interests])
        return
    name = case.process.name
    rows = [
        (
            file_name(Path(folder), one.id),
            ", ".join(filter(None, (name(one.party), one.voice))),
            _held_by(case.process, one),
            ", ".join(one.for_),
            ", ".join(_holds(one)),
        )
        for one in case.interests
    ]
    if rows:
        header = ("file", "whose", "held by", "for", "in it")
        console.table(console.console(), header, rows, (None, None, None, 10, 10))
    click.echo(count(len(rows), "file of interests", "files of interests"))


def _held_by(process: Process, one: Interests) -> str:
    who = "itself" if one.held_by == one.party else process.name(one.held_by)
    return f"{who}, {one.as_of.words}" if one.as_of else who


def _holds(one: Interests) -> list[str]:
    """Return what there is in a file of interests."""
    held = {
        "marks": one.marks,
        "numbers": one.issues,
        "red lines": one.red_lines,
        "judgements": one.judgements,
        "mandate": one.mandate,
    }
    return [word for word, what in held.items() if what]


def _plain(folder: str, one: Interests) -> dict[str, Any]:
    return {
        "party": one.party,
        "voice": one.voice or None,
        "held_by": one.held_by,
        "as_of": str(one.as_of) if one.as_of else None,
        "for": list(one.for_),
        "holds": _holds(one),
        "file": file_name(Path(folder), one.id),
    }
