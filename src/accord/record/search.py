"""Find words in everything that a case holds: what is declared, entries, interests."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

import attrs
from attrs import frozen
from frozendict import frozendict

from accord.model import Interests, When
from accord.record.case import Case


@frozen
class Hit:
    """Something in which all words were found.

    Attributes:
        what: What it is: `issue`, `option`, `source`, `interests` or its like, or the kind of
            an entry.
        id: Its id.
        of: What it belongs to: the issue of an option, the party of interests.
        thing: What was found.
        rank: How well it fits, the best first: the id itself; all words whole; in part.
    """

    what: str
    id: str
    of: str
    thing: Any
    rank: int


@frozen
class Searchable:
    """Something in which words can be looked for.

    Attributes:
        what: What it is, as a hit says it.
        id: Its id.
        of: What it belongs to.
        thing: The thing.
        text: All that it says, and the names behind the ids in it, in small letters.
    """

    what: str
    id: str
    of: str
    thing: Any
    text: str


def search(case: Case, words: Sequence[str]) -> list[Hit]:
    """Find what holds all of some words, in any case, with accents or without.

    Of an entry all that it says is looked at, and the names behind the ids in it. An id itself
    comes first, then what holds every word whole, then what holds one within a longer word;
    among equals what is declared, then entries, the latest first, then interests.

    Args:
        case: What to look in; it holds what the reader may read, and no more.
        words: The words.
    """
    return hits(searchable(case), words)


def searchable(case: Case) -> list[Searchable]:
    """Return everything in which words can be looked for, for who looks more than once.

    Args:
        case: What to look in.
    """
    names = _names(case)
    return [
        Searchable(what, id_, of, thing, folded("\n".join((what, *_texts(thing, names)))))
        for what, id_, of, thing in _things(case)
    ]


def hits(every: Iterable[Searchable], words: Sequence[str]) -> list[Hit]:
    """Find what holds all of some words, as `search` does.

    Args:
        every: In what to look.
        words: The words.
    """
    wanted = list(dict.fromkeys(part for word in words for part in folded(word).split()))
    if not wanted:
        return []
    whole = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in wanted]
    one = folded(" ".join(words)).strip()
    found = []
    for held in every:
        text = held.text
        if all(word in text for word in wanted):
            exact = folded(held.id) == one
            rank = 0 if exact else 1 if all(word.search(text) for word in whole) else 2
            found.append(Hit(held.what, held.id, held.of, held.thing, rank))
    return sorted(found, key=lambda hit: hit.rank)


def around(text: str, words: Sequence[str], most: int) -> str:
    """Cut a text to so many characters, around the first of some words that is in it.

    Args:
        text: The text.
        words: The words.
        most: How many characters.
    """
    line = " ".join(text.split())
    small = folded(line)
    places = [small.find(part) for word in words for part in folded(word).split()]
    first = min((place for place in places if place >= 0), default=0)
    if len(line) <= most or first < most * 3 // 4:
        return line
    start = line.rfind(" ", 0, max(first - most // 4, 0)) + 1
    return f"…{line[start:]}" if start else line


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where some words stand in a text: begin and end of each place, none over another.

    Args:
        text: The text.
        words: The words, found in any case and with accents or without.
    """
    wanted = {part for word in words for part in folded(word).split()}
    if not wanted:
        return []
    signs = [folded(sign) for sign in text]  # one sign may become several, or none
    origin = [at for at, sign in enumerate(signs) for _ in sign]
    pattern = "|".join(map(re.escape, sorted(wanted, key=lambda word: (-len(word), word))))
    found: list[tuple[int, int]] = []
    for match in re.finditer(pattern, "".join(signs)):
        end = origin[match.end() - 1] + 1
        while end < len(text) and not signs[end]:  # the accent of the last letter
            end += 1
        begin = origin[match.start()]
        if not found or begin >= found[-1][1]:
            found.append((begin, end))
    return found


def folded(text: str) -> str:
    """Return a text in small letters and without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _things(case: Case) -> Iterator[tuple[str, str, str, Any]]:
    """Yield everything that can be found: what it is, its id, what it belongs to, itself."""
    process, record = case.process, case.record
    issues = process.agenda.issues
    registers: dict[str, Mapping[str, Any]] = {
        "party": process.parties,
        "person": process.people,
        "actor": process.actors,
        "venue": process.venues,
        "issue": {i: attrs.evolve(one, options=frozendict()) for i, one in issues.items()},
        "plan": process.rounds,
        "checklist": process.checklist,
        "outlet": record.outlets,
        "source": record.sources,
    }
    for what, register in registers.items():
        for id_, thing in register.items():
            yield what, id_, "", thing
        if what == "issue":
            for i, issue in issues.items():
                for o, option in issue.options.items():
                    yield "option", o, i, option
    for entry in sorted(record.entries, key=lambda e: e.date.order, reverse=True):
        yield entry.kind, entry.id, "", entry
    for held in case.interests:
        yield "interests", held.id, held.party, held


def _names(case: Case) -> dict[str, str]:
    """Return the names behind ids, options' too: where one id has several, all of them."""
    process = case.process
    found: dict[str, list[str]] = {}
    for register in (process.parties, process.actors, process.people, process.venues):
        for id_, one in register.items():
            found.setdefault(id_, []).append(one.name)
    for id_, issue in process.agenda.issues.items():
        found.setdefault(id_, []).append(issue.name)
        for o, option in issue.options.items():
            found.setdefault(o, []).append(option.name)
    return {id_: " ".join(names) for id_, names in found.items()}


def _texts(thing: Any, names: Mapping[str, str]) -> Iterator[str]:
    """Yield every text in a thing, and the names behind its ids."""
    if isinstance(thing, Interests):
        lines = [part for line in thing.red_lines for part in (line.id, line.basis)]
        lines += [one.basis for marks in thing.marks.values() for one in marks.values()]
        held = names.get(thing.held_by, ""), names.get(thing.party, "")
        yield from (thing.id, thing.held_by, thing.party, thing.basis, *held, *lines)
        return
    kind: Any = type(thing)
    for name in _fields_of(kind):
        value = getattr(thing, name)
        if type(value) is str:  # most are: a long record is looked through field by field
            yield value
            if value in names:
                yield names[value]
        elif value:
            yield from _flat(value, names)


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


def _flat(value: Any, names: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, str):
        text = value.value if isinstance(value, Enum) else value
        yield text
        if text in names:
            yield names[text]
    elif isinstance(value, When):
        yield str(value)
    elif type(value) is not tuple and isinstance(value, Mapping):  # most are tuples
        for key, held in value.items():
            yield from _flat(key, names)
            yield from _flat(held, names)
    elif type(value) is tuple or isinstance(value, Iterable):
        for one in value:
            yield from _flat(one, names)
    elif attrs.has(type(value)):
        yield from _texts(value, names)
    else:
        yield str(value)
