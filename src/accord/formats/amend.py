"""Change or take away something in YAML text, and touch nothing else.

As with `insert`, the text is not written anew: comments, order, spacing and line ends stay as
their author made them, and what comes out is read again before it is given back. Where a value
is set its own lines are written anew, and a comment behind it stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from math import inf
from typing import Any

import yaml

from accord.errors import FormatError, InvalidProcess
from accord.formats.insert import shift
from accord.formats.tree import Map, Seq, line_of, parse
from accord.formats.write import dump

Path = Sequence[str | int]
Node = yaml.MappingNode | yaml.SequenceNode | yaml.ScalarNode

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def amended(
    text: str, old: Map, path: Path, changes: Mapping[str, Any], name: str
) -> tuple[str, Map]:
    """Set keys of a mapping in a text; None takes a key away.

    Args:
        text: The YAML text.
        old: What it reads as.
        path: Keys and indices that lead to the mapping.
        changes: The values, as `to_plain` gives them, by key.
        name: The file's name, for sentences.

    Returns:
        The new text, and what it reads as.

    Raises:
        FormatError: If there is no way to change it as it is written.
    """
    for key, value in changes.items():
        if value is not None or key in _at(old, path):
            text, old = _changed(text, old, path, key, value, name)
    return text, old


def without(text: str, old: Map, path: Path, name: str) -> tuple[str, Map]:
    """Take what stands at a path out of a text, with the lines that it stands on.

    Args:
        text: The YAML text.
        old: What it reads as.
        path: Keys and indices that lead there.
        name: The file's name, for sentences.

    Returns:
        The new text, and what it reads as.

    Raises:
        FormatError: If there is no way to take it out as it is written.
    """
    return _changed(text, old, path[:-1], path[-1], None, name)


def _changed(
    text: str, old: Map, path: Path, key: str | int, value: Any, name: str
) -> tuple[str, Map]:
    """Return the first text, of those that may do, that reads as what is wanted."""
    wanted = _wanted(old, path, key, value, name)
    for start, stop, rest in _parts(text, old, path):
        try:
            root = yaml.compose(text[start:stop], Loader=_Loader)
            holder = _node(root, rest)
        except (yaml.YAMLError, KeyError, IndexError, TypeError):
            continue
        for changed in _attempts(text[start:stop], holder, key, value):
            whole = text[:start] + changed + text[stop:]
            try:
                if (tree := parse(whole, name)) in wanted:
                    return whole, tree
            except InvalidProcess:
                continue
    line = line_of(old, [*path, key])
    raise FormatError(
        f"{name}:{line}: '{key}' cannot be changed as it is written here: change it by hand"
    )


def _wanted(old: Map, path: Path, key: str | int, value: Any, name: str) -> list[Map]:
    """Return what is to be read: what nothing is left of may read as empty or as nothing."""
    wanted = _copied(old, path)
    held = _at(wanted, path)
    if value is not None:
        held[key] = parse(dump({str(key): value}, False), name)[str(key)]
        return [wanted]
    del held[key]
    if held or not path:
        return [wanted]
    nothing = _copied(old, path[:-1])
    _at(nothing, path[:-1])[path[-1]] = ""
    return [wanted, nothing]


def _copied(old: Map, path: Path) -> Map:
    """Copy a tree along a path, to change what stands at its end."""
    root = copy(old)
    held: Any = root
    for step in path:
        held[step] = copy(held[step])
        held = held[step]
    return root


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _parts(text: str, old: Map, path: Path) -> Iterator[tuple[int, int, Path]]:
    """Yield parts of a text, as offsets, with the path in each: the smallest first.

    A record may be long; one entry of it can be read by itself.
    """
    if len(path) > 1:
        held = old[str(path[0])]
        lines = held.lines if isinstance(held, Seq) else list(held.lines.values())
        line = line_of(old, path[:2])
        later = [one for one in (*lines, *old.lines.values()) if one > line]
        start = _offset(text, line)
        stop = _offset(text, min(later)) if later else len(text)
        yield start, stop, (0 if isinstance(held, Seq) else path[1], *path[2:])
    yield 0, len(text), path


def _offset(text: str, line: int) -> int:
    """Return the offset at which a line starts."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start


def _node(node: Any, path: Path) -> Node:
    """Return the node that a path leads to."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == step)
        else:
            node = node.value[step]
    found: Node = node
    return found


def _attempts(text: str, holder: Any, key: str | int, value: Any) -> Iterator[str]:
    """Yield a text with a key set or taken away, in every way that may do."""
    if isinstance(holder, yaml.SequenceNode):
        items = [(one, one) for one in holder.value]
        place: int | None = int(key)
    else:
        items = list(holder.value)
        place = next((i for i, (k, _) in enumerate(items) if k.value == key), None)
    flow = bool(holder.flow_style)
    column = items[0][0].start_mark.column if items else holder.start_mark.column + 2
    if value is not None:
        written = _written(str(key), value, flow, column).replace("\n", _break(text))
        if place is not None:
            first, last = items[place]
            yield text[: first.start_mark.index] + written + text[_end(last) :]
        elif flow:
            at = holder.end_mark.index - 1
            yield f"{text[:at].rstrip()}{', ' if items else ''}{written}{text[at:]}"
        else:
            at = _line_end(text, _end(items[-1][1]))
            yield f"{text[:at]}{_break(text)}{' ' * column}{written}{text[at:]}"
        return
    assert place is not None
    first, last = items[place]
    start, end = first.start_mark.index, _end(last)
    if flow:
        if place + 1 < len(items):
            yield text[:start] + text[items[place + 1][0].start_mark.index :]
        elif place:
            yield text[: _end(items[place - 1][1])] + text[end:]
        else:
            yield text[:start] + text[end:]
        return
    at = text.rfind("\n", 0, start) + 1
    stop = min(_line_end(text, end) + len(_break(text)), len(text))
    yield text[:at] + text[stop:]
    if place + 1 < len(items):  # the first key of an item shares its line with the dash
        yield text[:start] + text[items[place + 1][0].start_mark.index :]
    yield f"{text[:start]}{{}}{text[end:]}"


def _written(key: str, value: Any, flow: bool, column: int) -> str:
    """Write a key with its value, to stand at a column."""
    if flow:
        return dump({key: value}, True, inf).strip()[1:-1]
    braces = None if isinstance(value, dict | list) else False
    lines = dump({key: value}, braces).rstrip("\n").split("\n")
    return "\n".join([lines[0], *shift(lines[1:], column)])


def _end(node: Any) -> int:
    """Return the offset at which a node ends, before comments and empty lines."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.index) if node.style not in ("|", ">") else _block(node)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _block(node: yaml.ScalarNode) -> int:
    """Return the offset at which a text over several lines ends, before its last line end."""
    mark = node.end_mark
    return int(mark.index) - (1 if mark.column == 0 else 0)


def _line_end(text: str, at: int) -> int:
    """Return the offset of the line end behind a place."""
    found = text.find("\n", at)
    end = len(text) if found < 0 else found
    return end - 1 if text[end - 1 : end] == "\r" else end


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
