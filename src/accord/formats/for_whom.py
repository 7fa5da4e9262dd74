"""Where what is for one tier lies in a folder, and what of a file somebody may read.

`private/TIER/` holds a record and interests of its own; a capital's lies in its delegation's,
as `private/ukraine/capital/`. What a reader may not read is taken out of a file as it was
parsed, before anything is made of it: so its mistakes are not said either.
"""

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen

from accord.formats.shapes import fields
from accord.formats.tree import Map, Seq
from accord.model import MEDIATOR, TABLE, Reader
from accord.model.tier import CAPITAL, SHARED
from accord.record import KINDS

PRIVATE = "private"
RECORD = "record.yaml"
PROCESS = "process.yaml"


@frozen
class Place:
    """Where a record and interests stand in a folder.

    Attributes:
        at: Its folder in the process folder, with a slash at its end; empty for the top.
        tier: For whom all in it is; empty for the top.
    """

    at: str = ""
    tier: str = ""

    @property
    def record(self) -> str:
        """The name of its record."""
        return f"{self.at}{RECORD}"

    @property
    def interests(self) -> str:
        """The name of its folder of interests."""
        return f"{self.at}interests"


TOP = Place()


def private_place(tier: str) -> Place | None:
    """Return where what is for one tier lies; None if it cannot have a folder of its own."""
    parts = tier.split("/")
    able = len(parts) == 1 or (len(parts) == 2 and parts[1] == CAPITAL)
    if tier in ("", *SHARED) or not able or parts[0].startswith(".") or "\\" in tier:
        return None
    return Place(f"{PRIVATE}/{tier}/", tier)


def own_record(for_: tuple[str, ...]) -> str:
    """Return the name of the record in which something belongs that is for somebody.

    Args:
        for_: The tiers that it is for.
    """
    place = private_place(for_[0]) if len(for_) == 1 else None
    return (place or TOP).record


def own_interests(for_: tuple[str, ...]) -> Place:
    """Return where interests belong that are for somebody: those of the mediator at the top.

    Args:
        for_: The tiers that they are for.
    """
    place = private_place(for_[0]) if len(for_) == 1 and for_[0] != MEDIATOR else None
    return place or TOP


def record_of(folder: Path | str, one: str, for_: tuple[str, ...]) -> str:
    """Return the name of the record in which something stands, by its id.

    Args:
        folder: The process folder.
        one: The id of an entry, a source or an outlet.
        for_: The tiers that it is for.
    """
    name = re.escape(one)
    held = re.compile(rf"\bid: *['\"]?{name}['\"]?\s*[,}}\n#]|^\s*['\"]?{name}['\"]?:", re.M)
    for tier in for_:
        place = private_place(tier)
        file = Path(folder) / place.record if place else None
        if place and file and file.is_file() and held.search(file.read_text("utf-8")):
            return place.record
    return RECORD


def tier_of(name: str) -> str:
    """Return the tier of the private folder that a file stands in; empty at the top."""
    return place_of(name).tier


def interests_name(one: str) -> str:
    """Return the name in the folder of a file of interests, by its id and without its suffix.

    Args:
        one: The id: the file's name, with the tier of the private folder before it.
    """
    return f"{place_of_interests(one).interests}/{one.rpartition('/')[2]}"


def place_of_interests(one: str) -> Place:
    """Return where a file of interests stands, by its id.

    Args:
        one: The id.
    """
    return private_place(one.rpartition("/")[0]) or TOP


def place_of(name: str) -> Place:
    """Return where a file of a folder stands, by its name in the folder."""
    parts = PurePosixPath(name).parts
    if parts[0] != PRIVATE or len(parts) < 3:
        return TOP
    tier = "/".join(parts[1 : 3 if len(parts) > 3 and parts[2] == CAPITAL else 2])
    return Place(f"{PRIVATE}/{tier}/", tier)


def places(path: Path, reader: Reader | None, others: Iterable[str] = ()) -> list[Place]:
    """Return where there may be something for a reader, the top first.

    For a reader, nothing is looked at that is for others. What cannot be opened is left out:
    whoever lacks it works with the rest.

    Args:
        path: The process folder.
        reader: Who reads; None for whoever holds all the files.
        others: Names of files that count as if they were there.
    """
    found = {TOP: None, **{place_of(name): None for name in others}}
    if reader is None:
        tiers = sorted(_tiers_within(path / PRIVATE))
        own = [place for tier in tiers if (place := private_place(tier)) is not None]
    else:
        own = places_of(reader)
    for place in own:
        if os.access(path / place.at, os.R_OK | os.X_OK):
            found[place] = None
    return list(found)


def places_of(reader: Reader) -> list[Place]:
    """Return the private places that a reader may read, in the order in which they are read.

    Args:
        reader: Who reads.
    """
    tiers = (tier for tier in reader.read if tier not in SHARED)
    return [place for tier in tiers if (place := private_place(tier)) is not None]


