"""Answers as plain dicts, lists, texts and numbers, ready for JSON: one function for all.

A value is written with its fields, in their order, and with `method` where it says how it was
found. A class that is written otherwise lists what is, in `as_json`:

    "name"              a field or a property
    "key=name"          under another key
    "*name"             what it holds stands here, without a key of its own
    "?name"             left out where it is empty
"""

import math
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import attrs

from accord.kernels.ties import rounded
from accord.model import Range


def to_json(value: Any) -> Any:
    """Return a value as plain dicts, lists, texts and numbers."""
    if isinstance(value, Range):
        return [rounded(value.low), rounded(value.high)]
    if attrs.has(type(value)):
        return _fields(value)
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _fields(value: Any) -> dict[str, Any]:
    kind = type(value)
    listed = getattr(kind, "as_json", None)
    if listed is None:
        listed = [field.name for field in attrs.fields(kind)]
        listed += ["method"] if hasattr(kind, "method") and "method" not in listed else []
    plain: dict[str, Any] = {}
    for written in listed:
        key, _, name = written.lstrip("*?").partition("=")
        one = to_json(attrgetter(name or key)(value))
        if written.startswith("*"):
            plain |= one
        elif not (written.startswith("?") and one in ("", None, {}, [])):
            plain[key] = one
    return plain
