"""Finding the first event of a log that is not as it was written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from accord.errors import FormatError, Problem
from accord.store.chain import START, VERSION, Link, following


@frozen(kw_only=True)
class Break:
    """Where a chain of hashes is broken first.

    Attributes:
        line: The line of the log, counted from 1; 0 where it is about the whole log.
        sentence: What was found there, naming events by their number: event n is on line n.
    """

    line: int
    sentence: str


@frozen(kw_only=True)
class Examined:
    """What was found in a log.

    Attributes:
        table: The id of the table whose log it is; empty where the log does not say.
        count: How many events are intact: all, or those before the break.
        head: The hash of the last of them, zeros where there is none; note it down to notice a
            removed end later.
        broken: The first break; None where the log is intact. A log without events is not.
    """

    table: str
    count: int
    head: str
    broken: Break | None


def verify(lines: Iterable[str], head: str | None = None) -> Break | None:
    """Find the first event of a log that was changed, removed, inserted or moved.

    Args:
        lines: The lines of the log, with or without their ends.
        head: A hash that was noted when the log was shorter, or as it is: the log must have it.

    Returns:
        The first break, or None where the log is intact. An empty log is not: there is nothing
        in it to verify. Without `head`, a removed end is not seen; nor is a log that was
        written anew from some event on.

    Raises:
        FormatError: If the lines are not those of a log with hashes.
    """
    return examine(lines, head).broken


def examine(lines: Iterable[str], head: str | None = None, name: str = "the log") -> Examined:
    """Verify a log and say besides how long it is, and what its head is.

    Args:
        lines: The lines of the log, with or without their ends.
        head: A hash that was noted when the log was shorter, or as it is: the log must have it.
        name: The log, as errors shall name it.

    Returns:
        What was found.

    Raises:
        FormatError: If the lines are not those of a log with hashes.
    """
    stripped = (line.removesuffix("\n").removesuffix("\r") for line in lines)
    whole = _with_hashes(stripped, name)
    return examine_chain(((line, Link.of(line)) for line in whole), head, name)


def examine_chain(
    links: Iterable[tuple[str, Link | None]], head: str | None, name: str
) -> Examined:
    """Verify events that are known to be those of a log with hashes.

    Args:
        links: For each event JSON with its envelope, and its link, None where it has no hash.
        head: A hash that was noted earlier, or None.
        name: The log, as errors shall name it.

    Returns:
        What was found.

    Raises:
        FormatError: If a line before the first break is no JSON object.
    """
    rest = iter(links)
    hashes = [START]
    broken = None
    table = ""
    for number, (text, link) in enumerate(rest, 1):
        read = _read(text, number, name)
        if link is None or following(hashes[-1], link.text) != link.hash:
            sentence = _why(hashes, [link, *(later for _, later in rest)])
            broken = Break(line=number, sentence=sentence)
            break
        _check_form(read, number, name)
        whose = read.get("table", "")
        table = table if number > 1 else whose
        if (read["number"], whose) != (number, table):
            sentence = f"this is not event {number} of that log, but {_place(read)}"
            broken = Break(line=number, sentence=sentence)
            break
        hashes.append(link.hash)
    else:
        if head is not None and head not in hashes:
            broken = Break(line=0, sentence=_without(head))
        elif len(hashes) == 1:
            broken = Break(line=0, sentence="there is no event in it, so nothing to verify")
    return Examined(table=table, count=len(hashes) - 1, head=hashes[-1], broken=broken)


def _check_form(read: dict[str, Any], number: int, name: str) -> None:
    """Raise FormatError if a line is no event in an envelope, though its hash is right."""
    whole = isinstance(read.get("event"), dict) and isinstance(read.get("number"), int)
    if (
        not whole
        or read.get("version") != VERSION
        or not isinstance(read.get("table", ""), str)
    ):
        sentence = f"this event is not in version {VERSION} of the form: no other is known"
        if "event" not in read:
            sentence = "this event stands in no envelope: logs of that early form are not read"
        raise FormatError(str(Problem(name, number, sentence)))


def _place(read: dict[str, Any]) -> str:
    table = f" of table {read['table']!r}" if "table" in read else ""
    return f"event {read['number']}{table}"


def _with_hashes(lines: Iterable[str], name: str) -> Iterator[str]:
    """Yield the lines of a log; raise where they begin otherwise, or have no hash at all."""
    rest = iter(lines)
    begin: list[str] = []
    for line in rest:
        begin.append(line)
        if len(begin) == 1 and _object(line)[0] is None:
            break
        if Link.of(line) is not None:
            yield from chain(begin, rest)
            return
    if begin:
        sentence = (
            "this is not a log with hashes; `accord play --log` writes one, and so does "
            "`accord.store.write_log`"
        )
        raise FormatError(str(Problem(name, 1, sentence)))


def _read(text: str, number: int, name: str) -> dict[str, Any]:
    """Return the JSON object of a line; raise FormatError if it is none."""
    read, why = _object(text)
    if read is None:
        before = f"; the lines before it are intact, up to event {number - 1}"
        sentence = f"this line is {why}{before if number > 1 else ''}"
        raise FormatError(str(Problem(name, number, sentence)))
    return read


def _object(line: str) -> tuple[dict[str, Any] | None, str]:
    """Return the JSON object of a line, or None and why it is none."""
    try:
        read = json.loads(line)
    except RecursionError:
        return None, "nested too deeply to be read"
    except ValueError as error:
        return None, f"not JSON: {error}"
    return (read, "") if isinstance(read, dict) else (None, "no JSON object")


def _why(hashes: Sequence[str], rest: Sequence[Link | None]) -> str:
    """Return what is wrong with the first of the lines that come after the intact ones."""
    at = len(hashes)
    link, later = rest[0], rest[1:]
    true = {event: one.hash for event, one in enumerate(later, at + 1) if one is not None}
    known = dict(enumerate(hashes)) | true
    if link is not None and (before := _after_which(link, known)) is not None:
        if known.get(before + 1) == link.hash:
            return f"event {at} is a copy of event {before + 1}"
        if before == 0:
            return (
                f"event {at} is the first of a log and does not follow from event {at - 1}: "
                f"one of them belongs to another log"
            )
        return f"event {at} was moved: it belongs right after event {before}"
    before_it = f"event {at - 1}" if at > 1 else "the start of the log"
    heir = next(_continuing(hashes[-1], later, at + 1), None)
    if heir == at + 1:
        return f"event {at} was inserted: event {heir} is the one that follows {before_it}"
    if heir is not None:
        return f"event {at} is out of place: event {heir} was moved from here"
    if link is None:
        return f"event {at} was changed: it does not end with its hash"
    if any(_continuing(following(hashes[-1], link.text), later[:1], at + 1)):
        return f"the hash of event {at} was changed"
    which = "one of them was changed, or what stood between them"
    if at == 1:
        which = "it was changed, or what stood before it"
    return f"event {at} does not follow from {before_it}: {which} was removed"


def _after_which(link: Link, known: dict[int, str]) -> int | None:
    """Return the event after which a line belongs, where it is in the log."""
    return next(
        (event for event, one in known.items() if following(one, link.text) == link.hash), None
    )


def _continuing(before: str, links: Sequence[Link | None], start: int) -> Iterator[int]:
    """Yield the events that belong right after a hash."""
    for event, link in enumerate(links, start):
        if link is not None and following(before, link.text) == link.hash:
            yield event


def _without(head: str) -> str:
    """Return that a log lacks a hash that was noted."""
    return (
        f"no event has the noted hash {head}: "
        f"the end of the log was removed, or the log was written anew"
    )
