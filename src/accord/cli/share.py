"""`accord share`: the copy of a process folder that a reader may have."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from accord.cli.common import FOLDER, count, given_reader
from accord.cli.output import hush
from accord.formats.folder import process_of
from accord.formats.for_whom import PROCESS
from accord.formats.share import share
from accord.model import MEDIATOR, Reader
from accord.record.hidden_signs import clean


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

    It holds the process and, of record, interests and assumptions (hold/, fighting/), what
    this reader may read, written without comments. What was left out is said here, in
    numbers, and nowhere in the copy.
    The process goes along whole: what it tells of actors (who must consent, who can wreck it)
    is named here unless the reader is of the mediator's team.
    """
    left = share(folder, reader, out, extra)
    hush(out)
    click.echo(f"wrote {out}, for {reader}")
    said = [
        count(left.entries, "entry", "entries"),
        count(left.sources, "source", "sources"),
        count(left.interests, "file of interests", "files of interests"),
    ]
    if left.assumed:
        said.append(count(left.assumed, "file of assumptions", "files of assumptions"))
    click.echo(f"left out: {', '.join(said)}")
    if left.files:
        click.echo(f"not copied ('--with' copies one): {', '.join(left.files)}")
    _tell_process(Path(out), reader)


def _tell_process(out: Path, reader: Reader) -> None:
    """Print that the process goes along whole, and what it tells of those who are no party."""
    roles = []
    process = None if reader.reads([MEDIATOR]) else process_of(out)
    for actor in process.actors.values() if process else ():
        for one in actor.role:
            if one.outside:
                on = f" on {_options(one.on)}" if one.on else ""
                why = f" ({one.basis})" if one.basis else ""
                roles.append(f"{actor.name}: {one.role}{on}{why}")
    whole = f"{PROCESS} goes along whole, with its comments"
    if roles:
        go = "go" if roles[1:] else "goes"
        many = count(len(roles), "role of an actor", "roles of actors")
        whole += f"; with it {go} {many}, which everybody at the table may read:"
    click.echo(whole)
    for told in roles:
        click.echo(clean(f"- {told}"))


def _options(on: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{i}={'|'.join(some)}" if some else i for i, some in on.items())
