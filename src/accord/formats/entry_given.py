"""An entry as a person gives it: with dates, numbers and names as people write them.

A command and a page give the same: what is made of it is the same, and so is what is said of
what cannot be taken, by the key that it is about.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve
from frozendict import frozendict

from accord.errors import InvalidProcess, Misgiven, Problem
from accord.formats.append import Appended, append, narrow_stem, read_entry, tree
from accord.formats.human_numbers import parse_amount
from accord.formats.names_given import NamesGiven
from accord.formats.read import FAILED, FileReading
from accord.formats.shapes import Form, fields
from accord.formats.tree import Map
from accord.model import When
from accord.model.tier import narrow
from accord.record import KINDS, Case, Entry, Outlet, Source

NEW = "the new entry"

DATES = ("date", "until", "as_of", "since", "asked", "answered", "due")
"""The keys that hold a date, of whatever has them."""
_OR_WORDS = ("asked", "answered")
"""Those in which words may stand, with a date or without."""

ReadDate = Callable[[str], When]
"""What reads a date as people write it, and raises ValueError with a sentence."""


def add_given(
    folder: Path | str,
    keys: Map,
    *,
    when: ReadDate,
    new_sources: Sequence[str] = (),
    declared: Sequence[Outlet | Source] = (),
    readers: Iterable[str] = (),
    name: str = NEW,
    making: str = "",
    case: Case | None = None,
) -> Appended:
    """Add an entry to a folder as a person gives it, with what it declares.

    Names stand for ids, whatever their case. A word that looks like an id is looked up as a
    name only where it names nothing. What is declared is for the readers of the entry, where
    it does not say for whom it is.

    Args:
        folder: The process folder.
        keys: The keys of the entry; it is left as it is.
        when: Reads a date.
        new_sources: Sources that are new, in words: `Radio North, 1 August 2019`, `heard from
            Oda Lind`; of the entry's date where no other is said.
        declared: Sources and outlets that are new, by their ids. Where the entry names no
            sources, it has these.
        readers: Who may read it; nothing for whom the record is for.
        name: How to name it in a sentence.
        making: What makes a source of the words `{}`, for a sentence; empty where nothing does.
        case: The folder as its reader sees it: names are looked up in it, and only what this
            reader may read is checked. None for whoever holds all the files.

    Raises:
        InvalidProcess: With every mistake in it, each with its key; or if process or record
            have mistakes.
        FormatError: If there is no way to add to a file as it is written.
        Conflict: If somebody else is writing.
        AccordError: If a file cannot be written.
    """
    raw = _copied(keys)
    if readers := tuple(readers):
        raw["for"], raw.lines["for"] = tree(readers), raw.line
    wrong = as_in_files(raw, when, name)
    names = NamesGiven(folder=folder, case=case, making=making)
    new: list[Outlet | Source] = [*declared]
    heard: list[str] = []
    if new_sources and not any(one.key == "date" for one in wrong):  # a source has its date
        names.names.whom = narrow_stem(names.readers(raw))
        for words in new_sources:
            try:
                heard += names.made(_with_day(words, when), str(raw.get("date", "")))
            except Misgiven as error:
                wrong += error.problems
        new += names.names.new_of(names.names.used)
    cited = raw.get("sources") or [one.id for one in declared if isinstance(one, Source)]
    if cited or heard:
        listed = [cited] if isinstance(cited, str) else [*cited]
        raw["sources"] = tree(list(dict.fromkeys([*listed, *heard])))
        raw.lines.setdefault("sources", raw.line)

    def added(given: Map, faults: Iterable[Problem]) -> Appended:
        entry = read_given(given, name, [*wrong, *faults])
        with_it = [
            evolve(one, for_=entry.for_) if not one.for_ and narrow(entry.for_) else one
            for one in new
        ]
        reader = case.reader if case is not None else None
        return append(
            folder, [*with_it, entry], name, spelt=bool(raw.get("for")), reader=reader
        )

    given, faults = with_ids(names, raw)
    try:
        return added(given, faults)
    except InvalidProcess:
        every, faults = with_ids(evolve(names, every=True, wrong=[]), raw)
        if every == given:
            raise
    return added(every, faults)


def _with_day(words: str, when: ReadDate) -> str:
    """Return the words for a source with the date behind their last comma as files have it."""
    source, comma, day = words.rpartition(",")
    try:
        return f"{source}, {when(day.strip())}" if comma else words
    except ValueError:
        return words


def as_in_files(raw: Map, when: ReadDate, name: str) -> list[Problem]:
    """Read the dates and numbers of an entry as people write them, in place.

    Args:
        raw: Its keys.
        when: Reads a date.
        name: How to name it in a sentence.

    Returns:
        What is wrong, by key.
    """
    wrong = read_dates(raw, when)
    kind: Any = KINDS.get(str(raw.get("kind")))
    for key, one in fields(kind).items() if kind is not None else ():
        if one.shape.form is Form.RANGE and isinstance(text := raw.get(key), str) and text:
            try:
                raw[key] = str(parse_amount(text))
            except ValueError as error:
                wrong[key] = str(error)
    return [
        Problem(name, raw.lines.get(key, 0), f"'{key}': {sentence}", key)
        for key, sentence in wrong.items()
    ]


def read_dates(keys: MutableMapping[str, Any], when: ReadDate) -> dict[str, str]:
    """Read the dates among keys as people write them, in place; return what is wrong by key.

    Args:
        keys: The keys.
        when: Reads a date.
    """
    wrong = {}
    for key in DATES:
        if isinstance(text := keys.get(key), str) and text:
            try:
                keys[key] = str(when(text))
            except ValueError as error:
                if key not in _OR_WORDS:
                    wrong[key] = str(error)
    return wrong


def with_ids(names: NamesGiven, raw: Map) -> tuple[Map, list[Problem]]:
    """Return an entry with ids for the names in it, and what is wrong with the names.

    Args:
        names: The names.
        raw: The keys of the entry.
    """
    try:
        return names.entry(raw), []
    except Misgiven as error:
        wrong, kind = [*error.problems], KINDS.get(str(raw.get("kind")))
        return names.as_far(raw, kind) if kind else raw, wrong


def read_given(raw: Map, name: str, wrong: Sequence[Problem]) -> Entry:
    """Read an entry, and say all that is wrong with it at once.

    Args:
        raw: Its keys.
        name: How to name it in a sentence.
        wrong: What is wrong already; nothing more is said of these keys.

    Raises:
        InvalidProcess: If anything is.
    """
    known = {one.key for one in wrong}
    if "new_sources" in known:  # it was to have one
        known.add("sources")
    found = [one if one.file else one._replace(file=name) for one in wrong]
    try:
        entry = read_entry(raw, name)
    except InvalidProcess as invalid:
        found += [one for one in invalid.problems if not one.key or one.key not in known]
        raise InvalidProcess(found) from None
    if found:
        raise InvalidProcess(found)
    return entry


def draft_of(keys: Map, when: ReadDate, case: Case) -> tuple[Entry, frozenset[str]] | None:
    """Return as much of an entry as can be read while somebody writes it.

    Args:
        keys: Its keys as they are typed, those not typed empty; they are left as they are.
        when: Reads a date.
        case: The folder as whoever writes sees it.

    Returns:
        The entry, with something empty in the place of what is not written or cannot be read,
        and the names of the fields that are; None where not even its kind is.
    """
    raw = _copied(keys)
    kind: Any = KINDS.get(str(raw.get("kind")))
    if kind is None:
        return None
    as_in_files(raw, when, "")
    names = NamesGiven(folder="", case=case, every=True)
    raw = names.as_far(raw, kind)
    values: dict[str, Any] = {}
    reading = FileReading("")
    for key, one in fields(kind).items():
        if held := raw.get(key):
            value = reading.read(one.shape, held, 0, "")
            if value is not FAILED:
                values[one.attribute] = value
    given = frozenset(values)
    for one in fields(kind).values():
        if one.required and one.attribute not in values:
            values[one.attribute] = _EMPTY.get(one.shape.form)
    values["date"] = values.get("date") or case.today
    return kind(**values), given


_EMPTY: dict[Form, Any] = {Form.TEXT: "", Form.MANY: (), Form.TABLE: frozendict()}
"""What stands in an entry that is being written for what is not; for others nothing does."""


def _copied(keys: Map) -> Map:
    copy = Map(keys.line)
    copy.update(keys)
    copy.lines = {**keys.lines}
    return copy


_LACKS = re.compile(r"must have '(\w+)'")
_GIVE = re.compile(r"\bgive (?=')")
_KEY = re.compile(r"'(\w+)'")


def in_own_words(sentence: str, called: Callable[[str], str]) -> str:
    """Return a sentence with what keys are called where somebody gives them, not in a file.

    Args:
        sentence: What is wrong.
        called: Returns what a key is called: an option of a command, a field of a page.
    """
    sentence = _LACKS.sub(lambda key: f"needs {called(key[1])}", sentence)
    if (found := _GIVE.search(sentence)) is None:
        return sentence
    keys = _KEY.sub(lambda key: called(key[1]), sentence[found.end() :])
    return sentence[: found.end()] + keys
