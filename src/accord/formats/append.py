"""Add to the files of a process folder: checked whole before written, written whole."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSet, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.disk import alone, read_bytes, replace, unwritable
from accord.formats.folder import load
from accord.formats.folder_change import change_at_hand
from accord.formats.for_whom import PROCESS, RECORD, own_record, tier_of
from accord.formats.insert import inserted, read_map
from accord.formats.read import FileReading, article, short
from accord.formats.record_outline import LARGE, Outline
from accord.formats.shapes import Form, Shape, noun
from accord.formats.tree import LARGEST, NOT_UTF8, Map, Seq
from accord.formats.write import dump, entry_plain, to_plain
from accord.model import Actor, Issue, Option, Party, Person, PlannedRound, Reader, Venue
from accord.model.tier import narrow
from accord.record import Entry, Outlet, Source

_ENTRY = Shape(Form.ENTRY)
_Declared = Outlet | Source | Party | Actor | Person | Venue | Issue | PlannedRound
D = TypeVar("D", bound=_Declared | Option)
BOM = b"\xef\xbb\xbf"
"""What some editors begin a file with."""

_NO_ID = re.compile(r"[^\w.]+")
_UNNAMED = "not.named.yet"


@frozen
class NewOption:
    """An option for an issue that is on the agenda already.

    Attributes:
        issue: Id of the issue.
        option: The option.
    """

    issue: str
    option: Option


New = Entry | _Declared | NewOption
"""What can be added to the files of a folder."""

_PLACES: dict[type, tuple[str, tuple[str, ...]]] = {
    Party: (PROCESS, ("parties",)),
    Actor: (PROCESS, ("actors",)),
    Person: (PROCESS, ("people",)),
    Venue: (PROCESS, ("venues",)),
    PlannedRound: (PROCESS, ("rounds",)),
    Issue: (PROCESS, ("agenda", "issues")),
    Outlet: (RECORD, ("outlets",)),
    Source: (RECORD, ("sources",)),
}
"""In which file, and under which keys, what is declared stands by its id."""

_ENTRIES = ("entries",)
_ORDER = [*(path for _, path in _PLACES.values()), _ENTRIES]
"""The order in which keys that a file lacks are written."""

_Place = tuple[str, tuple[str, ...]]
Within = Mapping[tuple[str, ...], list[int]]
"""Of what is new, by its numbers, the keys in a file under which it stands."""
Blocks = dict[tuple[str, ...], Any]
"""What is put into a file, as `inserted` takes it, by the keys under which it stands."""


def place_of(cls: type, issue: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the file in which things of a class are declared, and the keys that lead there.

    Args:
        cls: The class.
        issue: Of options: the issue that they settle.
    """
    return (PROCESS, ("agenda", "issues", issue, "options")) if issue else _PLACES[cls]


