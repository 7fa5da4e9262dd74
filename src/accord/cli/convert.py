"""`accord convert`: from another program's files to a process folder."""

from pathlib import Path

import click

from accord.errors import FormatError
from accord.formats import Folder, save
from accord.formats.folder import INTERESTS, PROCESS, RECORD
from accord.formats.genius import read_genius


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.argument("folder", type=click.Path())
def command(sources: tuple[str, ...], folder: str) -> None:
    """Turn the utility spaces of a Genius domain, one a party, into a process FOLDER.

    SOURCE are XML files; the parties are named after them, in the order given.
    """
    for name in (PROCESS, RECORD, INTERESTS):
        if (Path(folder) / name).exists():
            raise FormatError(f"{folder} holds a process already ({name}): name another folder")
    found = read_genius(sources)
    try:
        save(Folder(process=found.process, interests=found.interests), Path(folder))
    except OSError as error:
        raise FormatError(f"{folder} cannot be written: {error.strerror or error}") from None
    for note in found.notes:
        click.echo(note, err=True)
    parties, issues = len(found.process.parties), len(found.process.agenda.issues)
    click.echo(f"{folder}: {parties} parties, {issues} issues. Next: accord deals {folder}")
