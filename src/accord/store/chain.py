"""Events in their envelopes as text, and the hashes that chain them.

**Canonical JSON.** An event is written as one JSON object in UTF-8: members sorted by the code
points of their keys, at every depth; no space between tokens; characters as they are but for
those that JSON must escape (`"`, the backslash and what lies below U+0020), as Python's `json`
escapes them; numbers as Python's `json` writes them (`1` and `1.0` are two numbers, `1e+16`,
whole numbers with all their digits). It is RFC 8785 but for the numbers and for sorting by code
points in place of UTF-16 units.

**Envelope.** Around the event stands, as canonical JSON too, what the store says of it: `at`
(when, in UTC), `by` (who), `number` (its place in the log, from 1), `table` (whose log it is)
and `version` (of this form); `at`, `by` and `table` are left out where they are empty. The
event itself is the member `event`.

**Chain.** A link is the text of an envelope with a hash, 64 lower-case hexadecimal digits: the
SHA-256 of the 64 digits of the link before it, followed at once by that text. Before the first
link stand 64 zeros. The text has the table's id, so the log of one table cannot be passed off
as that of another.

**Line.** A log has a line an event and nothing else: the envelope with one more member at the
end, `"hash"`. So the hash of a line can be found with no JSON at hand: cut off that member, put
the hash of the line before in front, and take the SHA-256.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from math import isfinite
from typing import Any, NamedTuple

from accord.errors import AccordError

Event = Mapping[str, Any]
"""A JSON object: texts, numbers, true, false, null, and lists and mappings of them."""

VERSION = 1
"""The version of the form of an envelope and of how it is chained."""

START = "0" * 64
"""What stands before the first event: the head of a log that has none."""

DEEPEST = 64
"""Levels of nesting: more than any event has, fewer than any reader of JSON gives up at."""
DIGITS = 4000
"""Python refuses by default to read whole numbers of more than 4,300 digits."""
LONGEST = 200
"""Characters that the name of a table or a person may have."""

_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_TOO_LARGE = 10**DIGITS
_MEMBER = ',"hash":"{}"}}'
_HASH = re.compile("[0-9a-f]{64}").fullmatch
_TAIL = len(_MEMBER.format(START))


class Envelope(NamedTuple):
    """An event as a store gives it back.

    Attributes:
        number: Its place in the log, from 1.
        event: The event.
        at: When the store took it, in UTC, as `2026-11-28T10:36:17.123456Z`; empty in the log
            of talks that only programs held, for they have no clock.
        by: Who appended it, a person or a program; empty where nobody is named.
    """

    number: int
    event: dict[str, Any]
    at: str = ""
    by: str = ""


class Link(NamedTuple):
    """The text of an envelope in the chain, and its hash.

    Attributes:
        text: Canonical JSON.
        hash: The SHA-256, in hexadecimal digits.
    """

    text: str
    hash: str

    def line(self) -> str:
        """Return the link as a line of a log, without the line's end."""
        return self.text[:-1] + _MEMBER.format(self.hash)

    @classmethod
    def of(cls, line: str) -> "Link | None":
        """Take a line of a log apart; None where it does not end with a hash."""
        start, tail = line[:-_TAIL], line[-_TAIL:]
        digits = tail[9:-2]
        if tail != _MEMBER.format(digits) or not _HASH(digits):
            return None
        return cls(start + "}", digits)


def canonical(event: Event) -> str:
    """Return an event as canonical JSON.

    Args:
        event: The event.

    Returns:
        The text, on one line.

    Raises:
        AccordError: If it is no JSON object, or has what JSON cannot hold.
    """
    if not isinstance(event, Mapping):
        raise AccordError(f"an event is a mapping, not {_named(event)}")
    text = _ENCODER.encode(_plain(event, "the event", 1))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        sentence = f"the event has a text with {half}, half of a character: mend the text"
        raise AccordError(sentence) from None
    return text


def _plain(value: Any, where: str, depth: int) -> Any:
    """Copy a value as what JSON knows, or say what it does not know."""
    if depth > DEEPEST:
        raise AccordError(f"the event is nested deeper than {DEEPEST} levels: flatten it")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) >= _TOO_LARGE:
            raise AccordError(f"{where} is a number of more than {DIGITS} digits")
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise AccordError(f"{where} is {float(value)}: only finite numbers can be kept")
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise AccordError(f"{where} has the key {key!r}: keys must be texts")
        return {key: _plain(value[key], f"{key!r} in {where}", depth + 1) for key in value}
    if isinstance(value, list | tuple):
        return [_plain(one, where, depth + 1) for one in value]
    raise AccordError(f"{where} is {_named(value)}, which JSON does not know")


def _named(value: object) -> str:
    return f"a value of type {type(value).__name__}"


def envelope_text(
    body: str, number: int, table: str = "", at: str = "", by: str = "", version: int = VERSION
) -> str:
    """Return the text that is chained: an event in its envelope.

    Args:
        body: The canonical JSON of the event.
        number: Its place in the log, from 1.
        table: The table's id.
        at: When.
        by: Who.
        version: The version of the form.
    """
    # By hand, for the body is JSON already; the members are in the order of their names.
    when = f'"at":{_quoted(at)},' if at else ""
    who = f'"by":{_quoted(by)},' if by else ""
    whose = f'"table":{_quoted(table)},' if table else ""
    return f'{{{when}{who}"event":{body},"number":{number},{whose}"version":{version}}}'


def following(previous: str, text: str) -> str:
    """Return the hash of the envelope that comes after a hash."""
    return sha256(previous.encode() + text.encode(errors="surrogatepass")).hexdigest()


def chained(previous: str, texts: Iterable[str]) -> Iterator[Link]:
    """Yield the links of envelopes that come after a hash, in order."""
    for text in texts:
        previous = following(previous, text)
        yield Link(text, previous)


def links(events: Iterable[Event], table: str = "") -> Iterator[Link]:
    """Yield the chain of a log that says neither who nor when.

    Args:
        events: All its events, in order.
        table: The table's id.

    Raises:
        AccordError: If an event cannot be kept; see `canonical`.
    """
    bodies = map(canonical, events)
    texts = (envelope_text(body, at, table) for at, body in enumerate(bodies, 1))
    return chained(START, texts)


def log_lines(events: Iterable[Event], table: str = "") -> Iterator[str]:
    """Yield a log that says neither who nor when as lines, without their ends.

    The same events are the same bytes, whenever and wherever they are written.

    Args:
        events: All its events, in order.
        table: The table's id.

    Yields:
        A line an event; join them with line feeds only, for texts in events may hold other
        characters that some programs take for the end of a line.

    Raises:
        AccordError: If an event cannot be kept; see `canonical`.
    """
    for link in links(events, table):
        yield link.line()
