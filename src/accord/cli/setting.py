"""Keys and values on the command line, as they would stand in a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from accord.cli.common import moment
from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.entry_given import in_own_words, read_dates
from accord.formats.tree import Map, parse

SET = click.option(
    "--set",
    "others",
    multiple=True,
    metavar="KEY=VALUE",
    help="Any other key; VALUE may be a list [a, b] or a mapping {a: b}.",
)


def pairs(
    others: Iterable[str], found: Mapping[str, Any], *, dates: bool = True
) -> dict[str, Any]:
    """Add what `--set` gives to the keys found so far; read the dates as people write them.

    Args:
        others: What `--set` gives.
        found: The keys so far.
        dates: Whether to read dates; else whoever takes the keys does.

    Raises:
        AccordError: With every pair that is none, or is given twice.
    """
    keys, wrong = dict(found), []
    for pair in others:
        key, equals, value = pair.partition("=")
        key = key.strip()
        if not equals:
            wrong.append(f"'--set {pair}' has no '=': write --set KEY=VALUE")
        elif key in keys:
            wrong.append(f"'{key}' is given twice")
        else:
            keys[key] = read_value(f"--set {key}", value.strip())
    if dates:
        wrong += [f"'{key}': {sentence}" for key, sentence in read_dates(keys, moment).items()]
    if wrong:
        raise AccordError("\n".join(wrong))
    return keys


@contextmanager
def by_options(option_of: Callable[[str], str]) -> Iterator[None]:
    """Say what is missing by the options that give it, not by the keys of a file.

    Args:
        option_of: Returns the option for a key, as it is to be written.
    """
    try:
        yield
    except InvalidProcess as invalid:
        raise InvalidProcess(
            p if p.line else p._replace(sentence=in_own_words(p.sentence, option_of))
            for p in invalid.problems
        ) from None


def read_value(option: str, value: str) -> Any:
    """Read a value: a list or mapping where it looks like one, else the text as it is.

    Args:
        option: The option that gives it, for sentences.
        value: What it gives.
    """
    if not value.startswith(("[", "{")):
        return value
    return parsed(f"value: {value}", option)["value"]


def parsed(text: str, name: str) -> Map:
    """Read YAML from the command line, which has no lines to name."""
    try:
        return parse(text, name)
    except InvalidProcess as invalid:
        raise InvalidProcess(Problem(name, 0, p.sentence) for p in invalid.problems) from None
