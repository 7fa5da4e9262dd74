r"""A value of the model as the text of one cell, and back.

Several values stand in one cell as `a; b`, a mapping as `key=value; key=a, b`. A semicolon,
equals sign, comma or backslash that is part of a value has a backslash before it, and so has a
space at its edge; an empty value among several is `\0`.
"""

import re
from collections.abc import Mapping
from typing import Any

from accord.formats.shapes import Form, Shape
from accord.model import Range, number_text

NONE = "[]"
"""The cell of a list that must be given and holds nothing."""
Cell = str | float
"""What a spreadsheet holds in a cell."""


_DOUBTFUL = re.compile(r"(?<![\d.])([1-9]\d{0,2}\.\d{3})(?![\d.])")


def settled(number: str) -> str:
    """Return a number of three decimals with a fourth: 3.125 might be 3125 to a reader."""
    return _DOUBTFUL.sub(r"\g<1>0", number) if "." in number else number


def cell(value: Any, form: Shape) -> Cell:
    """Write a value into a cell; a number that is known exactly stays a number."""
    match form.form:
        case Form.MANY:
            assert form.item is not None
            write = _terms if form.item.form is Form.TERMS else _listed
            return "; ".join(map(write, value)) or NONE
        case Form.TABLE:
            return "; ".join(
                f"{_guard(key, ';=')}={_item(item)}" for key, item in value.items()
            )
        case Form.TERMS:
            return _terms(value)
        case Form.RANGE:
            return _range(value)
        case _:
            return str(value)


def _listed(value: Any) -> str:
    return _guard(str(value), ";")


def _terms(given: str | Mapping[str, str]) -> str:
    """Write words, or options by issue, as one of several values of a cell."""
    if isinstance(given, str):
        return _guard(given, ";=")
    return ", ".join(f"{_guard(i, ';=,')}={_guard(o, ';=,')}" for i, o in given.items())


def _item(item: str | tuple[str, ...]) -> str:
    return ", ".join(_guard(one, ";,") for one in ((item,) if isinstance(item, str) else item))


def _range(value: Range) -> Cell:
    notes = {key: note for key in ("basis", "source") if (note := getattr(value, key))}
    if notes:
        known = {"value": str(value), **notes}
        return "; ".join(f"{key}={_item(note)}" for key, note in known.items())
    text = str(value)
    return value.low if value.is_point and text == number_text(value.low) else settled(text)


def plain(text: str, form: Shape) -> Any:
    """Read a cell into texts, lists and mappings, as a file has them."""
    match form.form:
        case Form.MANY:
            items = _split(text, ";") if text != NONE else []
            if form.item is not None and form.item.form is Form.TERMS:
                return [_terms_of(item, ",") for item in items]
            return [_free(item) for item in items]
        case Form.TERMS:
            return _terms_of(text, "[;,]")
        case Form.TABLE:
            return _mapping(text, form.item is not None and form.item.form is Form.MANY)
        case Form.RANGE if len(_split(text, "=")) > 1:
            return _mapping(text, False)
        case Form.TEXT if form.ref is None:
            return text
        case _:
            return text.strip()


def _terms_of(text: str, sign: str) -> Any:
    """Read `issue=option, ...`; a text without an equals sign is words."""
    if len(_split(text, "=")) < 2:
        return _free(text)
    found: dict[str, str] = {}
    for pair in _split(text, sign):
        key, *values = _split(pair, "=", most=1)
        found[_free(key)] = _free(values[0]) if values else ""
    return found


def _mapping(text: str, lists: bool) -> Any:
    """Read `key=value; ...`; a text without an equals sign is given back as it is."""
    mapping: dict[str, Any] = {}
    for pair in _split(text, ";"):
        key, *values = _split(pair, "=", most=1)
        if not values:
            return text.strip()
        items = _split(values[0], ",") if lists else [values[0]]
        mapping[_free(key)] = [_free(i) for i in items] if lists else _free(items[0])
    return mapping


_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _guard(text: str, signs: str) -> str:
    """Put a backslash before what would be taken for a separator."""
    if not text:
        return r"\0"
    guarded = re.sub(rf"[\\{signs}]|^\[", r"\\\g<0>", text)
    guarded = re.sub(r"^\s", r"\\\g<0>", guarded)
    return re.sub(r"(?<!\\)\s\Z", r"\\\g<0>", guarded)


def _free(text: str) -> str:
    """Take the backslashes away again, and the spaces around."""
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    if stop < len(text) and _ends_open(text[:stop]):
        stop += 1
    return _ESCAPED.sub(lambda m: "" if m[1] == "0" else m[1], text[start:stop])


def _ends_open(text: str) -> bool:
    """Return whether a text ends with a backslash that guards what follows."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _split(text: str, sign: str, most: int = 0) -> list[str]:
    """Cut a text at a sign, or one of some, with no backslash before; blanks are nothing."""
    parts: list[str] = []
    start = 0
    for found in re.finditer(rf"\\.|{sign}", text, re.DOTALL):
        if found[0][0] != "\\" and (not most or len(parts) < most):
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return parts if most else [part for part in parts if part.strip()]
