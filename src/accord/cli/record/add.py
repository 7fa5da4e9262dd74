"""`accord record FOLDER add`."""

import json
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

import click
from attrs import evolve

from accord.cli.record.given import gathered, given_options, option_for
from accord.cli.record.reading import FOLDER_OF
from accord.cli.setting import by_options, parsed, read_dates
from accord.errors import AccordError, InvalidProcess
from accord.formats.append import Appended, D, append, read_declared, read_entry, tree
from accord.formats.names_given import PLAIN_YAML, NamesGiven
from accord.formats.tree import Map, parse
from accord.model.tier import narrow
from accord.record import Outlet, Source

NEW = "the new entry"


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
    if readers:
        raw["for"], raw.lines["for"] = tree(readers), raw.line
    names = NamesGiven(folder=path)
    heard = [i for text in in_words for i in names.made(text, str(raw.get("date", "")))]
    declaring: list[Outlet | Source] = [*outlets, *new]
    if in_words:
        declaring += names.names.new_of(names.names.used)
    cited = raw.get("sources") or [source.id for source in new]
    if cited or heard:
        listed = [cited] if isinstance(cited, str) else [*cited]
        raw["sources"] = tree(list(dict.fromkeys([*listed, *heard])))
        raw.lines.setdefault("sources", raw.line)
    given_names = names.entry(raw)
    try:
        change = _append(path, given_names, declaring, name)
    except InvalidProcess:
        every = NamesGiven(folder=path, every=True).entry(raw)
        if every == given_names:
            raise
        change = _append(path, every, declaring, name)
    for added in change.added:
        click.echo(f"added {added.id} at {added.file}:{added.line}")


def _append(path: str, raw: Map, declaring: list[Outlet | Source], name: str) -> Appended:
    """Add an entry, and with it what it declares, for the same readers."""
    with by_options(option_for) if name == NEW else nullcontext():
        entry = read_entry(raw, name)
    with_it = [
        evolve(one, for_=entry.for_) if not one.for_ and narrow(entry.for_) else one
        for one in declaring
    ]
    return append(path, [*with_it, entry], name, spelt=bool(raw.get("for")))


def _declared(cls: type[D], text: str, option: str) -> Iterable[D]:
    what = f"the new {cls.__name__.lower()}"
    found = parsed(text, option)
    for raw in found.values():
        if isinstance(raw, Map) and (wrong := read_dates(raw)):
            raise AccordError("\n".join(f"{option}: {one}" for one in wrong))
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
