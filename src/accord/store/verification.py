"""Finding the first event of a log that is not as it was written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from attrs import frozen

from accord.errors import FormatError, Problem
from accord.store.chain import VERSION, Link, following, header, is_table


@frozen(kw_only=True)
class Break:
    """Where a chain of hashes is broken first.

    Attributes:
        line: The line of the log, counted from 1; 0 where it is about the whole log.
        sentence: What was found there, naming events by their number: event n is on line n + 1.
    """

    line: int
    sentence: str


@frozen(kw_only=True)
class Examined:
    """What was found in a log.

    Attributes:
        table: The id of the table.
        count: How many events are intact: all, or those before the break.
        head: The hash of the last of them; note it down to notice a removed end later.
        broken: The first break; None where the log is intact.
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
        The first break, or None where the log is intact. Without `head`, a removed end is not
        seen; nor is a log that was written anew from some event on.

    Raises:
        FormatError: If the lines are not those of a log.
    """
    return examine(lines, head).broken


def examine(lines: Iterable[str], head: str | None = None, name: str = "the log") -> Examined:
    """Verify a log and say besides whose it is, how long, and what its head is.

    Args:
        lines: The lines of the log, with or without their ends.
        head: A hash that was noted when the log was shorter, or as it is: the log must have it.
        name: The log, as errors shall name it.

    Returns:
        What was found.

    Raises:
        FormatError: If the lines are not those of a log.
    """
    numbered = enumerate((line.removesuffix("\n").removesuffix("\r") for line in lines), 1)
    _, first = next(numbered, (1, ""))
    table = _table(first, name)
    start = header(table)
    if first != start.line():
        changed = Break(line=1, sentence="the first line, which names the table, was changed")
        return Examined(table=table, count=0, head=start.hash, broken=changed)
    hashes = [start.hash]
    broken = None
    for number, line in numbered:
        link = _link(line, number, name)
        if link is None or following(hashes[-1], link.body) != link.hash:
            rest = [Link.of(one) for _, one in chain([(number, line)], numbered)]
            broken = Break(line=number, sentence=_why(hashes, rest))
            break
        hashes.append(link.hash)
    else:
        if head is not None and head not in hashes:
            broken = Break(line=0, sentence=_without(head))
    return Examined(table=table, count=len(hashes) - 1, head=hashes[-1], broken=broken)


def _table(line: str, name: str) -> str:
    """Read the first line of a log for the table it names."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or read.get("accord") != "log":
        sentence = "this is not the first line of a log of Accord, which names the table"
        raise FormatError(str(Problem(name, 1, sentence)))
    table, version = read.get("table"), read.get("version")
    if isinstance(version, int) and version > VERSION:
        sentence = f"a newer Accord wrote this log (version {version}): use that one"
        raise FormatError(str(Problem(name, 1, sentence)))
    if not isinstance(table, str) or not is_table(table):
        raise FormatError(str(Problem(name, 1, "'table' is no id of a table")))
    return table


def _link(line: str, number: int, name: str) -> Link | None:
    """Take a line apart; None where it has no hash."""
    try:
        read = json.loads(line)
    except RecursionError:
        read, why = None, "nested too deeply to be read"
    except ValueError as error:
        read, why = None, f"not JSON: {error}"
    else:
        why = "no JSON object"
    if not isinstance(read, dict):
        before = f"the lines before it are intact, up to event {number - 2}"
        raise FormatError(str(Problem(name, number, f"this line is {why}; {before}")))
    return Link.of(line)


def _why(hashes: Sequence[str], rest: Sequence[Link | None]) -> str:
    """Say what is wrong with the first of the lines that come after the intact ones."""
    at = len(hashes)
    link, later = rest[0], rest[1:]
    true = {event: one.hash for event, one in enumerate(later, at + 1) if one is not None}
    known = dict(enumerate(hashes)) | true
    if link is not None and (before := _after_which(link, known)) is not None:
        if known.get(before + 1) == link.hash:
            return f"event {at} is a copy of event {before + 1}"
        return f"event {at} was moved: it belongs right after event {before}"
    heir = next(_continuing(hashes[-1], later, at + 1), None)
    if heir == at + 1:
        return f"event {at} was inserted: event {heir} is the one that follows event {at - 1}"
    if heir is not None:
        return f"event {at} is out of place: event {heir} was moved from here"
    if link is None:
        return f"event {at} was changed: it does not end with its hash"
    if any(_continuing(following(hashes[-1], link.body), later[:1], at + 1)):
        return f"the hash of event {at} was changed"
    before_it = f"event {at - 1}" if at > 1 else "the line that names the table"
    return (
        f"event {at} does not follow from {before_it}: "
        f"one of them was changed, or what stood between them was removed"
    )


def _after_which(link: Link, known: dict[int, str]) -> int | None:
    """Give the event after which a line belongs, where it is in the log."""
    return next(
        (event for event, one in known.items() if following(one, link.body) == link.hash), None
    )


def _continuing(before: str, links: Sequence[Link | None], start: int) -> Iterator[int]:
    """Give the events that belong right after a hash."""
    for event, link in enumerate(links, start):
        if link is not None and following(before, link.body) == link.hash:
            yield event


def _without(head: str) -> str:
    """Say that a log lacks a hash that was noted."""
    return (
        f"no event has the noted hash {head}: "
        f"the end of the log was removed, or the log was written anew"
    )
