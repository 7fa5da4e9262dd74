"""Answers as plain dicts, lists, texts and numbers, ready for JSON: one function for all.

A value is written with its fields, in their order, and with `method` where it says how it was
found. A class that is written otherwise lists what is, in `as_json`:

    "name"              a field or a property
    "key=name"          under another key
    "*name"             what it holds stands here, without a key of its own
    "?name"             left out where it is empty
"""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

from accord.kernels.ties import rounded
from accord.model import Range

_LEAVES = frozenset({str, int, bool, type(None)})


def to_json(value: Any) -> Any:
    """Return a value as plain dicts, lists, texts and numbers."""
    kind: Any = type(value)
    if kind in _LEAVES:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    if isinstance(value, Range):
        return [rounded(value.low), rounded(value.high)]
    plain: dict[str, Any] = {}
    for how, key, get in _written(kind):
        one = to_json(get(value))
        if how == "*":
            plain |= one
        elif not (how == "?" and one in ("", None, {}, [])):
            plain[key] = one
    return plain


@cache
def _written(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
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
