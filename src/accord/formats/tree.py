"""YAML text as plain mappings, lists and texts that remember their lines.

What a text means (a number, a date, an id) is decided by the model, not by YAML: `no` is a
word here, and `2022-02-28` is a date only where the model has a date.
"""

import gc
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from accord.errors import InvalidProcess, Problem
from accord.record.hidden_signs import HIDDEN

LARGEST = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""
DEEPEST = 24
"""The deepest nesting that is read."""

NOT_UTF8 = "this is not UTF-8: give it in UTF-8"
"""What is wrong with a text that came from a terminal or a program in another encoding."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = {"", "~", "null", "Null", "NULL"}


class Map(dict[str, Any]):
    """A mapping with the line of every key, and its own first line.

    Attributes:
        end: Offset in the text at which a mapping in braces ends, in characters; else -1.
    """

    __slots__ = ("end", "line", "lines")

    def __init__(self, line: int) -> None:
        """Start an empty mapping."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.end = -1


class Seq(list[Any]):
    """A list with the line of every item, and its own first line.

    Attributes:
        column: Column of the dashes, counted from 0; -1 for a list written in brackets.
        end: Offset in the text at which a list in brackets ends, in characters; else -1.
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
    """Return the line of what a path leads to, or of the last step that is in the file.

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
        InvalidProcess: If there is no such file, or it cannot be opened, is too large or is
            not UTF-8.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _refused(name, 0, "this is not a file; a text file is expected here")
        if about.st_size > LARGEST:
            limit = f"{about.st_size / 1024**2:.0f} MiB; the limit is {LARGEST // 1024**2} MiB"
            raise _refused(name, 0, f"the file is too large: {limit}")
        data = path.read_bytes()
    except OSError as error:
        sentence = f"the file cannot be read: {error.strerror or error}"
        raise _refused(name, 0, sentence) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        sentence = "the file is not UTF-8 from here on; save it as UTF-8"
        raise _refused(name, line, sentence) from None


