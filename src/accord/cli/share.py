"""`accord share`: the copy of a process folder that a reader may have."""

import click

from accord.cli.common import FOLDER, count, given_reader
from accord.cli.output import hush
from accord.formats.share import share
from accord.model import Reader


@click.command("share")
@FOLDER
@click.argument("out", type=click.Path())
@click.option(
    "--for",
    "reader",
    multiple=True,
    required=True,
    metavar="READER",
    callback=given_reader,
    help="Who is to have it: public, table, mediator, a party or PARTY/capital; may be "
    "repeated for somebody who is several.",
)
@click.option(
    "--with",
    "extra",
    multiple=True,
    metavar="FILE",
    help="Copy this file of FOLDER too, such as README.md, as it stands; may be repeated.",
)
def command(folder: str, out: str, reader: Reader, extra: tuple[str, ...]) -> None:
    """Write into OUT, a new folder, the copy of FOLDER that a reader may have.

    It holds the process and, of record and interests, what this reader may read, written
    without comments. What was left out is said here, in numbers, and nowhere in the copy.
    """
    left = share(folder, reader, out, extra)
    hush(out)
    click.echo(f"wrote {out}, for {reader}")
    said = [
        count(left.entries, "entry", "entries"),
        count(left.sources, "source", "sources"),
        count(left.interests, "file of interests", "files of interests"),
    ]
    click.echo(f"left out: {', '.join(said)}")
    if left.files:
        click.echo(f"not copied ('--with' copies one): {', '.join(left.files)}")
