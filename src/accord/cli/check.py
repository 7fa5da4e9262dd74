"""`accord check`: every mistake in a process folder."""

import click

from accord.cli.common import FOLDER, count
from accord.formats import load


@click.command("check")
@FOLDER
def command(folder: str) -> None:
    """Report every mistake in FOLDER, with file and line; exit status 2 if there is one."""
    read = load(folder)
    counts = [
        count(len(read.process.parties), "party", "parties"),
        count(len(read.process.agenda.issues), "issue", "issues"),
        count(len(read.record.entries), "entry", "entries"),
        count(len(read.record.sources), "source", "sources"),
        count(len(read.interests), "set of interests", "sets of interests"),
    ]
    click.echo(f"{read.process.title}: {', '.join(counts)}; no mistakes")