def _refused(name: str, line: int, sentence: str) -> InvalidProcess:
    return InvalidProcess([Problem(name, line, sentence)])


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
    problems = [Problem(name, *one) for one in _conflicts(text)]
    if problems:
        raise InvalidProcess(problems)
    root: object = None
    try:
        with without_gc():
            root = _grow(_events(text), lambda *said: problems.append(Problem(name, *said)))
    except yaml.MarkedYAMLError as error:
        problems.append(Problem(name, *_not_yaml(error, text)))
    except UnicodeEncodeError as error:
        problems.append(Problem(name, text.count("\n", 0, error.start) + 1, NOT_UTF8))
    except yaml.reader.ReaderError as error:
        line = text.encode(errors="replace").count(b"\n", 0, error.position) + 1
        sentence = "there is a character here that YAML does not allow; remove it"
        problems.append(Problem(name, line, sentence))
    except _Stop:
        pass
    if problems:
        raise InvalidProcess(problems)
    if isinstance(root, Map):
        return root
    raise _refused(
        name,
        1,
        "the file is empty; 'accord new FOLDER' shows what may stand in it"
        if not root
        else "the file must begin with a key and a colon, such as 'title: ...'",
    )


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Find signs that cannot be seen, or turn the text around them, raw or as YAML escapes.

    Args:
        text: YAML text that can be read.

    Yields:
        The line and the sign, each once; tabs and carriage returns steer nothing here.
    """
    found: dict[tuple[int, str], None] = {}
    line, start = 1, 0
    for sign in HIDDEN.finditer(text) if not text.isascii() else ():
        line, start = line + text.count("\n", start, sign.start()), sign.start()
        found[line, sign[0]] = None
    for event in _events(text) if "\\" in text else ():
        if getattr(event, "style", None) == '"':  # a text in double quotation marks
            raw = text[event.start_mark.index : event.end_mark.index]
            for sign in HIDDEN.finditer(event.value):
                if sign[0] not in raw:
                    found[event.start_mark.line + 1, sign[0]] = None
    return ((line, sign) for line, sign in sorted(found) if sign not in "\t\r")


def hidden_within(tree: object, line: int = 0) -> Iterator[tuple[int, str]]:
    """Find the same signs in what was parsed, and not in comments.

    Args:
        tree: A mapping, a list or a text.
        line: The line at which a text begins.

    Yields:
        The line at which the text begins that has the sign, and the sign.
    """
    if isinstance(tree, str):
        yield from ((line, one[0]) for one in HIDDEN.finditer(tree) if one[0] not in "\t\r")
    elif isinstance(tree, Map):
        for key, value in tree.items():
            yield from hidden_within(key, tree.lines[key])
            yield from hidden_within(value, tree.lines[key])
    elif isinstance(tree, Seq):
        for value, at in zip(tree, tree.lines, strict=True):
            yield from hidden_within(value, at)


class _Stop(Exception):
    """Nothing that follows can be understood."""


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def _grow(events: Iterable[Any], say: Callable[[int, str], None]) -> object:
    """Build the tree from the stream of events, in one loop: this is where the time goes."""
    root: object = None
    node: Any = None
    key: str | None = None
    above: list[tuple[Map | Seq | None, str | None]] = []
    value: Any
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value = event.value
            if event.tag is not None and event.tag != "!":
                say(event.start_mark.line + 1, _tagged(event.tag))
            if key is None and type(node) is Map:
                key = sys.intern(value)
                line = event.start_mark.line + 1
                if key in node.lines:
                    first = node.lines[key]
                    say(line, f"'{key}' is given twice; the first is on line {first}")
                node.lines[key] = line
                continue
            if value in _EMPTY and event.implicit[0]:
                value = ""
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            if node.end == 0:
                node.end = event.end_mark.index
            node, key = above.pop()
            continue
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            mark = event.start_mark
            if key is None and type(node) is Map:
                say(mark.line + 1, "a key must be a word, not a list or a mapping")
                raise _Stop
            if len(above) >= DEEPEST:
                say(mark.line + 1, f"this is nested deeper than {DEEPEST} levels")
                raise _Stop
            if event.tag is not None:
                say(mark.line + 1, _tagged(event.tag))
            if kind is yaml.MappingStartEvent:
                value = Map(mark.line + 1)
            else:
                value = Seq(mark.line + 1, -1 if event.flow_style else mark.column)
            if event.flow_style:
                value.end = 0  # until its end is met
        elif kind is yaml.AliasEvent:
            line = event.start_mark.line + 1
            say(line, f"the alias *{event.anchor} is not read: write the value out")
            raise _Stop
        elif kind is yaml.DocumentStartEvent and root is not None:
            line = event.start_mark.line + 1
            say(line, "a second document begins here (---): one file holds one document")
            raise _Stop
        else:
            continue
        if key is not None:
            node[key] = value
        elif node is not None:
            node.append(value)
            node.lines.append(event.start_mark.line + 1)
        else:
            root = value
        if kind is not yaml.ScalarEvent:
            above.append((node, None))
            node = value
        key = None
    return root


def _tagged(tag: str) -> str:
    return f"the tag {tag.replace('tag:yaml.org,2002:', '!!')} is not read: leave it out"


_ODD_LINE = (
    "this line is indented unlike the keys beside it, or something follows a closing quotation "
    "mark or bracket"
)
_ADVICE = (
    (
        "mapping values are not allowed",
        "there is a ': ' too many here; put the text in quotation marks, or indent the line "
        "as the keys beside it",
    ),
    ("could not find expected ':'", "a key and its value need ': ' between them"),
    ("unexpected end of stream", "the quotation mark opened here is never closed"),
    ("',' or ']'", "the bracket [ opened here is not closed, or a comma is missing after it"),
    ("',' or '}'", "the brace { opened here is not closed, or a comma is missing after it"),
    ("expected '-' indicator", "the items of a list must begin with '- ', one below another"),
    ("expected key", _ODD_LINE),
    ("expected <block end>", _ODD_LINE),
    ("sequence entries are not allowed", "a list begins on a line of its own, below its key"),
    ("unknown escape", "write \\\\ for a backslash, or use single quotation marks"),
    ("node content", "a value is missing here, or a bracket is closed that was never opened"),
    ("<document start>", "this belongs to nothing above it"),
)
"""What to do about what the YAML reader says, by a part of what it says."""


_NOT_KNOWN = re.compile(r"[:,\[-]\s+\?\s*([,}\]#]|$)")
"""A question mark where a value should be: for YAML it begins a key."""


_CONFLICT = re.compile(r"^<{7} .*?^={7}$.*?^>{7} ", re.MULTILINE | re.DOTALL)
"""What git leaves where two have changed the same place; no YAML is written so."""


def _conflicts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each conflict of a merge, and what to do."""
    for found in _CONFLICT.finditer(text) if "<<<<<<< " in text else ():
        yield (
            text.count("\n", 0, found.start()) + 1,
            "two have changed this place, and a merge left both: keep what is right (of new "
            "entries both, each with its own '- kind'), and take out the lines of <, = and >",
        )


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line of a mistake in the YAML itself, and what to do."""
    what = error.problem or error.context or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    advice = next((advice for part, advice in _ADVICE if part in what), what)
    if "cannot start any token" in what and mark is not None:
        sign = text[mark.index : mark.index + 1]
        advice = f"a text that begins with {sign} must stand in quotation marks"
        if sign == "\t":
            advice = "indent with spaces, not with tabs"
    if mark is not None:
        line = text[text.rfind("\n", 0, mark.index) + 1 :].partition("\n")[0]
        if _NOT_KNOWN.search(line):
            advice = 'a ? alone must stand in quotation marks: "?"'
    if error.context_mark is not None and "opened here" in advice:
        mark = error.context_mark
    return (mark.line + 1 if mark else 0), f"this is not YAML: {advice}"


@contextmanager
def without_gc() -> Iterator[None]:
    """Spare the collector the many small objects of a large file."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
