"""What the reading subcommands share: the folder as of a date, filters, and plain values."""

from collections.abc import Callable
from math import isfinite

import click

from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, Moment, count
from accord.formats import load
from accord.model import Range, Reader, When
from accord.record import Case

PAGE = 100
"""How many entries are drawn at once: some screens; each takes about a millisecond to draw."""

FOLDER_OF = click.make_pass_decorator(str)

ALL = click.option(
    "--all", "whole", is_flag=True, help=f"Draw every entry, not the latest {PAGE} only."
)

_LISTING = (
    click.option("--issue", default="", help="Only entries that touch this issue."),
    click.option("--party", default="", help="Only entries that name this party or person."),
    click.option("--source", default="", help="Only entries that this source reports."),
    click.option("--kind", default="", help="Only entries of this kind, such as claim."),
    click.option("--from", "first", type=Moment(), help="Only from this date on."),
    click.option("--to", "last", type=Moment(), help="Only up to this date, with it."),
    AS_OF,
    FOR,
    ALL,
    AS_JSON,
    AS_CSV,
)


def listing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a subcommand the options that choose entries and say how they are written."""
    for option in reversed(_LISTING):
        command = option(command)
    return command


def read(path: str, as_of: When | None, reader: Reader) -> Case:
    """Read process and record for a reader, as they could be known at a date if given."""
    return load(path, interests=False, reader=reader).as_of(as_of)


def say_left_out(number: int) -> None:
    """Print how many entries were not drawn, where a pipe does not swallow it."""
    if number > 0:
        earlier = count(number, "earlier entry", "earlier entries")
        click.echo(f"not shown: {earlier} ('--all' shows them)", err=True)


def ends(span: Range | None) -> dict[str, float | None] | None:
    """Return a range as its two ends; None for an end that is not known."""
    if span is None:
        return None
    low, high = (end if isfinite(end) else None for end in (span.low, span.high))
    return {"low": low, "high": high}
