"""`accord check`: every mistake in a process folder."""

import click

from accord.cli.common import FOLDER, count
from accord.formats import load
from accord.formats.folder import hidden_signs
from accord.record.words import clean


@click.command("check")
@FOLDER
def command(folder: str) -> None:
    """Report every mistake in FOLDER, with file and line; exit status 2 if there is one.

    Signs that cannot be seen, or turn a text around, are said too; they are no mistakes.
    """
    read = load(folder)
    counts = [
        count(len(read.process.parties), "party", "parties"),
        count(len(read.process.agenda.issues), "issue", "issues"),
        count(len(read.record.entries), "entry", "entries"),
        count(len(read.record.sources), "source", "sources"),
        count(len(read.interests), "set of interests", "sets of interests"),
    ]
    signs = hidden_signs(folder)
    for sign in signs:
        click.echo(str(sign), err=True)
    unseen = f"; signs that cannot be seen: {len(signs)}" if signs else ""
    click.echo(f"{clean(read.process.title)}: {', '.join(counts)}; no mistakes{unseen}")
