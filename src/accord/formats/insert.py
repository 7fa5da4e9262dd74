"""Put something at the end of a list or mapping in YAML text, and touch nothing else.

The text is not written anew: comments, order, spacing and line ends stay as their author made
them. What comes out is read again before it is given back: it must hold what was there, and the
new things after it.
"""

import re
from collections.abc import Iterator
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
    text: str, old: Map, key: str, added: list[Any] | dict[str, Any], name: str
) -> tuple[str, Map]:
    """Add items to the end of what stands under a key of the top mapping.

    A last line without a line end is given one, if something is to stand after it.

    Args:
        text: The YAML text; nothing for a new file.
        old: What it reads as: see `read_map`.
        key: The key, such as `entries`; it is written at the end where it is missing.
        added: Items for a list, or keys and values for a mapping.
        name: The file's name, for sentences.

    Returns:
        The new text, and what it reads as.

    Raises:
        FormatError: If there is no way to add to it, for it is written in brackets.
    """
    if not added:
        return text, old
    ended = read_map(text + "\n", name) if text[-1:] != "\n" else old
    lines = dump(added, False if isinstance(added, dict) else None).split("\n")[:-1]
    new = parse("\n".join([f"{key}:", *_shift(lines, 2), ""]), name)[key]
    held = old.get(key)
    if not held or type(held) is type(new):
        wanted = [_with(one, key, new) for one in (old, ended)]
        for changed in _attempts(text, old, key, lines):
            try:
                if (tree := parse(changed, name)) in wanted:
                    return changed, tree
            except InvalidProcess:
                continue
    raise FormatError(
        f"{name}:{old.lines.get(key, 1)}: nothing can be added to '{key}' as it is written "
        "here: put every item on lines of its own, without brackets"
    )


def _with(old: Map, key: str, new: Map | Seq) -> dict[str, Any]:
    """Return what is to be read once something is added."""
    held = old.get(key)
    return {
        **old,
        key: {**(held or {}), **new} if isinstance(new, Map) else [*(held or []), *new],
    }


def _attempts(text: str, old: Map, key: str, lines: list[str]) -> Iterator[str]:
    """Yield the text with the lines added, in every way that may do, the best first."""
    held = old.get(key)
    top = _indent(text, min(old.lines.values())) if old else 0
    if key not in old:
        yield _put(text, len(text), [f"{key}:", *_shift(lines, 2)], top)
        return
    later = [line for line in old.lines.values() if line > old.lines[key]]
    end = _start(text, min(later)) if later else len(text)
    if held:
        last = held.lines[-1] if isinstance(held, Seq) else max(held.lines.values())
        column = held.column if isinstance(held, Seq) else _indent(text, last)
        gap = [""] if len(held) > 1 and _stands_apart(text, last) else []
        for at, before in ((_last_line(text, end, column), gap), (end, [])):
            yield _put(text, at, [*before, *_shift(lines, column)], 0)
        return
    start = _start(text, old.lines[key])
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
    return before + "".join(line + end for line in _shift(lines, indent)) + text[at:]


def _shift(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line.strip() else line for line in lines]
