"""Put something at the end of a list or mapping in YAML text, and touch nothing else.

The text is not written anew: comments, order, spacing and line ends stay as their author made
them. What comes out is read again before it is given back: it must hold what was there, and the
new things after it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from math import inf
from typing import Any

from accord.errors import FormatError, InvalidProcess
from accord.formats.tree import Map, Seq, parse
from accord.formats.write import dump

_KEYS = re.compile(r"^[ \t]*[^#\s]", re.MULTILINE)
_NOTHING = re.compile(
    r"(?P<key>[^#]*?:)(?P<nothing>(?:\s*(?:~|null|Null|NULL|\[\s*\]|\{\s*\}))?)(?P<rest>\s*(?:#.*)?)"
)


def read_map(text: str, name: str) -> Map:
    """Read YAML text that may hold nothing yet."""
    return parse(text, name) if _KEYS.search(text) else Map(1)


def inserted(
    text: str, old: Map, path: Sequence[str], added: list[Any] | dict[str, Any], name: str
) -> tuple[str, Map]:
    """Add items to the end of what stands under a key, however deep it lies.

    A last line without a line end is given one, if something is to stand after it. Into a
    mapping in braces they are put before the brace that closes it.

    Args:
        text: The YAML text; nothing for a new file.
        old: What it reads as: see `read_map`.
        path: The keys that lead there, such as `agenda`, `issues`; those that are missing are
            written, at the end of what they belong to.
        added: Items for a list, or keys and values for a mapping.
        name: The file's name, for sentences.

    Returns:
        The new text, and what it reads as.

    Raises:
        FormatError: If there is no way to add to it as it is written.
    """
    if not added:
        return text, old
    node, end, outer = old, len(text), list(path)
    while outer[1:] and isinstance(inner := node.get(outer[0]), Map) and inner:
        end = _end(text, node, outer.pop(0), end)
        node = inner
    key, *missing = outer
    for step in reversed(missing):
        added = {step: added}
    ended = read_map(text + "\n", name) if text[-1:] != "\n" else old
    lines = dump(added, False if isinstance(added, dict) else None).split("\n")[:-1]
    new = parse("\n".join(["new:", *shift(lines, 2), ""]), name)["new"]
    held = node.get(key)
    if not held or type(held) is type(new):
        way = path[: len(path) - len(missing)]
        wanted = [_with(one, way, new) for one in (old, ended)]
        tries = _in_braces(text, node, key, added), _attempts(text, node, key, lines, end)
        for changed in chain(*tries):
            try:
                if (tree := parse(changed, name)) in wanted:
                    return changed, tree
            except InvalidProcess:
                continue
    raise FormatError(
        f"{name}:{node.lines.get(key, 1)}: nothing can be added to '{key}' as it is written "
        "here: put every item on lines of its own, without brackets"
    )


def _with(old: Map, path: Sequence[str], new: Map | Seq) -> dict[str, Any]:
    """Return what is to be read once something is added."""
    key, *rest = path
    held = old.get(key)
    if rest:
        return {**old, key: _with(held, rest, new)}  # type: ignore[arg-type]
    return {
        **old,
        key: {**(held or {}), **new} if isinstance(new, Map) else [*(held or []), *new],
    }


def _in_braces(text: str, node: Map, key: str, added: Any) -> Iterator[str]:
    """Yield the text with keys added within braces, where there are some around them."""
    held = node.get(key)
    if key not in node and node.end > 0:
        held, added = node, {key: added}
    around = held or node.end > 0  # empty braces give way to lines of their own
    if around and isinstance(held, Map) and held.end > 0 and isinstance(added, dict):
        before = text[: held.end - 1].rstrip()
        gap = ", " if held and before[-1] != "," else " " if held else ""
        yield before + gap + dump(added, True, inf).strip()[1:-1] + text[held.end - 1 :]


def _end(text: str, node: Map, key: str, end: int) -> int:
    """Return the offset at which what stands under a key ends: where the next key starts."""
    later = [line for line in node.lines.values() if line > node.lines[key]]
    return _start(text, min(later)) if later else end


def _attempts(text: str, node: Map, key: str, lines: list[str], end: int) -> Iterator[str]:
    """Yield the text with the lines added, in every way that may do, the best first.

    Args:
        text: The text.
        node: The mapping that has the key, or is to have it.
        key: The key.
        lines: What is to stand under it.
        end: The offset at which the mapping ends.
    """
    held = node.get(key)
    top = _indent(text, min(node.lines.values())) if node else 0
    if key not in node:
        head = dump({key: 0}, False).rstrip("0\n ")
        at = _last_line(text, end, top) if top else end
        yield _put(text, at, [head, *shift(lines, 2)], top)
        return
    end = _end(text, node, key, end)
    if held:
        last = held.lines[-1] if isinstance(held, Seq) else max(held.lines.values())
        column = held.column if isinstance(held, Seq) else _indent(text, last)
        gap = [""] if len(held) > 1 and _stands_apart(text, last) else []
        for at, before in ((_last_line(text, end, column), gap), (end, [])):
            yield _put(text, at, [*before, *shift(lines, column)], 0)
        return
    start = _start(text, node.lines[key])
    stop = (text.find("\n", start) + 1) or len(text)
    line = text[start:stop]
    if found := _NOTHING.fullmatch(line.rstrip("\r\n")):
        line = found["key"] + found["rest"] + line[found.end() :]
        rest = text[:start] + line + text[stop:]
        end += len(rest) - len(text)
        for at in (_last_line(rest, end, top + 1), start + len(line)):
            yield _put(rest, at, lines, top + 2)


def _start(text: str, number: int) -> int:
    """Return the offset at which a line starts."""
    start = 0
    for _ in range(number - 1):
        start = text.index("\n", start) + 1
    return start


def _indent(text: str, number: int) -> int:
    """Return the column of the first sign on a line."""
    start = _start(text, number)
    return len(text[start:]) - len(text[start:].lstrip(" "))


def _last_line(text: str, end: int, column: int) -> int:
    """Find where the last item ends, before blank lines and comments that are no part of it.

    The line that ends a document is none of it either.
    """
    at = end
    while at:
        start = text.rfind("\n", 0, at - 1) + 1
        line = text[start:at]
        indent = len(line) - len(line.lstrip(" "))
        outside = line.lstrip().startswith("#") and indent < max(column, 1)
        if line.strip() and not outside and line.rstrip() != "...":
            break
        at = start
    return at


def _stands_apart(text: str, number: int) -> bool:
    """Return whether there is an empty line above a line."""
    start = _start(text, number)
    return not text[text.rfind("\n", 0, start - 1) + 1 : start].strip()


def _put(text: str, at: int, lines: list[str], indent: int) -> str:
    """Put lines into a text at the start of a line, with the text's own line ends."""
    end = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    before = text[:at] + (end if text[:at] and text[at - 1] != "\n" else "")
    return before + "".join(line + end for line in shift(lines, indent)) + text[at:]


def shift(lines: list[str], indent: int) -> list[str]:
    """Indent lines, but for empty ones."""
    return [" " * indent + line if line.strip() else line for line in lines]
