"""`accord record FOLDER add`."""

import json
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

import click

from accord.cli.common import moment
from accord.cli.record.given import MAKES_SOURCE, gathered, given_options, option_for
from accord.cli.record.reading import FOLDER_OF
from accord.cli.setting import by_options, parsed
from accord.errors import AccordError
from accord.formats.append import D, read_declared, tree
from accord.formats.entry_given import NEW, add_given, read_dates
from accord.formats.names_given import PLAIN_YAML
from accord.formats.tree import Map, parse
from accord.record import Outlet, Source


@click.command("add")
@click.argument("standard_input", metavar="[-]", required=False, type=click.Choice(["-"]))
@given_options
@click.option(
    "--new-source",
    "declared",
    multiple=True,
    metavar="WORDS",
    help="A source that is new: 'Radio North', 'Radio North, 1 August 2019' or 'heard from Oda "
    "Lind'; of the entry's date where no other is said. Or YAML: 'ID: {outlet: ..., date: "
    "...}'.",
)
@click.option(
    "--new-outlet",
    "publishing",
    multiple=True,
    metavar="YAML",
    help="Declare an outlet with it: 'ID: {name: ...}'.",
)
@click.option(
    "--for",
    "readers",
    multiple=True,
    metavar="READER",
    help="Who may read it: public, table, mediator, a party or PARTY/capital; may be repeated. "
    "What is for one of them alone is kept under private/. [default: whom record.yaml is for: "
    "the table, where it does not say; of a note or a question the mediator]",
)
@FOLDER_OF
def command(
    path: str,
    /,
    standard_input: str | None,
    declared: tuple[str, ...],
    publishing: tuple[str, ...],
    readers: tuple[str, ...],
    **given: Any,
) -> None:
    """Add one entry to the record, from options or, with -, from standard input.

    Standard input holds the entry as YAML or JSON, as it would stand in the file. Process and
    record are checked before anything is written, and only the place of the new entry changes.
    Of a record of a megabyte or more, the old entries that the new one does not name are left
    to `accord check`.
    """
    in_yaml = [text for text in declared if PLAIN_YAML.match(text)]
    in_words = [text for text in declared if text not in in_yaml]
    new = [one for text in in_yaml for one in _declared(Source, text, "--new-source")]
    outlets = [one for text in publishing for one in _declared(Outlet, text, "--new-outlet")]
    options = gathered(**given)
    if standard_input and options:
        raise click.UsageError("give the entry in options or on standard input, not both")
    if standard_input:
        raw, name = _standard_input(), "standard input"
    elif options or declared or outlets:
        raw, name = tree(options), NEW
    else:
        raise click.UsageError("say what to add with options, or write '-' to give it as YAML")
    with by_options(option_for) if name == NEW else nullcontext():
        change = add_given(
            path,
            raw,
            when=moment,
            new_sources=in_words,
            declared=[*outlets, *new],
            readers=readers,
            name=name,
            making=MAKES_SOURCE,
        )
    for added in change.added:
        click.echo(f"added {added.id} at {added.file}:{added.line}")


def _declared(cls: type[D], text: str, option: str) -> Iterable[D]:
    what = f"the new {cls.__name__.lower()}"
    found = parsed(text, option)
    for raw in found.values():
        if isinstance(raw, Map) and (wrong := read_dates(raw, moment)):
            said = (f"{option}: '{key}': {sentence}" for key, sentence in wrong.items())
            raise AccordError("\n".join(said))
    return [read_declared(cls, one, raw, f"{what} '{one}'") for one, raw in found.items()]


def _standard_input() -> Map:
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AccordError("standard input is not UTF-8") from None
    if text.lstrip().startswith("{"):
        try:
            return tree(json.loads(text), 1)  # type: ignore[no-any-return]
        except (ValueError, RecursionError):
            pass
    return parse(text, "standard input")
