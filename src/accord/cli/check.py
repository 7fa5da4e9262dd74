"""`accord check`: every mistake in a process folder."""

import click

from accord.cli.common import FOLDER
from accord.formats import load


@click.command("check")
@FOLDER
def command(folder: str) -> None:
    """Report every mistake in FOLDER, with file and line; exit status 2 if there is one."""
    read = load(folder)
    process, record = read.process, read.record
    click.echo(
        f"{process.title}: {len(process.parties)} parties, "
        f"{len(process.agenda.issues)} issues, {len(record.entries)} entries from {len(record.sources)} sources, "
        f"{len(read.interests)} sets of interests; no mistakes"
    )
