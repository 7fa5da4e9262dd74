"""What the subcommands that write an entry share: its keys as options."""

from collections.abc import Callable
from typing import Any

import click

from accord.cli.setting import SET, pairs
from accord.record import KINDS

MAKES_SOURCE = "--new-source '{}' makes it"
"""What is said of a source that is not there, where it can be made."""

_OPTIONS = {"kind": "kind", "one": "id", "date": "date", "text": "text"}

_GIVEN = (
    click.option("--kind", metavar="KIND", help=f"What it is: {', '.join(KINDS)}."),
    click.option(
        "--id", "one", metavar="ID", help="Its id; made from kind and date if left out."
    ),
    click.option("--date", metavar="DATE", help="When it happened or was said."),
    click.option("--source", "sources", multiple=True, help="Id of a source; may be repeated."),
    click.option("--text", help="What it is, in your own words."),
    SET,
)


def given_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a subcommand the options that say what an entry holds."""
    for option in reversed(_GIVEN):
        command = option(command)
    return command


def option_for(key: str) -> str:
    """Return the option that gives a key of an entry, as somebody types it."""
    typed = {"sources": "--source", "date": "--date", "text": "--text", "kind": "--kind"}
    return f"{typed[key]} {key.upper().rstrip('S')}" if key in typed else f"--set {key}=VALUE"


def gathered(sources: tuple[str, ...], others: tuple[str, ...], **given: Any) -> dict[str, Any]:
    """Gather the keys of an entry from the options."""
    found = {key: given[name] for name, key in _OPTIONS.items() if given[name] is not None}
    if sources:
        found["sources"] = list(sources)
    return pairs(others, found, dates=False)