def _tiers_within(private: Path) -> Iterator[str]:
    """Yield what the folders under `private/` are for, by their names."""
    for one in _folders(private):
        yield one.name
        if os.path.isdir(one / CAPITAL):
            yield f"{one.name}/{CAPITAL}"


def strangers(path: Path, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of folders under `private/` that are for nobody known, and their tier.

    Args:
        path: The process folder.
        known: The tiers that there are.
    """
    for one in sorted(_folders(path / PRIVATE)):
        if one.name in SHARED or one.name not in known:
            yield f"{PRIVATE}/{one.name}", one.name


def _folders(private: Path) -> list[Path]:
    try:
        return [f for f in private.iterdir() if f.name[0] != "." and f.is_dir()]
    except OSError:
        return []


def given_for(tree: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return for whom a mapping says it is: nobody if it cannot be read, None if not said.

    Args:
        tree: The mapping as it was parsed.
    """
    raw = tree.get("for", "")
    if raw == "":
        return None
    listed = (raw,) if isinstance(raw, str) else raw
    plain = isinstance(listed, tuple | Seq) and all(isinstance(one, str) for one in listed)
    return tuple(listed) if plain else ()


def fitted(tree: Map, place: Place, reader: Reader | None) -> Map:
    """Write into a record as parsed for whom its place is; leave out entries for others.

    Args:
        tree: The record as it was parsed; it is changed.
        place: Where it stands.
        reader: Who reads; None for whoever holds all the files.
    """
    default = given_for(tree) or (place.tier,)
    if default != ("",):
        if place.tier and "for" not in tree:
            _say(tree, default)
        for one in _entries(tree):
            if given_for(one) is None and (place.tier or _default(one) == (TABLE,)):
                _say(one, default)
        for key in ("sources", "outlets") if place.tier else ():
            for _, one in _declared(tree, key):
                if given_for(one) is None:
                    _say(one, default)
    listed = tree.get("entries")
    if reader is not None and isinstance(listed, Seq):
        by_kind = {kind: reader.reads(fields(_class(kind))["for"].default) for kind in KINDS}
        at_table, lines = reader.reads((TABLE,)), zip(listed, listed.lines, strict=True)
        kept = [
            (e, at)
            for e, at in lines
            if not isinstance(e, Map)
            or (
                reader.reads(given_for(e) or ())
                if e.get("for")
                else by_kind.get(str(e.get("kind")), at_table)
            )
        ]
        if len(kept) < len(listed):
            listed[:], listed.lines = [e for e, _ in kept], [at for _, at in kept]
    return tree


def drop_sources(tree: Map, reader: Reader, cited: Container[str]) -> None:
    """Leave out of a record as parsed the sources and outlets that are for others.

    `Record.seen_by` does the same with what is read in the end; here it is done so that
    nothing is said of what is wrong with them.

    Args:
        tree: The record as it was parsed; it is changed.
        reader: Who reads.
        cited: Ids of the sources that are cited by what this reader reads.
    """
    for key in ("sources", "outlets"):
        for one, raw in _declared(tree, key):
            for_ = given_for(raw)
            goes_along = key == "outlets" or one in cited
            if not (goes_along if for_ is None else reader.reads(for_)):
                del tree[key][one], tree[key].lines[one]


def sources_cited(tree: Map) -> set[str]:
    """Return the ids of the sources that the entries of a record as parsed cite."""
    return {one for entry in _entries(tree) for one in _cited(entry)}


def _say(tree: Map, for_: tuple[str, ...]) -> None:
    said = Seq(tree.line, -1)
    said.extend(for_)
    said.lines.extend([tree.line] * len(for_))
    tree["for"], tree.lines["for"] = said, tree.line


def _default(entry: Map) -> tuple[str, ...]:
    """Return for whom an entry is that does not say it."""
    kind = entry.get("kind")
    known = isinstance(kind, str) and kind in KINDS
    return tuple(fields(_class(str(kind)))["for"].default) if known else (TABLE,)


def _class(kind: str) -> Any:
    return KINDS[kind]


def _entries(tree: Map) -> Iterator[Map]:
    listed = tree.get("entries")
    return (e for e in listed if isinstance(e, Map)) if isinstance(listed, Seq) else iter(())


def _declared(tree: Map, key: str) -> list[tuple[str, Map]]:
    table = tree.get(key)
    listed = table.items() if isinstance(table, Map) else ()
    return [(one, raw) for one, raw in listed if isinstance(raw, Map)]


def _cited(tree: Map) -> Iterator[str]:
    """Yield the ids of the sources that a mapping cites, and the numbers in it."""
    for key in ("source", "sources"):
        value = tree.get(key, ())
        listed = (value,) if isinstance(value, str) else value
        yield from (one for one in listed if isinstance(one, str))
    if Map in map(type, tree.values()):
        for value in tree.values():
            if isinstance(value, Map):
                yield from _cited(value)
