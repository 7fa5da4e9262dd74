"""`accord record FOLDER add`."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from accord.cli.record.reading import FOLDER_OF
from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.append import D, append, read_declared, read_entry, tree
from accord.formats.tree import Map, parse
from accord.record import KINDS, Outlet, Source

NEW = "the new entry"
_OPTIONS = {"kind": "kind", "one": "id", "date": "date", "text": "text"}


@click.command("add")
@click.argument("standard_input", metavar="[-]", required=False, type=click.Choice(["-"]))
@click.option("--kind", metavar="KIND", help=f"What it is: {', '.join(KINDS)}.")
@click.option("--id", "one", metavar="ID", help="Its id; made from kind and date if left out.")
@click.option("--date", metavar="DATE", help="When it happened or was said.")
@click.option("--source", "sources", multiple=True, help="Id of a source; may be repeated.")
@click.option("--text", help="What it is, in your own words.")
@click.option(
    "--set",
    "others",
    multiple=True,
    metavar="KEY=VALUE",
    help="Any other key of the kind; VALUE may be a list [a, b] or a mapping {a: b}.",
)
@click.option(
    "--new-source",
    "declared",
    multiple=True,
    metavar="YAML",
    help="Declare a source with it: 'ID: {outlet: ..., date: ...}'.",
)
@click.option(
    "--new-outlet",
    "publishing",
    multiple=True,
    metavar="YAML",
    help="Declare an outlet with it: 'ID: {name: ...}'.",
)
@FOLDER_OF
def command(
    path: str,
    /,
    standard_input: str | None,
    declared: tuple[str, ...],
    publishing: tuple[str, ...],
    **given: Any,
) -> None:
    """Add one entry to the record, from options or, with -, from standard input.

    Standard input holds the entry as YAML or JSON, as it would stand in the file. Process and
    record are checked before anything is written, and only the place of the new entry changes.
    """
    new = [one for text in declared for one in _declared(Source, text, "--new-source")]
    outlets = [one for text in publishing for one in _declared(Outlet, text, "--new-outlet")]
    options = _options(**given)
    if standard_input and options:
        raise click.UsageError("give the entry in options or on standard input, not both")
    if standard_input:
        raw, name = _standard_input(), "standard input"
    elif options or new or outlets:
        raw, name = tree(options), NEW
    else:
        raise click.UsageError("say what to add with options, or write '-' to give it as YAML")
    if new and not raw.get("sources"):
        raw["sources"] = tree([source.id for source in new])
        raw.lines["sources"] = raw.line
    change = append(path, [*outlets, *new, read_entry(raw, name)], name)
    for added in change.added:
        click.echo(f"added {added.id} at {added.file}:{added.line}")


def _options(sources: tuple[str, ...], others: tuple[str, ...], **given: Any) -> dict[str, Any]:
    """Gather the keys of an entry from the options."""
    found = {key: given[name] for name, key in _OPTIONS.items() if given[name] is not None}
    if sources:
        found["sources"] = list(sources)
    for pair in others:
        key, equals, value = pair.partition("=")
        if not equals:
            raise AccordError(f"'--set {pair}' has no '=': write --set KEY=VALUE")
        if key in found:
            raise AccordError(f"'{key}' is given twice")
        found[key] = _value(key, value)
    return found


def _value(key: str, value: str) -> Any:
    """Read a value: a list or mapping where it looks like one, else the text as it is."""
    if not value.lstrip().startswith(("[", "{")):
        return value
    return _parsed(f"value: {value}", f"--set {key}")["value"]


def _declared(cls: type[D], text: str, option: str) -> Iterable[D]:
    what = f"the new {cls.__name__.lower()}"
    return [
        read_declared(cls, one, raw, f"{what} '{one}'")
        for one, raw in _parsed(text, option).items()
    ]


def _parsed(text: str, name: str) -> Map:
    try:
        return parse(text, name)
    except InvalidProcess as invalid:
        raise InvalidProcess(Problem(name, 0, p.sentence) for p in invalid.problems) from None


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
