"""Entries, sources and outlets added to a folder that is held in memory, without reading it.

They are written as `append` writes them, and checked against what they name alone: what is
there already was valid, and cannot name what came later. Where there is any doubt, nothing is
done here: what reads the files says what is wrong.
"""

from collections.abc import Iterator, Mapping, MutableSet, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from attrs import evolve, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.formats.append import Added, New, blocks_of, by_file, stand, tree
from accord.formats.check import RECORD_RULES, File, FolderDraft
from accord.formats.folder_change import Insertion
from accord.formats.folder_parts import FolderParts, Seen
from accord.formats.for_whom import PROCESS, Place, fitted, place_of
from accord.formats.read import FAILED, FileReading, build
from accord.formats.tree import LARGEST, Map, Seq
from accord.model import Reader
from accord.record import Case, Entry, Outlet, Record, Source

T = TypeVar("T")

_TABLES = ("outlets", "sources")
_HELD = "held/record.yaml"
"""The name of no file, for what is named of all that is held."""


@frozen(eq=False)
class Growth:
    """What was added to a folder.

    Attributes:
        before: The folder as it was.
        after: The folder as it is then.
        new: What is new, by its place.
        files: What is put into each file, one after the other, by its name in the folder.
        added: Where each new thing stands, in the order in which they were given.
    """

    before: FolderParts
    after: FolderParts
    new: Mapping[Place, Record]
    files: Mapping[str, tuple[Insertion, ...]]
    added: tuple[Added, ...]


def grown(parts: FolderParts, new: Sequence[New], spelt: bool, seen: Case) -> Growth | None:
    """Add to a folder; None where something may be wrong, or the files must be read.

    Args:
        parts: The folder.
        new: What to add; an entry whose id is empty is given one.
        spelt: Whether entries say for whom they are even where they are for the table.
        seen: What whoever adds it may read: what is new may name that.
    """
    if not new or not all(isinstance(one, Entry | Source | Outlet) for one in new):
        return None
    given = [one.id for one in new if one.id]  # type: ignore[union-attr]
    if len(set(given)) < len(given) or any(_known(parts, one) for one in given):
        return None
    placed: dict[int, Added] = {}
    records, ends, files = dict(parts.records), dict(parts.ends), {}
    found: dict[Place, Record] = {}
    drafts: dict[str, File] = {}
    for name, within in by_file(new).items():
        place = place_of(name)
        held, record = ends.get(name), records.get(place)
        if held is None or record is None:
            return None
        shown = str(parts.path / name)
        taken = _Taken(record, given)
        try:
            blocks = blocks_of(within, new, taken, place.tier, spelt)
        except AccordError:
            return None
        more = held.grown(blocks, shown)
        if more is None or more[0].size > LARGEST or (cut := more[0].cut()) is None:
            return None
        excerpt, files[name] = more
        ends[name] = cut
        placed |= {
            number: evolve(one, line=excerpt.line_in_file(one.line))
            for number, one in stand(blocks, within, excerpt.tree, shown).items()
        }
        only = fitted(deepcopy(_only(excerpt.tree, blocks)), place, None)
        reading = FileReading(shown)
        added = build(reading, Record, only, 1, name)
        if added is FAILED or reading.problems:
            return None
        drafts[name] = File(shown, only, reading.mentions, reading.origins)
        found[place] = added
        records[place] = record.with_more(
            added.entries,
            sources=_with(record.sources, added.sources),
            outlets=_with(record.outlets, added.outlets),
        )
    if not _valid(parts, drafts, found, seen):
        return None
    after = FolderParts(
        path=parts.path,
        process=parts.process,
        declared=parts.declared,
        records=records,
        interests=parts.interests,
        ends=ends,
        together={
            places: _together(parts, places, records, found) for places in parts.together
        },
    )
    added_in_order = tuple(placed[number] for number in range(len(new)))
    return Growth(before=parts, after=after, new=found, files=files, added=added_in_order)


class _Taken(MutableSet[str]):
    """The ids that a new entry cannot have, without a copy of those of a long record."""

    def __init__(self, record: Record, coming: Sequence[str]) -> None:
        self._record = record
        self._more = set(coming)

    def __contains__(self, one: object) -> bool:
        known = self._record
        return one in self._more or one in known.by_id or one in known.sources

    def __iter__(self) -> Iterator[str]:
        yield from {*self._record.by_id, *self._record.sources, *self._more}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, value: str) -> None:
        self._more.add(value)

    def discard(self, value: str) -> None:
        self._more.discard(value)


def _known(parts: FolderParts, one: str) -> bool:
    """Return whether something has an id already, wherever it stands."""
    return any(
        one in record.by_id or one in record.sources or one in record.outlets
        for record in parts.records.values()
    )


