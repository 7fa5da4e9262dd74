"""`accord check`: every mistake in a process folder."""

import click

from accord.cli.common import FOLDER
from accord.formats import load


@click.command("check")
@FOLDER
def command(folder: str) -> None:
    """Report every mistake in FOLDER, with file and line; exit status 2 if there is one."""
    read = load(folder)
    counts = [
        _count(len(read.process.parties), "party", "parties"),
        _count(len(read.process.agenda.issues), "issue", "issues"),
        _count(len(read.record.entries), "entry", "entries"),
        _count(len(read.record.sources), "source", "sources"),
        _count(len(read.interests), "set of interests", "sets of interests"),
    ]
    click.echo(f"{read.process.title}: {', '.join(counts)}; no mistakes")


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
