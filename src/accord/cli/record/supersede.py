"""`accord record FOLDER supersede`."""

from typing import Any

import click

from accord.cli.common import moment
from accord.cli.record.given import MAKES_SOURCE, gathered, given_options, option_for
from accord.cli.record.reading import FOLDER_OF
from accord.cli.setting import by_options
from accord.formats.edit_entry import supersede
from accord.record.wording import written


@click.command("supersede")
@click.argument("entry", metavar="ID")
@given_options
@click.option(
    "--new-source",
    "declared",
    multiple=True,
    metavar="WORDS",
    help="A source that is new: 'Radio North, 1 August 2019' or 'heard from Oda Lind'.",
)
@click.option("--why", required=True, metavar="TEXT", help="Why the old entry does not stand.")
@FOLDER_OF
def command(
    path: str, /, entry: str, why: str, declared: tuple[str, ...], **given: Any
) -> None:
    """Add an entry in the place of the entry ID: with its keys, but for those given here.

    Both stay in the record, and 'corrections' lists them. What happened keeps its date:
    --date is when it happened or was said, not when it is corrected. Name with --source where
    the correction stands: without it the new entry has the sources of the old one, and counts
    as known since then. To withdraw an entry and put nothing in its place: --kind correction.
    """
    with by_options(option_for):
        done = supersede(
            path,
            entry,
            gathered(**given),
            why,
            when=moment,
            new_sources=declared,
            making=MAKES_SOURCE,
        )
    added = done.added
    click.echo(f"added {added.id} at {added.file}:{added.line}; it supersedes {entry}")
    if done.date != done.was:
        was, now = written(done.was), written(done.date)
        click.echo(f"the date of what happened changes from {was} to {now}")