def _place(one: New) -> _Place:
    if isinstance(one, NewOption):
        return place_of(Option, one.issue)
    file, path = (RECORD, _ENTRIES) if isinstance(one, Entry) else place_of(type(one))
    return (
        (own_record(one.for_), path)
        if isinstance(one, Entry | Outlet | Source)
        else (file, path)
    )


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
    """The files of a folder with something added, not written yet.

    Attributes:
        folder: The process folder.
        before: The bytes of the files that change, as they were read, by their names; None
            where there was none.
        texts: What these files shall be.
        trees: What these texts read as; of a large record what an excerpt of it does.
        added: Where each new thing stands, in the order in which they were given.
        interests: Whether what is added can make interests wrong.
        untouched: The lines of the excerpt with old entries: None where there is no excerpt.
        whole: Composes the same from all of the record.
    """

    folder: Path
    before: Mapping[str, bytes | None]
    texts: Mapping[str, str]
    trees: Mapping[str, Map]
    added: tuple[Added, ...]
    interests: bool
    untouched: range | None
    whole: Callable[[], "Appended"]

    @classmethod
    def held(
        cls, folder: Path, new: Sequence[New], spelt: bool, added: tuple[Added, ...]
    ) -> "Appended":
        """Return what was added and written without reading the files of a folder."""
        return cls(
            folder=folder,
            before=frozendict(),
            texts=frozendict(),
            trees=frozendict(),
            added=added,
            interests=False,
            untouched=None,
            whole=lambda: compose(folder, new, spelt=spelt, whole=True),
        )

    def mistakes(self, reader: Reader | None = None) -> list[tuple[Added, Problem]]:
        """Check the process and the record as they would be.

        Of a large record, the old entries that the new ones do not name are not looked at.

        Args:
            reader: Who adds it: nothing is looked at that this reader may not read, and
                nothing said of it. None for whoever holds all the files.

        Returns:
            Every mistake: what is new and makes it, and what is wrong.

        Raises:
            InvalidProcess: If the mistakes are elsewhere in the files.
        """
        try:
            load(self.folder, replaced=self.trees, interests=self.interests, reader=reader)
        except InvalidProcess as invalid:
            if self.untouched is not None:
                record = str(
                    self.folder / RECORD
                )  # what old entries name may be left out of it
                lines = (p.line if p.file == record else 0 for p in invalid.problems)
                if all(line in self.untouched for line in lines):
                    return []
                return self.whole().mistakes(reader)  # it has all that a sentence may name
            new = sorted(self.added, key=lambda one: (one.file, one.line))
            found = [(_at(new, problem), problem) for problem in invalid.problems]
            mine = [(one, self._keyed(one, wrong)) for one, wrong in found if one]
            if not mine:
                load(self.folder, interests=self.interests, reader=reader)
                raise
            return mine
        return []

    def _keyed(self, one: Added, problem: Problem) -> Problem:
        """Return a mistake in a new entry with the key on whose line it stands."""
        name = Path(one.file).relative_to(self.folder).as_posix()
        listed = self.trees[name].get("entries")
        for entry, line in zip(listed, listed.lines, strict=True) if listed else ():
            if line == one.line and isinstance(entry, Map):
                return problem._replace(key=key_at(entry, problem))
        return problem

    def write(self) -> None:
        """Write the files, the process first: no record names what is not declared.

        Raises:
            Conflict: If somebody else wrote meanwhile.
            AccordError: If they cannot be written; then nothing was changed.
        """
        written = {}
        for name in sorted(self.texts):
            before = self.before[name]
            mark = BOM if before is not None and before.startswith(BOM) else b""
            written[name] = mark + self.texts[name].encode("utf-8")
            if len(written[name]) > LARGEST:
                limit = LARGEST // 1024**2
                raise AccordError(
                    f"{self.folder / name} would be larger than {limit} MiB; "
                    "nothing was changed"
                )
        for name in written:
            with unwritable(self.folder / name):
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (step := change_at_hand(self.folder)) is not None:
            step.added += [one.id for one in self.added]
        for name, data in written.items():
            replace(self.folder / name, self.before[name], data)


def _at(new: Sequence[Added], problem: Problem) -> Added | None:
    """Return the new thing whose lines a mistake is in, if there is one."""
    at = (problem.file, problem.line)
    place = bisect_right(new, at, key=lambda one: (one.file, one.line))
    one = new[place - 1] if place else None
    if one is None or one.file != problem.file or problem.line - one.line >= one.height:
        return None
    return one


_LACKED = re.compile(r"must have '(\w+)'")


def key_at(tree: Map, problem: Problem) -> str:
    """Return the key of a mapping that a mistake is about; empty where several may be.

    Args:
        tree: The mapping as it was parsed.
        problem: The mistake, with its line.
    """
    if lacked := _LACKED.search(problem.sentence):
        return lacked[1]
    at = max((line for line in tree.lines.values() if line <= problem.line), default=0)
    keys = [key for key, line in tree.lines.items() if line == at]
    return keys[0] if len(keys) == 1 else ""


