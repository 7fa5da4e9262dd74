"""From the model's values to YAML text."""

import re
from collections.abc import Sequence
from typing import Any, cast

import yaml

from accord.formats.shapes import Form, Shape, fields, is_option
from accord.model import TABLE, Interests, number_text
from accord.record import Entry, Record


class _Plain(str):
    """A text that needs no quotation marks: a date or a number."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes dates and numbers without quotation marks, and indents lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_plain(self, text: _Plain) -> yaml.ScalarNode:
        tag: str = self.resolve(  # type: ignore[no-untyped-call]
            yaml.ScalarNode, str(text), (True, False)
        )
        return self.represent_scalar(tag, str(text))

    def represent_text(self, text: str) -> yaml.ScalarNode:
        style = '"' if _BREAKS.search(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML but not to people; only escaped do they read back as they are."""

_Dumper.add_representer(_Plain, _Dumper.represent_plain)
_Dumper.add_representer(str, _Dumper.represent_text)


def to_yaml(value: Any) -> str:
    """Write a value of the model as YAML that reads back as the same value."""
    plain = fields_plain(value)
    if isinstance(value, Record):
        _say_for_whom(value, plain.get("entries", ()))
    if isinstance(value, Interests):
        del plain["id"]
    return dump(plain)


def _say_for_whom(record: Record, entries: Sequence[dict[str, Any]]) -> None:
    """Let entries say for whom they are where that is not as their file says."""
    for plain, entry in zip(entries, record.entries, strict=True):
        kind = fields(cast(Any, entry.__class__))["for"]
        if kind.default == (TABLE,):
            plain.pop("for", None)
            if entry.for_ != record.for_:
                plain["for"] = to_plain(entry.for_, kind.shape)
        elif record.for_ != (TABLE,):  # a private folder says it of notes too, the top does not
            plain["for"] = to_plain(entry.for_, kind.shape)


def dump(plain: Any, braces: bool | None = None, width: float = 96) -> str:
    """Write mappings, lists and texts as YAML.

    Args:
        plain: What `to_plain` and `fields_plain` give.
        braces: Whether collections are written in braces and brackets; nothing for those
            that hold no others.
        width: Where lines are broken.
    """
    return yaml.dump(
        plain,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=width,
        default_flow_style=braces,
    )


def tree_yaml(tree: Any) -> str:
    """Write what was parsed of a file as YAML that reads back as the same, without comments.

    Args:
        tree: What stands in the file: mappings, lists and texts.
    """
    return dump(_as_parsed(tree))


_UNQUOTED = re.compile(r"[+-]?[\d.]+(?:\.\.[+-]?[\d.]*)?|\d{4}-\d\d(?:-\d\d)?|yes|no")


def _as_parsed(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {_PLAIN_KEYS.get(key, key): _as_parsed(held) for key, held in tree.items()}
    if isinstance(tree, list):
        return [_as_parsed(one) for one in tree]
    return _Plain(tree) if _UNQUOTED.fullmatch(tree) else tree


def to_plain(value: Any, form: Shape) -> Any:
    """Turn a value into the mappings, lists and texts that a file has for it."""
    match form.form:
        case Form.MANY:
            assert form.item is not None
            return [to_plain(item, form.item) for item in value]
        case Form.TABLE:
            assert form.item is not None
            if form.ref is not None and form.ref.to == "scope":
                by_issue = {issue: list(options) or "" for issue, options in value.items()}
                return by_issue if any(by_issue.values()) else list(by_issue)
            item = form.item
            drop = ("id",) if form.keyed else ()
            table = {key: _without(to_plain(v, item), drop) for key, v in value.items()}
            if is_option(item):
                return {k: v["name"] if set(v) == {"name"} else v for k, v in table.items()}
            return table
        case Form.RANGE:
            notes = {k: n for k in ("basis", "source") if (n := getattr(value, k))}
            return {"value": _Plain(value), **notes} if notes else _Plain(value)
        case Form.NUMBER:
            return _Plain(number_text(value))
        case Form.MOMENT:
            return _Plain(value)
        case Form.YES:
            return _Plain("yes" if value else "no")
        case Form.FIELDS:
            plain = fields_plain(value)
            return plain[form.alone] if set(plain) == {form.alone} else plain
        case Form.TERMS:
            return value if isinstance(value, str) else dict(value)
        case Form.ENTRY:
            return entry_plain(value)
        case _:
            return str(value)


_PLAIN_KEYS = {"on": _Plain("on")}
"""Keys without the quotation marks that they need in YAML 1.1 alone, where `on` is yes."""


def fields_plain(value: Any) -> dict[str, Any]:
    """Turn a value into the mapping that a file has for it, without what is as by default."""
    return {
        _PLAIN_KEYS.get(name, name): to_plain(held, one.shape)
        for name, one in fields(value.__class__).items()
        if (held := getattr(value, one.attribute)) is not None
        and (one.required or held != one.default)
    }


def entry_plain(entry: Entry) -> dict[str, Any]:
    """Turn an entry of the record into the mapping that a file has for it."""
    return {"kind": entry.kind, **fields_plain(entry)}


def _without(plain: Any, keys: tuple[str, ...]) -> Any:
    return {k: v for k, v in plain.items() if k not in keys} if keys else plain
