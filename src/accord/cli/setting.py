"""Keys and values on the command line, as they would stand in a file."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from accord.cli.common import moment, said_of_date
from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.tree import Map, parse

SET = click.option(
    "--set",
    "others",
    multiple=True,
    metavar="KEY=VALUE",
    help="Any other key; VALUE may be a list [a, b] or a mapping {a: b}.",
)


DATES = ("date", "until", "as_of", "since", "asked", "answered")
"""The keys that hold a date, of whatever has them."""
_OR_WORDS = ("asked", "answered")
"""Those in which words may stand, with a date or without."""


def pairs(others: Iterable[str], found: Mapping[str, Any]) -> dict[str, Any]:
    """Add what `--set` gives to the keys found so far; read the dates as people write them.

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
    wrong += read_dates(keys)
    if wrong:
        raise AccordError("\n".join(wrong))
    return keys


def read_dates(keys: dict[str, Any]) -> list[str]:
    """Read the dates among keys as people write them, in place; return what is wrong."""
    wrong = []
    for key in DATES:
        if isinstance(text := keys.get(key), str) and text:
            try:
                keys[key] = str(moment(text))
            except ValueError as error:
                if key in _OR_WORDS:
                    continue
                wrong.append(f"'{key}': {said_of_date(error)}")
    return wrong


_LACKS = re.compile(r"must have '(\w+)'")
_GIVE = re.compile(r"\bgive (?=')")
_KEY = re.compile(r"'(\w+)'")


@contextmanager
def by_options(option_of: Callable[[str], str]) -> Iterator[None]:
    """Say what is missing by the options that give it, not by the keys of a file.

    Args:
        option_of: Returns the option for a key, as it is to be written.
    """

    def said(sentence: str) -> str:
        sentence = _LACKS.sub(lambda key: f"needs {option_of(key[1])}", sentence)
        if (found := _GIVE.search(sentence)) is None:
            return sentence
        keys = _KEY.sub(lambda key: option_of(key[1]), sentence[found.end() :])
        return sentence[: found.end()] + keys

    try:
        yield
    except InvalidProcess as invalid:
        raise InvalidProcess(
            p if p.line else p._replace(sentence=said(p.sentence)) for p in invalid.problems
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