def append(
    folder: Path | str,
    new: Sequence[New],
    name: str = "the new entry",
    *,
    spelt: bool = False,
    reader: Reader | None = None,
) -> Appended:
    """Add entries to the record of a process folder, or what they name to record and process.

    The files are changed at the places where it goes in and nowhere else. They are written only
    if process and record are without mistakes then, and whole or not at all; of a large record,
    what is new is checked, what it names, and what stands before the entries. Interests are
    read only where an issue or an option is added: nothing else can make them wrong.

    Args:
        folder: The process folder.
        new: What to add; an entry whose id is empty is given one.
        name: How to name it in a sentence.
        spelt: Whether entries say for whom they are even where they are for the table: needed
            where the file says otherwise.
        reader: Who adds it: only what this reader may read is checked. None for whoever holds
            all the files.

    Raises:
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to add to a file as it is written.
        Conflict: If somebody else is writing.
        AccordError: If a file cannot be written.
    """
    with alone(Path(folder) / RECORD):
        step = change_at_hand(folder)
        if step is not None and (added := step.grow(new, spelt, reader)):
            return Appended.held(Path(folder), new, spelt, added)
        change = compose(folder, new, spelt=spelt)
        if found := change.mistakes(reader):
            raise InvalidProcess(Problem(name, 0, one.sentence, one.key) for _, one in found)
        change.write()
    return change


def compose(
    folder: Path | str, new: Sequence[New], *, spelt: bool = False, whole: bool = False
) -> Appended:
    """Add to the texts of a folder's files, without writing them.

    What is for one tier alone goes into the private folder of that tier.

    Args:
        folder: The process folder.
        new: What to add; an entry whose id is empty is given one.
        spelt: Whether entries say for whom they are even where they are for the table.
        whole: Whether to read all of a large record, too.

    Raises:
        InvalidProcess: If a file cannot be read.
        FormatError: If there is no way to add to it as it is written.
    """
    folder = Path(folder)
    before, texts, trees = {}, {}, {}
    added: dict[int, Added] = {}
    untouched = None
    for name, within in by_file(new).items():
        data = before[name] = read_bytes(folder / name)
        part = None
        if name == RECORD and not whole and data is not None and len(data) >= LARGE:
            part = _in_part(folder, data, within, new, spelt)
        if part is not None:
            texts[name], trees[name], placed, untouched = part
        else:
            texts[name], trees[name], placed = _grown(folder, name, data, within, new, spelt)
        added |= placed
    return Appended(
        folder=folder,
        before=before,
        texts=texts,
        trees=trees,
        added=tuple(added[number] for number in range(len(new))),
        interests=any(isinstance(one, Issue | NewOption) for one in new),
        untouched=untouched,
        whole=lambda: compose(folder, new, spelt=spelt, whole=True),
    )


def by_file(new: Sequence[New]) -> dict[str, Within]:
    """Return in which files new things stand, and of each under which keys which of them do.

    Args:
        new: What is new; it is told by its number.
    """
    found: dict[_Place, list[int]] = defaultdict(list)
    for number, one in enumerate(new):
        found[_place(one)].append(number)
    files: dict[str, dict[tuple[str, ...], list[int]]] = {}
    for (file, path), numbers in sorted(
        found.items(), key=lambda pair: _ORDER.index(pair[0][1][:2])
    ):
        files.setdefault(file, {})[path] = numbers
    return dict(files)