def _only(read: Map, blocks: Mapping[tuple[str, ...], Any]) -> Map:
    """Return of an excerpt what is new in it, and what its file says of all."""
    only = Map(read.line)
    for key, held in read.items():
        block = blocks.get((key,))
        if block is None:
            if key == "for":
                only[key], only.lines[key] = held, read.lines[key]
            continue
        only.lines[key] = read.lines[key]
        if isinstance(held, Seq):
            listed = Seq(held.line, held.column)
            listed.extend(held[-len(block) :])
            listed.lines.extend(held.lines[-len(block) :])
            only[key] = listed
        else:
            table = Map(held.line)
            table.update({one: held[one] for one in block})
            table.lines.update({one: held.lines[one] for one in block})
            only[key] = table
    return only


def _with(known: frozendict[str, T], new: Mapping[str, T]) -> frozendict[str, T] | None:
    """Return a table with more at its end; None where there is no more."""
    return frozendict({**known, **new}) if new else None


def _together(
    parts: FolderParts,
    places: tuple[Place, ...],
    records: Mapping[Place, Record],
    found: Mapping[Place, Record],
) -> Record:
    """Return the records of some places as one, with what is new in them."""
    if len(places) == 1:
        return records[places[0]]
    joined, end = parts.together[places], 0
    tables: dict[str, Any] = {
        key: frozendict({i: x for p in places for i, x in getattr(records[p], key).items()})
        for key in _TABLES
        if any(getattr(one, key) for place, one in found.items() if place in places)
    }
    for place in places:
        end += len(parts.records[place].entries)
        if place in found:
            joined = joined.with_more(found[place].entries, end, **tables)
            end += len(found[place].entries)
    return joined


def _valid(
    parts: FolderParts, drafts: Mapping[str, File], found: Mapping[Place, Record], seen: Case
) -> bool:
    """Whether what is new is without mistakes, beside what it names of what is seen."""
    known = seen.record
    named = {mention.id for file in drafts.values() for mention in file.mentions}
    entries = [known.by_id[one] for one in named if one in known.by_id]
    tables: dict[str, Any] = {
        key: {i: table[i] for i in named if i in table}
        for key in _TABLES
        for table in (getattr(known, key),)
    }
    held: Map = tree(
        {
            **{key: dict.fromkeys(table, "") for key, table in tables.items()},
            "entries": [{"kind": one.kind, "id": one.id} for one in entries],
        }
    )
    for one in found.values():
        for key in _TABLES:
            tables[key] |= getattr(one, key)
    record = Record(
        outlets=frozendict(tables["outlets"]),
        sources=frozendict(tables["sources"]),
        entries=(*entries, *(e for one in found.values() for e in one.entries)),
    )
    origins = list(zip(entries, held["entries"], strict=True))
    draft = FolderDraft(
        {
            PROCESS: File(parts.declared.name, parts.declared.tree),
            _HELD: File(_HELD, held, origins=origins),
            **drafts,
        },
        parts.process,
        record,
        (),
    )
    return all(problem.file == _HELD for rule in RECORD_RULES for problem in rule(draft))


def followed(seen: Seen, growth: Growth, reader: Reader | None) -> Seen:
    """Return what a reader may read once something was added; the same if that is nothing.

    What is new names nothing that a reader of it may not read, or it would be a mistake; so
    nothing is left out of it.

    Args:
        seen: What the reader could read before.
        growth: What was added.
        reader: Who reads; None for whoever holds all the files.
    """
    after = growth.after.joined(reader)
    mine = {place: one for place, one in growth.new.items() if place in seen.ends}

    def reads(one: Entry | Source | Outlet) -> bool:
        return reader is None or reader.reads(one.for_)

    entries = {place: tuple(filter(reads, one.entries)) for place, one in mine.items()}
    record = seen.case.record
    cited = {one for some in entries.values() for e in some for one in e.cited}
    sources = {
        one
        for place in mine.values()
        for one, source in place.sources.items()
        if reader is None or (reads(source) if source.for_ else one in cited)
    }
    sources |= {
        one
        for one in cited
        if one not in record.sources and one in after.sources and not after.sources[one].for_
    }
    tables: dict[str, Any] = {}
    if sources:
        some = (i for i in after.sources if i in record.sources or i in sources)
        tables["sources"] = frozendict({i: after.sources[i] for i in some})
    if reader is not None and (sources or any(one.outlets for one in mine.values())):
        known = tables.get("sources", record.sources).values()
        outlets = after.outlets_seen(reader, growth.after.process, known)
        if len(outlets) > len(record.outlets):
            tables["outlets"] = frozendict(outlets)
    ends, more = {}, 0
    for place, end in seen.ends.items():
        more += len(entries.get(place, ()))
        ends[place] = end + more
    count = len(record.entries) + more
    if not more and not tables and reader is not None:
        return seen
    every = (
        len(tables.get(key, getattr(record, key))) == len(getattr(after, key))
        for key in _TABLES
    )
    if reader is None or (count == len(after.entries) and all(every)):
        return Seen(evolve(seen.case, record=after), ends)
    at = 0
    for place, end in seen.ends.items():
        new = entries.get(place, ())
        if new or tables:
            record, tables = record.with_more(new, end + at, **tables), {}
        at += len(new)
    return Seen(evolve(seen.case, record=record), ends)
