"""Frozen values as what JSON can hold, and back, by the types of their fields.

Values that are held by their ids, as issues and options, become a list, for their order counts
and the members of a JSON object have none.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs
from frozendict import frozendict

from accord.model import When
from accord.talks.rules import rule_sets
from accord.talks.ruleset import Rules

Complain = Callable[[str], None]
"""Takes a sentence on a mistake."""

_WORDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def to_plain(value: Any) -> Any:
    """Return a value as mappings, lists, texts and numbers, without fields at their default.

    Args:
        value: A frozen value, or a part of one.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | When):
        return str(value)
    if isinstance(value, Mapping):
        if value and all(attrs.has(type(each)) for each in value.values()):
            return [to_plain(each) for each in value.values()]
        return {key: to_plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    start = {"name": value.name} if isinstance(value, Rules) else {}
    return {**start, **fields_of(value)}


def fields_of(value: Any) -> dict[str, Any]:
    """Return the fields of a frozen value that are not at their default."""
    return {
        field.name: to_plain(held)
        for field in attrs.fields(type(value))
        if (held := getattr(value, field.name)) != field.default
    }


def from_plain(kind: Any, plain: Any, where: str, complain: Complain) -> Any:
    """Read a value of a type; of what cannot be read, say so and give None.

    Args:
        kind: The type.
        plain: What JSON held.
        where: What it is called in a sentence.
        complain: Is told every mistake.
    """
    origin = get_origin(kind)
    if origin is Annotated:
        return from_plain(get_args(kind)[0], plain, where, complain)
    if origin in (Union, UnionType):
        if plain is None and NoneType in get_args(kind):
            return None
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return from_plain(inner, plain, where, complain)
    if origin is tuple:
        return tuple(_items(get_args(kind)[0], plain, where, complain))
    if origin is frozendict:
        held = get_args(kind)[1]
        pairs = _by_id if attrs.has(held) else _pairs
        return frozendict(pairs(held, plain, where, complain))
    if attrs.has(kind) and kind is not When:
        return _frozen(kind, plain, where, complain)
    return _scalar(kind, plain, where, complain)


def _scalar(kind: Any, plain: Any, where: str, complain: Complain) -> Any:
    if kind is When or issubclass(kind, StrEnum):
        if isinstance(plain, str):
            try:
                return When.parse(plain) if kind is When else kind(plain)
            except ValueError as error:
                ways = str(error) if kind is When else f"it must be one of {', '.join(kind)}"
                complain(f"{where}: {ways}")
                return None
        complain(f"{where} must be a text")
        return None
    fits = isinstance(plain, int | float if kind is float else kind)
    if not fits or (isinstance(plain, bool) and kind is not bool):
        complain(f"{where} must be {_WORDS[kind]}")
        return None
    return kind(plain)


def _items(kind: Any, plain: Any, where: str, complain: Complain) -> Iterator[Any]:
    if not isinstance(plain, list):
        complain(f"{where} must be a list")
        return
    for place, each in enumerate(plain, 1):
        yield from_plain(kind, each, f"{where}, item {place}", complain)


def _pairs(kind: Any, plain: Any, where: str, complain: Complain) -> dict[str, Any]:
    if not isinstance(plain, dict):
        complain(f"{where} must be an object")
        return {}
    return {
        key: from_plain(kind, each, f"{where}, {key}", complain) for key, each in plain.items()
    }


def _by_id(kind: Any, plain: Any, where: str, complain: Complain) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in _items(kind, plain, where, complain):
        if each is not None:
            if each.id in found:
                complain(f"{where}: the id '{each.id}' is given twice")
            found[each.id] = each
    return found


def _frozen(kind: Any, plain: Any, where: str, complain: Complain) -> Any:
    if not isinstance(plain, dict):
        complain(f"{where} must be an object")
        return None
    given = dict(plain)
    if kind is Rules:
        name = given.pop("name", "")
        known = rule_sets()
        if not isinstance(name, str) or name not in known:
            left_out = known.left_out.get(name, "") if isinstance(name, str) else ""
            wanted = f"the name of the rules must be one of {', '.join(known)}"
            complain(f"{where}: {left_out.rstrip('.') or wanted}")
            return None
        kind = known[name]
    return built(kind, given, where, complain)


def built(kind: Any, given: Mapping[str, Any], where: str, complain: Complain) -> Any:
    """Build a frozen value from its fields; give None, having said so, if that cannot be.

    Args:
        kind: Its class.
        given: The fields as JSON held them.
        where: What it is called in a sentence.
        complain: Is told every mistake.
    """
    told: list[str] = []
    known = {field.name: field for field in attrs.fields(kind)}
    for name in given:
        if name not in known:
            told.append(f"{where} has no field '{name}'")
    values = {}
    for name, type_ in _types(kind).items():
        if name in given:
            values[name] = from_plain(type_, given[name], f"{where}, {name}", told.append)
        elif known[name].default is attrs.NOTHING:
            told.append(f"{where} lacks the field '{name}'")
    for sentence in told:
        complain(sentence)
    if told:
        return None
    try:
        return kind(**values)
    except (ValueError, TypeError) as error:
        complain(f"{where}: {error}")
        return None


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in attrs.fields(kind)}