def _in_part(
    folder: Path,
    data: bytes,
    within: Within,
    new: Sequence[New],
    spelt: bool,
) -> tuple[str, Map, dict[int, Added], range] | None:
    """Return a large record with what is new in it, and what an excerpt of it reads as.

    Returns:
        The record, the excerpt, where what is new stands in the record, and the lines of the
        excerpt that hold old entries; None where the lines of the record do not show its
        entries, or there is any doubt.
    """
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return None
    outline = Outline.of(text)
    if outline is None or len(outline.entries) < 2:  # two show how entries are set apart
        return None
    ids = {one for _, one, _ in outline.entries}
    mine = [new[number] for numbers in within.values() for number in numbers]
    if any(one.id in ids for one in mine if not isinstance(one, NewOption)):
        return None
    try:
        head = read_map(text[: outline.head], RECORD)
    except InvalidProcess:
        return None
    taken, counts = ids | _ids(head, new), dict[str, int]()
    entries = within.get(_ENTRIES, [])
    named = list(new)
    for number in entries:
        if isinstance(entry := new[number], Entry):
            named[number] = with_id(entry, taken, counts)
    plain = tree([entry_plain(one) for one in named if isinstance(one, Entry)])
    excerpt = outline.excerpt({said for _, said in _texts(plain, 0)})
    try:
        grown, read, placed = _grown(
            folder, RECORD, excerpt.text.encode("utf-8"), within, named, spelt
        )
    except AccordError:  # what reads all of it says why
        return None
    shown = Outline.of(grown)
    kept = excerpt.text[excerpt.head : excerpt.at]
    if shown is None or not shown.fits(read) or not grown.startswith(kept, shown.head):
        return None
    stop = shown.head + len(kept)
    start = 1 + grown.count("\n", 0, shown.head)
    end = min((placed[n].line for n in entries), default=2 + grown.count("\n"))
    return (
        grown[: shown.head] + text[excerpt.head : excerpt.whole_at] + grown[stop:],
        read,
        placed | {n: evolve(placed[n], line=placed[n].line + excerpt.lines) for n in entries},
        range(start, end),
    )


def _grown(
    folder: Path,
    at: str,
    data: bytes | None,
    within: Within,
    new: Sequence[New],
    spelt: bool,
) -> tuple[str, Map, dict[int, Added]]:
    """Return one file with what is new in it, as text and as read, and where that stands."""
    name, tier = str(folder / at), tier_of(at)
    try:
        text = (data or b"").removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        load(folder, interests=False)
        raise
    tree = read_map(text, name)
    for path, numbers in within.items():
        if path != _ENTRIES:
            _refuse_known(_under(tree, path), [new[i] for i in numbers])
    blocks = blocks_of(within, new, _ids(tree, new), tier, spelt)
    for path, block in blocks.items():
        text, tree = inserted(text, tree, path, block, name)
    return text, tree, stand(blocks, within, tree, name)


def blocks_of(
    within: Within, new: Sequence[New], taken: MutableSet[str], tier: str, spelt: bool
) -> Blocks:
    """Return what of something new is put into one file.

    Args:
        within: What of it stands in this file.
        new: What is new; an entry whose id is empty is given one.
        taken: The ids that a new entry cannot have; theirs are added.
        tier: The tier that all in this file is for; empty at the top.
        spelt: Whether entries say for whom they are even where they are for the table.
    """
    blocks: Blocks = {}
    for path, numbers in within.items():
        if path == _ENTRIES:
            counts = dict[str, int]()
            each = (one for i in numbers if isinstance(one := new[i], Entry))
            entries = [with_id(one, taken, counts) for one in each]
            blocks[path] = [entry_plain(entry) for entry in entries]
            if spelt and not tier:
                for one, entry in zip(blocks[path], entries, strict=True):
                    one["for"] = list(entry.for_)
        else:
            blocks[path] = dict(_declared(new[i]) for i in numbers)
    for block in blocks.values() if tier else ():
        for one in block if isinstance(block, list) else block.values():
            if tuple(one.get("for", ())) == (tier,):
                del one["for"]  # as the folder says
    return blocks


def stand(blocks: Blocks, within: Within, tree: Map, name: str) -> dict[int, Added]:
    """Return where what was put into a file stands, by its number.

    Args:
        blocks: What was put into it.
        within: The numbers of what is new, by the keys under which it stands.
        tree: What the file reads as now.
        name: The file's name.
    """
    found: dict[int, Added] = {}
    for path, block in blocks.items():
        node = _under(tree, path)
        if isinstance(block, list):
            ids = [str(one["id"]) for one in block]
            lines, last = node.lines[-len(block) :], dump(block[-1:])
        else:
            ids, lines = list(block), [node.lines[one] for one in block]
            last = dump(dict(list(block.items())[-1:]), False)
        found |= dict(zip(within[path], _added(ids, lines, last, name), strict=True))
    return found


