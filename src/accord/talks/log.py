"""The log of talks as JSON Lines: one event a line.

What is written here has no hashes; `accord.store.write_log` writes a file of the same events
with them, each in an envelope.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from accord.errors import AccordError, InvalidProcess, Problem
from accord.talks.events import HAPPENINGS, OUTCOMES, Event, Happening
from accord.talks.evolve import folded
from accord.talks.moves import MOVES, Move
from accord.talks.plain import Complain, built, fields_of, from_plain
from accord.talks.table import Table
from accord.talks.words import capitalised

VERSION = 1
"""The version of the form in which events are written."""

_WHAT: Mapping[str, type] = {**MOVES, **OUTCOMES, **HAPPENINGS}
_EVENT = {"number": int, "round": int, "session": int, "seat": str}


def to_json(event: Event) -> dict[str, Any]:
    """Return an event as what JSON can hold; fields at their default are left out.

    Args:
        event: The event.
    """
    return {
        "version": VERSION,
        "number": event.number,
        "round": event.round,
        "session": event.session,
        "seat": event.seat,
        "kind": event.kind,
        **fields_of(event.what),
        **({"heard": list(event.heard)} if event.heard else {}),
    }


def from_json(plain: Mapping[str, Any]) -> Event:
    """Read an event.

    Args:
        plain: What JSON held.

    Raises:
        AccordError: If it is no event, with every mistake.
    """
    told: list[str] = []
    event = event_from_plain(plain, told.append)
    if event is None or told:
        raise AccordError("\n".join(told))
    return event


def event_from_plain(plain: Any, complain: Complain) -> Event | None:
    """Read an event; give None, having said why not, if it is none.

    Args:
        plain: What JSON held.
        complain: Is told every mistake.
    """
    if not isinstance(plain, dict):
        complain("an event must be an object")
        return None
    given = dict(plain)
    version = given.pop("version", None)
    if version != VERSION or isinstance(version, bool):
        complain(f"the version must be {VERSION}, the only one that is known")
        return None
    heard = from_plain(tuple[str, ...], given.pop("heard", []), "heard", complain)
    start = {}
    for name, type_ in _EVENT.items():
        if name not in given:
            complain(f"the event lacks the field '{name}'")
        else:
            start[name] = from_plain(type_, given.pop(name), name, complain)
    what = _what(given, _WHAT, complain)
    if what is None or None in start.values() or len(start) < len(_EVENT):
        return None
    return Event(**start, what=what, heard=heard)


def move_to_json(move: Move) -> dict[str, Any]:
    """Return a move as what JSON can hold; fields at their default are left out.

    Args:
        move: The move.
    """
    return {"kind": move.kind, **fields_of(move)}


def move_from_json(plain: Any) -> Move:
    """Read a move, as a browser may send it.

    Whether it can be made now, `decide` says.

    Args:
        plain: What JSON held: the kind, and the fields that are not at their default.

    Raises:
        AccordError: If it is no move, with every mistake, one sentence a line.
    """
    told: list[str] = []
    move = move_from_plain(plain, told.append)
    if move is None or told:
        raise AccordError("\n".join(f"{capitalised(one.rstrip('.'))}." for one in told))
    return move


def move_from_plain(plain: Any, complain: Complain) -> Move | None:
    """Read a move; give None, having said why not, if it is none.

    Args:
        plain: What JSON held.
        complain: Is told every mistake.
    """
    if not isinstance(plain, dict):
        complain("a move must be an object")
        return None
    found: Move | None = _what(dict(plain), MOVES, complain)
    return found


def happening_to_json(happening: Happening) -> dict[str, Any]:
    """Return what happens outside the room as what JSON can hold.

    Args:
        happening: What happens.
    """
    return {"kind": happening.kind, **fields_of(happening)}


def happening_from_json(plain: Mapping[str, Any]) -> Happening:
    """Read what happens outside the room, as it was written.

    Args:
        plain: What JSON held.

    Raises:
        AccordError: If nothing such can happen, with every mistake, one sentence a line.
    """
    told: list[str] = []
    happening = _what(dict(plain), HAPPENINGS, told.append)
    if told:
        raise AccordError("\n".join(f"{capitalised(one.rstrip('.'))}." for one in told))
    found: Happening = happening
    return found


def _what(given: dict[str, Any], kinds: Mapping[str, type], complain: Complain) -> Any:
    """Read what happened from its kind and its fields; give None, having said why not."""
    kind = given.pop("kind", None)
    if not isinstance(kind, str) or kind not in kinds:
        complain(f"the kind must be one of {', '.join(kinds)}")
        return None
    try:
        return built(kinds[kind], given, kind, complain)
    except AccordError as error:
        complain(f"{kind}: {error}")
        return None


def write(events: Iterable[Event]) -> str:
    """Write a log as JSON Lines, without hashes.

    Args:
        events: The events, from the first.
    """
    return "".join(f"{json.dumps(to_json(event), ensure_ascii=False)}\n" for event in events)


def read(text: str, name: str = "log.jsonl") -> tuple[Event, ...]:
    """Read a log; what it says is taken for what happened (`audit` holds it to the rules).

    Args:
        text: JSON Lines; blank lines are passed over, and so is the envelope of an event, which
            `accord.store.verify` checks.
        name: What the file is called, for sentences.

    Raises:
        InvalidProcess: With every line that is no event, or else with the first that no table
            could take up after those before it.
    """
    problems: list[Problem] = []
    events: list[tuple[int, Event]] = []
    for line, said in enumerate(text.split("\n"), 1):
        if not said.strip():
            continue

        def complain(sentence: str, line: int = line) -> None:
            problems.append(Problem(name, line, sentence))

        try:
            plain = json.loads(said, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            complain(f"this is not JSON: {error}")
            continue
        if isinstance(plain, dict):
            plain = plain.get("event", plain)
        event = event_from_plain(plain, complain)
        if event is not None:
            events.append((line, event))
    if not problems and (first := _unfolded(events)) is not None:
        problems.append(Problem(name, *first))
    if problems:
        raise InvalidProcess(problems)
    return tuple(event for _, event in events)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _unfolded(events: list[tuple[int, Event]]) -> tuple[int, str] | None:
    """Return line and sentence for the first event that cannot follow those before it."""
    if not events:
        return 1, "the log is empty: it must begin with the opening of the table"
    table: Table | None = None
    for line, event in events:
        try:
            table = folded(table, event)
        except AccordError as error:
            return line, f"this cannot follow: {error}" if table else f"{error}"
    return None
