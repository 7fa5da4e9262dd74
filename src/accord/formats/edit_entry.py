"""Mend an entry of the record where it stands, or put another in its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from accord.errors import AccordError, Conflict, InvalidProcess, Problem, Settled
from accord.formats.amend import amended
from accord.formats.append import BOM, Added, key_at, tree
from accord.formats.disk import alone, read_bytes, replace
from accord.formats.entry_given import (
    ReadDate,
    add_given,
    as_in_files,
    read_given,
    with_ids,
)
from accord.formats.folder import load
from accord.formats.for_whom import RECORD, places, tier_of
from accord.formats.names_given import NamesGiven
from accord.formats.question_keys import plain_question
from accord.formats.read import near
from accord.formats.record_outline import LARGE, Outline
from accord.formats.shapes import fields
from accord.formats.tree import Map, Seq, parse, read_text
from accord.formats.write import dump, entry_plain
from accord.model import Reader, When
from accord.record import KINDS, Case, Correction, Entry, Question, Record
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


def fingerprint(entry: Entry) -> str:
    """Return what tells an entry from what becomes of it when somebody changes it.

    Args:
        entry: The entry.
    """
    return sha256(dump(entry_plain(entry)).encode("utf-8")).hexdigest()[:16]


def edit(
    folder: Path | str,
    one: str,
    changes: Mapping[str, Any],
    *,
    when: ReadDate = When.parse,
    case: Case | None = None,
    seen: str = "",
) -> Mended:
    """Change keys of an entry where it stands: for slips that nobody has built on.

    The rest of the file stays as it is, and it is written only if process and record are
    without mistakes then.

    Args:
        folder: The process folder.
        one: The id of the entry.
        changes: Texts, lists and mappings by key, as people write them; an empty text takes a
            key away.
        when: Reads a date.
        case: The folder as its reader sees it: names are looked up in it, and only what this
            reader may read is checked. None for whoever holds all the files.
        seen: The fingerprint of the entry that the changes are made to; empty for the entry as
            it is.

    Raises:
        AccordError: If there is no such entry, or what others build on would change: that is
            corrected by an entry that supersedes it.
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to change the file as it is written.
        Conflict: If somebody else is writing, or changed the entry since it was seen.
    """
    name = f"the entry '{one}'"
    reader = case.reader if case is not None else None
    with alone(Path(folder) / RECORD):
        _refuse_changed(folder, one, seen, case)
        at, text, old = _found(Path(folder), one, reader)
        file = Path(folder) / at
        before = read_bytes(file)
        place = _place(old, one)
        there = old["entries"][place]
        raw, changes = _with_plain_keys(there, changes)
        if changes.get("kind", raw.get("kind")) != raw.get("kind"):
            raise AccordError(f"{name} keeps its kind: {_supersede(folder, one)}")
        merged = _merged(raw, changes)
        wrong = as_in_files(merged, when, name)
        given, faults = with_ids(NamesGiven(folder=folder, case=case), merged)
        plain = entry_plain(read_given(given, name, [*wrong, *faults]))
        set_ = {key: plain.get(key) for key in [*changes, *(there.keys() ^ raw.keys())]}
        text, new = amended(text, old, ("entries", place), set_, str(file))
        record = _checked(folder, at, text, new["entries"], place, name, reader)
        _refuse_built_on(folder, record, one, changes)
        mark = BOM if before is not None and before.startswith(BOM) else b""
        replace(file, before, mark + text.encode("utf-8"))
    return Mended(plain["id"], str(file), new["entries"].lines[place], tuple(changes))


def supersede(
    folder: Path | str,
    one: str,
    changes: Mapping[str, Any],
    why: str,
    *,
    when: ReadDate = When.parse,
    new_sources: Sequence[str] = (),
    making: str = "",
    case: Case | None = None,
    seen: str = "",
) -> Replacement:
    """Add an entry in the place of another: with its keys, but for those that change.

    What happened keeps its date, unless that changes too: it is not the day of the correction.

    Args:
        folder: The process folder.
        one: The id of the entry that it supersedes.
        changes: Texts, lists and mappings by key, as people write them; an empty text takes a
            key away.
        why: Why the old one no longer stands.
        when: Reads a date.
        new_sources: Sources that are new, in words, beside those that it names.
        making: What makes a source of the words `{}`, for a sentence; empty where nothing does.
        case: The folder as its reader sees it: names are looked up in it, and only what this
            reader may read is checked. None for whoever holds all the files.
        seen: The fingerprint of the entry that is superseded; empty for the entry as it is.

    Raises:
        AccordError: If there is no such entry, or another has superseded it.
        InvalidProcess: If process or record have mistakes, or would have.
        FormatError: If there is no way to add to the file as it is written.
        Conflict: If somebody else is writing, or changed the entry since it was seen.
    """
    reader = case.reader if case is not None else None
    _refuse_changed(folder, one, seen, case)
    at, there, entries = _superseded(Path(folder), one, reader)
    raw, changes = _with_plain_keys(there, changes)
    for entry in entries:
        new_one = entry.get("id") if isinstance(entry, Map) else ""
        seen_too = case is None or new_one in case.record.by_id
        if seen_too and isinstance(entry, Map) and entry.get("supersedes") == one:
            raise AccordError(f"'{one}' was superseded by '{new_one}': supersede that")
    was = str(raw.get("date", ""))
    whom = {"for": tier} if (tier := tier_of(at)) and not raw.get("for") else {}
    raw = _merged(raw, {"id": "", "supersedes": one, "why": why, **whom, **changes})
    if (kind := KINDS.get(raw.get("kind", ""))) is not None:  # another kind lacks some keys
        known = {"kind", *changes, *fields(kind)}  # type: ignore[arg-type]
        raw = _merged(raw, dict.fromkeys(set(raw) - known, ""))
    name = f"the entry that supersedes '{one}'"
    change = add_given(
        folder, raw, when=when, new_sources=new_sources, name=name, making=making, case=case
    )
    withdrawn = raw.get("kind") == Correction.kind
    return Replacement(change.added[-1], was, was if withdrawn else str(when(raw["date"])))


def _refuse_changed(folder: Path | str, one: str, seen: str, case: Case | None) -> None:
    """Refuse to change an entry that is not there for somebody, or not as it was seen."""
    if case is not None and one not in case.record.by_id:
        raise AccordError(f"there is no entry '{one}'{near(one, case.record.by_id)}")
    if not seen:
        return
    record = load(folder, interests=False, reader=case.reader if case else None).record
    entry = record.by_id.get(one)
    if entry is None or fingerprint(entry) != seen or one in record.superseded:
        raise Conflict(f"somebody else changed the entry '{one}' meanwhile: see what it says")


def _superseded(folder: Path, one: str, reader: Reader | None) -> tuple[str, Map, list[Any]]:
    """Return the name of the record that holds an entry, the entry, and those that may name it.

    Of a long record only the entry is read, where its lines show that none supersedes it.
    """
    file = folder / RECORD
    text = read_text(file, str(file)) if file.exists() else ""
    if len(text) >= LARGE and not re.search(rf"supersedes\W+{re.escape(one)}\b", text):
        entry = outline.entry(one) if (outline := Outline.of(text)) else None
        if entry is not None:
            return RECORD, entry, []
    at, _, old = _found(folder, one, reader)
    entries = old.get("entries") or []
    return at, entries[_place(old, one)], entries


def _found(folder: Path, one: str, reader: Reader | None) -> tuple[str, str, Map]:
    """Return the name, the text and the tree of the record that holds an entry.

    Where none does it is the one at the top, which has all the ids to choose from.
    """
    for place in places(folder, reader)[1:]:
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
    folder: Path | str,
    at: str,
    text: str,
    entries: Seq,
    place: int,
    name: str,
    reader: Reader | None,
) -> Record:
    """Check the folder as it would be, as far as its reader sees it, and return its record."""
    try:
        return load(folder, replaced={at: text}, interests=False, reader=reader).record
    except InvalidProcess as invalid:
        load(folder, interests=False, reader=reader)
        first = entries.lines[place]
        last = min((line for line in entries.lines if line > first), default=1 << 60)
        raise InvalidProcess(
            Problem(name, 0, p.sentence, key_at(entries[place], p))
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
        raise Settled(
            f"others build on '{one}' ({shown}), so {keys} cannot be changed in silence",
            _supersede(folder, one),
        )


def _supersede(folder: Path | str, one: str) -> str:
    return f"correct it with 'accord record {folder} supersede {one} ... --why TEXT'"
