"""Mend an entry of the record where it stands, or put another in its place."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.errors import AccordError, InvalidProcess, Problem
from accord.formats.amend import amended
from accord.formats.append import BOM, Added, append, read_entry, tree
from accord.formats.disk import alone, read_bytes, replace
from accord.formats.folder import load
from accord.formats.for_whom import RECORD, places, tier_of
from accord.formats.names_given import NamesGiven
from accord.formats.question_keys import plain_question
from accord.formats.read import near
from accord.formats.shapes import fields
from accord.formats.tree import Map, Seq, parse, read_text
from accord.formats.write import entry_plain
from accord.record import KINDS, Correction, Question, Record
from accord.record.ledger import LINKS

MENDABLE = ("text", "title", "sources", "issues", "why")
"""What may be mended of an entry on which others build: words, and where they are from."""


@frozen
class Mended:
    """An entry that was changed where it stands.

    Attributes:
        id: Its id.
        file: The file.
        line: The line on which it begins.
        keys: What was changed.
    """

    id: str
    file: str
    line: int
    keys: tuple[str, ...]


@frozen
class Replacement:
    """An entry that was added in the place of another.

    Attributes:
        added: Where it stands.
        was: When the old one says that it happened, as files have it.
        date: When the new one does; the same for a correction, which puts nothing there.
    """

    added: Added
    was: str
    date: str


def edit(folder: Path | str, one: str, changes: Mapping[str, Any]) -> Mended:
    """Change keys of an entry where it stands: for slips that nobody has built on.

    The rest of the file stays as it is, and it is written only if process and record are
    without mistakes then.

    Args:
        folder: The process folder.
        one: The id of the entry.
        changes: Texts, lists and mappings by key; an empty text takes a key away.

    Raises:
        AccordError: If there is no such entry, or what others build on would change: that is
            corrected by an entry that supersedes it.
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing.
    """
    name = f"the entry '{one}'"
    with alone(Path(folder) / RECORD):
        at, text, old = _found(Path(folder), one)
        file = Path(folder) / at
        before = read_bytes(file)
        place = _place(old, one)
        there = old["entries"][place]
        raw, changes = _with_plain_keys(there, changes)
        if changes.get("kind", raw.get("kind")) != raw.get("kind"):
            raise AccordError(f"{name} keeps its kind: {_supersede(folder, one)}")
        merged = NamesGiven(folder=folder).entry(_merged(raw, changes))
        plain = entry_plain(read_entry(merged, name))
        set_ = {key: plain.get(key) for key in [*changes, *(there.keys() ^ raw.keys())]}
        text, new = amended(text, old, ("entries", place), set_, str(file))
        record = _checked(folder, at, text, new["entries"], place, name)
        _refuse_built_on(folder, record, one, changes)
        mark = BOM if before is not None and before.startswith(BOM) else b""
        replace(file, before, mark + text.encode("utf-8"))
    return Mended(plain["id"], str(file), new["entries"].lines[place], tuple(changes))


def supersede(
    folder: Path | str, one: str, changes: Mapping[str, Any], why: str
) -> Replacement:
    """Add an entry in the place of another: with its keys, but for those that change.

    What happened keeps its date, unless that changes too: it is not the day of the correction.

    Args:
        folder: The process folder.
        one: The id of the entry that it supersedes.
        changes: Texts, lists and mappings by key; an empty text takes a key away.
        why: Why the old one no longer stands.

    Raises:
        AccordError: If there is no such entry, or another has superseded it.
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to add to the file as it is written.
        Conflict: If somebody else is writing.
    """
    at, _, old = _found(Path(folder), one)
    entries = old.get("entries") or []
    raw, changes = _with_plain_keys(entries[_place(old, one)], changes)
    for entry in entries:
        if isinstance(entry, Map) and entry.get("supersedes") == one:
            raise AccordError(f"'{one}' was superseded by '{entry.get('id')}': supersede that")
    was = str(raw.get("date", ""))
    whom = {"for": tier} if (tier := tier_of(at)) and not raw.get("for") else {}
    raw = _merged(raw, {"id": "", "supersedes": one, "why": why, **whom, **changes})
    if (kind := KINDS.get(raw.get("kind", ""))) is not None:  # another kind lacks some keys
        known = {"kind", *changes, *fields(kind)}  # type: ignore[arg-type]
        raw = _merged(raw, dict.fromkeys(set(raw) - known, ""))
    name = f"the entry that supersedes '{one}'"
    new = read_entry(NamesGiven(folder=folder).entry(raw), name)
    added = append(folder, [new], name).added[0]
    withdrawn = isinstance(new, Correction)
    return Replacement(added, was, was if withdrawn else str(new.date))


def _found(folder: Path, one: str) -> tuple[str, str, Map]:
    """Return the name, the text and the tree of the record that holds an entry.

    Where none does it is the one at the top, which has all the ids to choose from.
    """
    for place in places(folder, None)[1:]:
        if (folder / place.record).exists():
            text, old = _read(folder, folder / place.record)
            if any(isinstance(e, Map) and e.get("id") == one for e in old.get("entries") or ()):
                return place.record, text, old
    return RECORD, *_read(folder, folder / RECORD)


def _read(folder: Path | str, file: Path) -> tuple[str, Map]:
    """Read the record as text and as a tree."""
    if not file.exists():
        load(folder, interests=False)
        raise AccordError(f"there is no {file} yet: 'accord record {folder} add' writes it")
    text = read_text(file, str(file))
    return text, parse(text, str(file))


def _place(old: Map, one: str) -> int:
    """Return where an entry stands in the list."""
    listed = old.get("entries")
    ids = [str(e.get("id")) if isinstance(e, Map) else "" for e in listed or ()]
    if one not in ids:
        raise AccordError(f"there is no entry '{one}'{near(one, ids)}")
    return ids.index(one)


def _with_plain_keys(raw: Map, changes: Mapping[str, Any]) -> tuple[Map, Mapping[str, Any]]:
    """Return an entry and its changes with the keys of the model, where people have others."""
    if raw.get("kind") != Question.kind:
        return raw, changes
    return plain_question(raw), plain_question(tree(dict(changes)))


def _merged(raw: Map, changes: Mapping[str, Any]) -> Map:
    """Return an entry with some keys changed; what is empty is left out.

    It names no lines: what is wrong with it is wrong with the changes.
    """
    return tree({k: v for k, v in {**raw, **changes}.items() if v not in ("", None)})  # type: ignore[no-any-return]


def _checked(
    folder: Path | str, at: str, text: str, entries: Seq, place: int, name: str
) -> Record:
    """Check the folder as it would be, and return its record."""
    try:
        return load(folder, replaced={at: text}, interests=False).record
    except InvalidProcess as invalid:
        load(folder, interests=False)
        first = entries.lines[place]
        last = min((line for line in entries.lines if line > first), default=1 << 60)
        raise InvalidProcess(
            Problem(name, 0, p.sentence)
            if first <= p.line < last and Path(p.file) == Path(folder) / at
            else p
            for p in invalid.problems
        ) from None


def _refuse_built_on(
    folder: Path | str, record: Record, one: str, changes: Iterable[str]
) -> None:
    """Refuse to change in silence what other entries build on."""
    if one in record.superseded:
        new = record.superseded[one].id
        raise AccordError(f"'{one}' was superseded by '{new}': change that")
    settled = [key for key in changes if key not in MENDABLE]
    built = [e.id for e in record.entries if e.id != one and one in e.ids(*LINKS)]
    if settled and built:
        shown = ", ".join(built[:5]) + (", ..." if built[5:] else "")
        keys = ", ".join(f"'{key}'" for key in settled)
        raise AccordError(
            f"others build on '{one}' ({shown}), so {keys} cannot be changed in silence: "
            f"{_supersede(folder, one)}"
        )


def _supersede(folder: Path | str, one: str) -> str:
    return f"correct it with 'accord record {folder} supersede {one} ... --why TEXT'"
