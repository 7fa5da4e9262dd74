"""Roles of actors as people write them, turned into the one form in which they are written.

role: guarantor                              any word, alone or in a list
role: must consent on fees=none, water       a role, and the options that it is on
role: {must consent: {fees: none}}           a role as a key; `basis` and the like beside it
role: [host, {role: affected, on: [water]}]  as it is written
"""

from collections.abc import Mapping
from typing import Any

from accord.formats.tree import Map, Seq
from accord.model import OutsideRole

_EVERYTHING = ("everything", "all issues")


def roles_as_written(raw: Any, line: int) -> Any:
    """Return what stands under `role` as a list of words, and of mappings with `role` and `on`.

    Args:
        raw: What stands in the file; what is none of the forms stays as it is.
        line: The line that it stands on.
    """
    found = Seq(line, raw.column if isinstance(raw, Seq) else -1)
    items = zip(raw, raw.lines, strict=True) if isinstance(raw, Seq) else [(raw, line)]
    for item, at in items:
        for role in _roles(item, at):
            found.append(role)
            found.lines.append(at)
    return found


def _roles(item: Any, line: int) -> list[Any]:
    """Return the roles that one item stands for: one, or one for each key that names one."""
    if isinstance(item, str):
        word, on, options = item.partition(" on ")
        if not on or OutsideRole.meant_by(word) is None:
            return [item]
        return [
            _map(line, {"role": (word.strip(), line), "on": (_listed(options, line), line)})
        ]
    if not isinstance(item, Map):
        return [item]
    held = {key: (value, item.lines[key]) for key, value in item.items()}
    named = [key for key in held if OutsideRole.meant_by(key) is not None]
    rest = {key: one for key, one in held.items() if key not in named}
    if "role" in held or not named:
        return [item]
    return [_map(held[k][1], {"role": (k, held[k][1]), "on": held[k], **rest}) for k in named]


def scope(raw: Any, line: int) -> Any:
    """Return the options that a role is on by their issue, empty for all of an issue's.

    Args:
        raw: An issue, several in a list, or options by issue.
        line: The line that it stands on.
    """
    if isinstance(raw, str):
        return "" if raw.strip().casefold() in _EVERYTHING else _listed(raw, line)
    if not isinstance(raw, Seq):
        return raw
    found: dict[str, tuple[Any, int]] = {}
    for item, at in zip(raw, raw.lines, strict=True):
        if isinstance(item, Map):
            found |= {key: (value, item.lines[key]) for key, value in item.items()}
        elif isinstance(item, str):
            found[item] = ("", at)
        else:
            return raw
    return _map(line, found)


def _listed(text: str, line: int) -> Map:
    """Read `fees=none|all, water` as options by issue."""
    found: dict[str, tuple[Any, int]] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        issue, _, options = (one.strip() for one in part.partition("="))
        several = Seq(line, -1)
        several.extend(one.strip() for one in options.split("|") if one.strip())
        several.lines.extend([line] * len(several))
        found[issue] = (several or "", line)
    return _map(line, found)


def _map(line: int, held: Mapping[str, tuple[Any, int]]) -> Map:
    """Return a mapping of some keys, each with its line."""
    found = Map(line)
    for key, (value, at) in held.items():
        found[key], found.lines[key] = value, at
    return found
