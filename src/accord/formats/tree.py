"""YAML text as plain mappings, lists and texts that remember their lines.

What a text means (a number, a date, an id) is decided by the model, not by YAML: `no` is a
word here, and `2022-02-28` is a date only where the model has a date.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from accord.errors import InvalidProcess, Problem

LARGEST = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""
DEEPEST = 24
"""The deepest nesting that is read."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = {"", "~", "null", "Null", "NULL"}


class Map(dict[str, Any]):
    """A mapping with the line of every key, and its own first line."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        """Start an empty mapping."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list[Any]):
    """A list with the line of every item, and its own first line.

    Attributes:
        column: Column of the dashes, counted from 0; -1 for a list written in brackets.
        end: Offset in the text at which the list ends, in characters.
    """

    __slots__ = ("column", "end", "line", "lines")

    def __init__(self, line: int, column: int) -> None:
        """Start an empty list."""
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.column = column
        self.end = -1


def line_of(tree: object, path: Sequence[str | int]) -> int:
    """Give the line of what a path leads to, or of the last step that is in the file.

    Args:
        tree: What `parse` returned.
        path: Keys and indices from the top down.
    """
    line = tree.line if isinstance(tree, Map | Seq) else 1
    for step in path:
        if isinstance(tree, Map) and step in tree.lines:
            line, tree = tree.lines[str(step)], tree[str(step)]
        elif isinstance(tree, Seq) and isinstance(step, int) and step < len(tree):
            line, tree = tree.lines[step], tree[step]
        else:
            break
    return line


def read_text(path: Path, name: str) -> str:
    """Read a file as text.

    Raises:
        InvalidProcess: If the file cannot be opened, is too large or is not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            limit = LARGEST // 1024**2
            sentence = f"the file has {size / 1024**2:.0f} MiB; the limit is {limit} MiB"
            raise InvalidProcess([Problem(name, 0, sentence)])
        data = path.read_bytes()
    except OSError as error:
        sentence = f"cannot be read: {error.strerror or error}"
        raise InvalidProcess([Problem(name, 0, sentence)]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidProcess(
            [Problem(name, line, "the file is not UTF-8 from here on; save it as UTF-8")]
        ) from None


def parse(text: str, name: str) -> Map:
    """Read YAML text into mappings, lists and texts.

    Empty values become empty texts. The whole must be one mapping.

    Args:
        text: The text.
        name: The file's name, for sentences.

    Raises:
        InvalidProcess: If it is not YAML, is nested too deep, repeats a key, or uses aliases,
            tags or several documents, which are not read.
    """
    reader = _Reader(name)
    with _without_gc():
        try:
            for event in yaml.parse(text, Loader=_Loader):
                reader.take(event)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            what = error.problem or error.context or "it cannot be read"
            reader.problems.append(Problem(name, line, f"this is not YAML: {what}"))
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            sentence = "there is a character here that YAML does not allow"
            reader.problems.append(Problem(name, line, sentence))
        except _Stop:
            pass
    if not reader.problems and not isinstance(reader.root, Map):
        sentence = (
            "the file is empty" if reader.root in (None, "") else "the file must hold keys"
        )
        reader.problems.append(Problem(name, 1, f"{sentence}, such as 'title: ...'"))
    if reader.problems:
        raise InvalidProcess(reader.problems)
    assert isinstance(reader.root, Map)
    return reader.root


class _Stop(Exception):
    """Nothing that follows can be understood."""


class _Reader:
    """Builds the tree from the stream of events, without recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Map | Seq | str | None = None
        self.problems: list[Problem] = []
        self._open: list[Map | Seq] = []
        self._keys: list[str | None] = []

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._start(event, Map(event.start_mark.line + 1))
        elif kind is yaml.SequenceStartEvent:
            column = -1 if event.flow_style else event.start_mark.column
            self._start(event, Seq(event.start_mark.line + 1, column))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = self._open.pop()
            self._keys.pop()
            if isinstance(closed, Seq):
                closed.end = event.end_mark.index
        elif kind is yaml.AliasEvent:
            self._say(event, "aliases (*name) are not read: write the value out", stop=True)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            self._say(
                event, "there is a second document here (---): one file, one document", True
            )

    def _say(self, event: Any, sentence: str, stop: bool = False) -> None:
        self.problems.append(Problem(self.name, event.start_mark.line + 1, sentence))
        if stop:
            raise _Stop

    def _start(self, event: Any, node: Map | Seq) -> None:
        if self._open and isinstance(self._open[-1], Map) and self._keys[-1] is None:
            self._say(event, "a key must be a word, not a list or a mapping", stop=True)
        if len(self._open) >= DEEPEST:
            self._say(event, f"nested deeper than {DEEPEST} levels", stop=True)
        self._place(event, node)
        self._open.append(node)
        self._keys.append(None)

    def _scalar(self, event: Any) -> None:
        if event.tag not in (None, "!"):
            self._say(event, f"the tag {event.tag} is not read: leave it out")
        value: str = event.value
        if not self._open:
            self.root = "" if event.implicit[0] and value in _EMPTY else value
            return
        if isinstance(self._open[-1], Map) and self._keys[-1] is None:
            self._key(event, value)
            return
        self._place(event, "" if event.implicit[0] and value in _EMPTY else value)

    def _key(self, event: Any, key: str) -> None:
        lines = self._open[-1].lines
        assert isinstance(lines, dict)
        if key in lines:
            self._say(event, f"'{key}' is given twice; the first is on line {lines[key]}")
        lines[key] = event.start_mark.line + 1
        self._keys[-1] = key

    def _place(self, event: Any, value: Any) -> None:
        if not self._open:
            self.root = value
            return
        node = self._open[-1]
        if isinstance(node, Map):
            key = self._keys[-1]
            assert key is not None
            node[key] = value
            self._keys[-1] = None
        else:
            node.append(value)
            node.lines.append(event.start_mark.line + 1)


@contextmanager
def _without_gc() -> Iterator[None]:
    """Spare the collector the many small objects of a large file."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
