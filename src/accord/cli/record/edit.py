"""`accord record FOLDER edit`."""

from typing import Any

import click

from accord.cli.common import moment
from accord.cli.record.given import gathered, given_options, option_for
from accord.cli.record.reading import FOLDER_OF
from accord.cli.setting import by_options
from accord.formats.edit_entry import edit


@click.command("edit")
@click.argument("entry", metavar="ID")
@given_options
@FOLDER_OF
def command(path: str, /, entry: str, **given: Any) -> None:
    """Mend a slip in the entry ID where it stands; an empty value takes a key away.

    The record is kept by adding to it: what others may have read is corrected with 'supersede',
    which keeps both. Once another entry builds on this one, only its words and sources can
    be mended.
    """
    changes = gathered(**given)
    if not changes:
        raise click.UsageError("say what to change, such as --text TEXT or --set KEY=VALUE")
    with by_options(option_for):
        done = edit(path, entry, changes, when=moment)
    click.echo(f"changed {', '.join(done.keys)} of {done.id} at {done.file}:{done.line}")
