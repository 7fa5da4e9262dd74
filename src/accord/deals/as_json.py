"""Answers as plain dicts, lists, texts and numbers, ready for JSON: one function for all.

A value is written with its fields, in their order, and with `method` where it says how it was
found. A class that is written otherwise lists what is, in `as_json`:

    "name"              a field or a property
    "key=name"          under another key
    "*name"             what it holds stands here, without a key of its own
    "?name"             left out where it is empty
"""

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from accord.kernels.ties import rounded
from accord.model import Range

_Writer: TypeAlias = "Callable[[Any], Any]"


def to_json(value: Any) -> Any:
    """Return a value as plain dicts, lists, texts and numbers."""
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> _Writer:
    """Return what writes the values of a class: looked up once, as answers hold many of few."""
    if issubclass(kind, float):
        return _number
    if issubclass(kind, StrEnum):
        return attrgetter("value")
    if issubclass(kind, str | int | type(None)):
        return _as_it_is
    if issubclass(kind, Mapping):
        return lambda value: {key: to_json(one) for key, one in value.items()}
    if issubclass(kind, tuple | list):
        return lambda value: [to_json(one) for one in value]
    if issubclass(kind, Range):
        return lambda value: [rounded(value.low), rounded(value.high)]
    written = _written(kind)
    if all(how == "" for how, _, _ in written):
        pairs = [(key, get) for _, key, get in written]
        return lambda value: {key: to_json(get(value)) for key, get in pairs}
    return lambda value: _told_apart(written, value)


def _as_it_is(value: Any) -> Any:
    return value


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _told_apart(written: Sequence[tuple[str, str, _Writer]], value: Any) -> dict[str, Any]:
    """Write a value some of whose fields are left out, or have no key of their own."""
    plain: dict[str, Any] = {}
    for how, key, get in written:
        one = to_json(get(value))
        if how == "*":
            plain |= one
        elif not (how == "?" and one in ("", None, {}, [])):
            plain[key] = one
    return plain


@cache
def _written(kind: Any) -> tuple[tuple[str, str, _Writer], ...]:
    """List what is written of a class: how, under which key, and how it is looked up."""
    listed = getattr(kind, "as_json", None)
    if listed is None:
        listed = [field.name for field in attrs.fields(kind)]
        listed += ["method"] if hasattr(kind, "method") and "method" not in listed else []
    found = []
    for written in listed:
        key, _, name = written.lstrip("*?").partition("=")
        how = written[0] if written[0] in "*?" else ""
        found.append((how, key, attrgetter(name or key)))
    return tuple(found)


def in_turn(told: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what is told by each holder's numbers as JSON: of one holder as it stands.

    Args:
        told: What is told, by the holder's id.
    """
    if len(told) == 1:
        return next(iter(told.values()))
    return {"holders": [{"holder": holder, **one} for holder, one in told.items()]}
