"""Add to the record of a process folder: checked whole before it is written, written whole."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.disk import alone, read_bytes, replace
from accord.formats.folder import RECORD, load
from accord.formats.insert import inserted, read_map
from accord.formats.read import FileReading, short
from accord.formats.shapes import Form, Shape, fields
from accord.formats.tree import LARGEST, NOT_UTF8, Map, Seq
from accord.formats.write import dump, entry_plain, fields_plain
from accord.record import Entry, Outlet, Record, Source

_ENTRY = Shape(Form.ENTRY)
_KEYS: dict[type, str] = {Outlet: "outlets", Source: "sources"}
D = TypeVar("D", bound=Outlet | Source)
_TABLES = {cls: fields(Record)[key].shape for cls, key in _KEYS.items()}
_BOM = b"\xef\xbb\xbf"
_UNNAMED = "not.named.yet"


@frozen
class Added:
    """Where something new stands.

    Attributes:
        id: Its id.
        file: The file.
        line: The line it starts on.
        height: How many lines it takes.
    """

    id: str
    file: str
    line: int
    height: int


@frozen(kw_only=True)
class Appended:
    """The record with something added, not written yet.

    Attributes:
        folder: The process folder.
        before: The file's bytes as they were read; None where there was none.
        text: What the file shall be.
        entries: Where the new entries stand.
        sources: Where the new sources stand.
        outlets: Where the new outlets stand.
    """

    folder: Path
    before: bytes | None
    text: str
    entries: tuple[Added, ...]
    sources: tuple[Added, ...]
    outlets: tuple[Added, ...] = ()

    def mistakes(self) -> list[tuple[Added, str]]:
        """Check the process and the record as they would be.

        Returns:
            Every mistake: what is new and makes it, and the sentence.

        Raises:
            InvalidProcess: If the mistakes are elsewhere in the two files.
        """
        try:
            load(self.folder, replaced={RECORD: self.text}, interests=False)
        except InvalidProcess as invalid:
            added = (*self.outlets, *self.sources, *self.entries)
            new = sorted(added, key=lambda one: one.line)
            found = [(_at(new, problem), problem.sentence) for problem in invalid.problems]
            mine = [(one, sentence) for one, sentence in found if one]
            if not mine:
                load(self.folder, interests=False)
                raise
            return mine
        return []

    def write(self) -> None:
        """Write the file.

        Raises:
            Conflict: If somebody else wrote meanwhile.
            AccordError: If it cannot be written; then nothing was changed.
        """
        file = self.folder / RECORD
        mark = _BOM if self.before is not None and self.before.startswith(_BOM) else b""
        data = mark + self.text.encode("utf-8")
        if len(data) > LARGEST:
            limit = LARGEST // 1024**2
            raise AccordError(f"{file} would be larger than {limit} MiB; nothing was changed")
        replace(file, self.before, data)


def _at(new: Sequence[Added], problem: Problem) -> Added | None:
    """Return the new thing whose lines a mistake is in, if there is one."""
    place = bisect_right(new, problem.line, key=lambda one: one.line)
    one = new[place - 1] if place else None
    if one is None or one.file != problem.file or problem.line - one.line >= one.height:
        return None
    return one


def append(
    folder: Path | str,
    entries: Sequence[Entry],
    sources: Sequence[Source] = (),
    name: str = "the new entry",
    *,
    outlets: Sequence[Outlet] = (),
) -> Appended:
    """Add entries and sources to the record of a process folder.

    The file is changed at the place where they go in and nowhere else. It is written only if
    process and record are without mistakes then, and whole or not at all. No interests are
    read: nothing in them can be made wrong by what is added.

    Args:
        folder: The process folder.
        entries: The entries; one whose id is empty is given one.
        sources: Sources to declare with them.
        name: How to name them in a sentence.
        outlets: Outlets to declare with them.

    Raises:
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to add to the file as it is written.
        Conflict: If somebody else is writing.
        AccordError: If the file cannot be written.
    """
    with alone(Path(folder) / RECORD):
        change = compose(folder, entries, sources, outlets)
        if found := change.mistakes():
            raise InvalidProcess(Problem(name, 0, sentence) for _, sentence in found)
        change.write()
    return change


def compose(
    folder: Path | str,
    entries: Sequence[Entry],
    sources: Sequence[Source] = (),
    outlets: Sequence[Outlet] = (),
) -> Appended:
    """Add entries, sources and outlets to the text of a folder's record, without writing it.

    Raises:
        InvalidProcess: If the record cannot be read.
        FormatError: If there is no way to add to it as it is written.
    """
    folder = Path(folder)
    name = str(folder / RECORD)
    before = read_bytes(folder / RECORD)
    try:
        text = (before or b"").removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        load(folder, interests=False)
        raise
    old = read_map(text, name)
    entries = _with_ids(entries, _ids(old))
    declared = {
        "outlets": {one.id: _declared(one) for one in outlets},
        "sources": {one.id: _declared(one) for one in sources},
    }
    tree = old
    for key, blocks in declared.items():
        if known := [one for one in blocks if one in (old.get(key) or {})]:
            what = "an outlet" if key == "outlets" else "a source"
            raise AccordError(
                f"there is {what} '{known[0]}' already: give the new one another id"
            )
        text, tree = inserted(text, tree, key, blocks, name)
    items = [entry_plain(entry) for entry in entries]
    text, tree = inserted(text, tree, "entries", items, name)
    placed = tree["entries"].lines[-len(items) :] if items else []
    places = {
        key: _added(
            list(blocks),
            [tree[key].lines[one] for one in blocks],
            dump(dict(list(blocks.items())[-1:]), False),
            name,
        )
        for key, blocks in declared.items()
    }
    return Appended(
        folder=folder,
        before=before,
        text=text,
        entries=_added([e.id for e in entries], placed, dump(items[-1:]), name),
        **places,
    )


def _added(ids: list[str], lines: list[int], last: str, name: str) -> tuple[Added, ...]:
    """Find where things stand that follow one another; the last is as high as its text."""
    ends = [*lines[1:], lines[-1] + last.count("\n")] if lines else []
    return tuple(
        Added(one, name, line, end - line)
        for one, line, end in zip(ids, lines, ends, strict=True)
    )


def _declared(one: Outlet | Source) -> dict[str, Any]:
    return {key: value for key, value in fields_plain(one).items() if key != "id"}


def _ids(tree: Map) -> set[str]:
    listed = tree.get("entries")
    entries = listed if isinstance(listed, Seq) else []
    declared = tree.get("sources") or ()
    return {*declared, *(str(e.get("id")) for e in entries if isinstance(e, Map))}


def _with_ids(entries: Iterable[Entry], taken: set[str]) -> list[Entry]:
    """Return the entries, each with an id: kind, day and a number where it had none."""
    named = []
    for entry in entries:
        number = 1
        while not entry.id:
            one = f"{entry.kind}-{str(entry.date)[:10]}-{number}"
            number += 1
            if one not in taken:
                entry = evolve(entry, id=one)
        taken.add(entry.id)
        named.append(entry)
    return named


def tree(value: Any, line: int = 0) -> Any:
    """Turn mappings, lists and plain values into what a file with them reads as.

    Args:
        value: What a person or a program gave: texts, numbers, lists, mappings.
        line: The line to name in sentences about it.
    """
    if isinstance(value, Mapping):
        mapping = Map(line)
        for key, item in value.items():
            mapping[str(key)], mapping.lines[str(key)] = tree(item, line), line
        return mapping
    if isinstance(value, list | tuple):
        sequence = Seq(line, -1)
        sequence.extend(tree(item, line) for item in value)
        sequence.lines.extend([line] * len(sequence))
        return sequence
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def read_entry(raw: Map, name: str) -> Entry:
    """Read one entry; without an id it comes back with an empty one.

    Args:
        raw: The mapping, as `tree` or `parse` gives it.
        name: How to name it in a sentence.

    Raises:
        InvalidProcess: With every mistake in it.
    """
    unnamed = not raw.get("id")
    if unnamed:
        raw = _with(raw, "id", _UNNAMED)
    entry: Entry = _read(_ENTRY, raw, name)
    return evolve(entry, id="") if unnamed else entry


def read_declared(cls: type[D], one: str, raw: Any, name: str) -> D:
    """Read one source or outlet, given under its id.

    Raises:
        InvalidProcess: With every mistake in it.
    """
    table = Map(getattr(raw, "line", 0))
    table[one], table.lines[one] = raw, table.line
    declared: D = _read(_TABLES[cls], table, name)[one]
    return declared


def _with(raw: Map, key: str, value: str) -> Map:
    copy = Map(raw.line)
    copy.update(raw, **{key: value})
    copy.lines = {**raw.lines, key: raw.line}
    return copy


_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""What stands for a byte that is not UTF-8 where text comes from a command line."""


def _texts(raw: Any, line: int) -> Iterator[tuple[int, str]]:
    """Yield every text in a tree, keys too, with its line."""
    if isinstance(raw, Map):
        for key, item in raw.items():
            yield raw.lines[key], key
            yield from _texts(item, raw.lines[key])
    elif isinstance(raw, Seq):
        for item, at in zip(raw, raw.lines, strict=True):
            yield from _texts(item, at)
    else:
        yield line, raw


def _read(form: Shape, raw: Map, name: str) -> Any:
    reading = FileReading(name)
    for line, text in _texts(raw, raw.line):
        if not text.isascii() and _SURROGATE.search(text):
            reading.say(line, f"{short(text)}: {NOT_UTF8}")
    value = reading.read(form, raw, raw.line, name)
    if reading.problems:
        raise InvalidProcess(
            problem._replace(sentence=problem.sentence.replace(f" '{_UNNAMED}'", ""))
            for problem in reading.problems
        )
    return value