def _under(tree: Any, path: Iterable[str]) -> Any:
    """Return what stands under keys, or nothing."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, Map) else None
    return tree


def _refuse_known(held: Any, new: Sequence[New]) -> None:
    """Refuse what is declared already, or twice.

    Raises:
        AccordError: If something is.
    """
    ids = [_declared(one)[0] for one in new]
    if len(set(ids)) != len(new):
        raise AccordError(
            f"an id is given twice among the new: {', '.join(dict.fromkeys(ids))}"
        )
    for one, named in zip(new, ids, strict=True):
        if named in (held or ()):
            cls = Option if isinstance(one, NewOption) else type(one)
            raise AccordError(
                f"there is {article(noun(cls))} '{named}' already: give the new one another id"
            )


def _added(ids: list[str], lines: list[int], last: str, name: str) -> tuple[Added, ...]:
    """Find where things stand that follow one another; the last is as high as its text."""
    ends = [*lines[1:], lines[-1] + last.count("\n")] if lines else []
    return tuple(
        Added(one, name, line, max(end - line, 1))  # several may stand on one line, in braces
        for one, line, end in zip(ids, lines, ends, strict=True)
    )


def _declared(one: New) -> tuple[str, Any]:
    """Return the id of what is declared, and what stands under it in a file."""
    thing: Any = one.option if isinstance(one, NewOption) else one
    table: dict[str, Any] = to_plain({thing.id: thing}, _table(type(thing)))
    return thing.id, table[thing.id]


def _table(cls: type) -> Shape:
    return Shape(Form.TABLE, item=Shape(Form.FIELDS, type=cls))


def _ids(tree: Map, new: Sequence[New]) -> set[str]:
    """Return the ids that a new entry cannot have."""
    listed = tree.get("entries")
    entries = listed if isinstance(listed, Seq) else []
    declared = tree.get("sources") or ()
    coming = (one.id for one in new if isinstance(one, Source))
    return {*declared, *coming, *(str(e.get("id")) for e in entries if isinstance(e, Map))}


def with_id(entry: Entry, taken: MutableSet[str], numbers: dict[str, int]) -> Entry:
    """Return an entry with an id: kind, day and a number where it had none.

    Of what is for some of the table only, the id says for whom it is, so that other readers
    see no gap in the numbers.

    Args:
        entry: The entry.
        taken: The ids that it cannot have; its own is added.
        numbers: The last number given, by kind and day.
    """
    stem = f"{entry.kind}-{narrow_stem(entry.for_)}{str(entry.date)[:10]}"
    while not entry.id:
        numbers[stem] = numbers.get(stem, 0) + 1
        if (one := f"{stem}-{numbers[stem]}") not in taken:
            entry = evolve(entry, id=one)
    taken.add(entry.id)
    return entry


def narrow_stem(for_: Iterable[str]) -> str:
    """Return what ids begin with that are for some of the table only: for whom they are.

    Args:
        for_: The tiers; nothing becomes of those that everybody at the table reads.
    """
    for_ = tuple(for_)
    return "".join(f"{_NO_ID.sub('.', one)}-" for one in for_) if narrow(for_) else ""


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
    """Read one thing that is declared under its id: a source, a party, an issue, an option.

    Raises:
        InvalidProcess: With every mistake in it.
    """
    table = Map(getattr(raw, "line", 0))
    table[one], table.lines[one] = raw, table.line
    declared: D = _read(_table(cls), table, name)[one]
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
        again = FileReading(name)  # on lines that tell the keys apart
        again.read(form, numbered := _numbered(raw), 0, name)
        keys = [key_at(numbered, problem) for problem in again.problems]
        keys = [""] * (len(reading.problems) - len(keys)) + keys
        raise InvalidProcess(
            problem._replace(sentence=problem.sentence.replace(f" '{_UNNAMED}'", ""), key=key)
            for problem, key in zip(reading.problems, keys, strict=True)
        )
    return value


def _numbered(raw: Map) -> Map:
    """Return a mapping with each key, and all under it, on a line of its own."""
    found = Map(0)
    for number, (key, value) in enumerate(raw.items(), 1):
        found[key], found.lines[key] = tree(value, number), number
    return found
