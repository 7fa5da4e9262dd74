"""Events as text, and the hashes that chain them.

**Canonical JSON.** An event is written as one JSON object in UTF-8: members sorted by the code
points of their keys, at every depth; no space between tokens; characters as they are but for
those that JSON must escape (`"`, the backslash and what lies below U+0020), as Python's `json`
escapes them; numbers as Python's `json` writes them (`1` and `1.0` are two numbers, `1e+16`,
whole numbers with all their digits). It is RFC 8785 but for the numbers and for sorting by code
points in place of UTF-16 units.

**Chain.** A link is the text of an event with a hash, 64 lower-case hexadecimal digits: the
SHA-256 of the 64 digits of the link before it, followed at once by the canonical JSON of the
event. Before the first link stand 64 zeros.

**Line.** A log has a line an event and nothing else: the JSON of the event with one more member
at the end, `"hash"`. So the hash of a line can be found with no JSON at hand: cut off that
member, put the hash of the line before in front, and take the SHA-256. No event may have a
member of that name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from math import isfinite
from typing import Any, NamedTuple

from accord.errors import AccordError

Event = Mapping[str, Any]
"""A JSON object: texts, numbers, true, false, null, and lists and mappings of them."""

START = "0" * 64
"""What stands before the first event: the head of a log that has none."""

DEEPEST = 64
DIGITS = 4000
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_TOO_LARGE = 10**DIGITS
_MEMBER = '"hash":"{}"}}'
_TAIL = len(_MEMBER.format(START))


class Link(NamedTuple):
    """An event of the chain and its hash.

    Attributes:
        body: The canonical JSON of the event.
        hash: The SHA-256, in hexadecimal digits.
    """

    body: str
    hash: str

    def line(self) -> str:
        """Write the link as a line of a log, without the line's end."""
        comma = "" if self.body == "{}" else ","
        return self.body[:-1] + comma + _MEMBER.format(self.hash)

    @classmethod
    def of(cls, line: str) -> "Link | None":
        """Take a line of a log apart; None where it does not end with a hash."""
        start, tail = line[:-_TAIL], line[-_TAIL:]
        digits = tail[8:-2]
        if tail != _MEMBER.format(digits) or set(digits) - set("0123456789abcdef"):
            return None
        return cls(start.removesuffix(",") + "}", digits)


def canonical(event: Event) -> str:
    """Write an event as canonical JSON.

    Args:
        event: The event.

    Returns:
        The text, on one line.

    Raises:
        AccordError: If it is no JSON object, or has what JSON cannot hold.
    """
    if not isinstance(event, Mapping):
        raise AccordError(f"an event is a mapping, not {_named(event)}")
    if "hash" in event:
        raise AccordError("an event cannot have a member 'hash': the log puts its own there")
    plain = _plain(event, "the event", 1)
    text = _ENCODER.encode(plain)
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


def following(previous: str, body: str) -> str:
    """Give the hash of the event that comes after a hash."""
    return sha256(previous.encode() + body.encode(errors="surrogatepass")).hexdigest()


def chained(previous: str, bodies: Iterable[str]) -> Iterator[Link]:
    """Give the links of events that come after a hash, in order."""
    for body in bodies:
        previous = following(previous, body)
        yield Link(body, previous)


def log_lines(events: Iterable[Event]) -> Iterator[str]:
    """Write a log as lines, without their ends.

    Args:
        events: All its events, in order.

    Yields:
        A line an event; join them with line feeds only, for texts in events may hold other
        characters that some programs take for the end of a line.

    Raises:
        AccordError: If an event cannot be kept; see `canonical`.
    """
    for link in chained(START, map(canonical, events)):
        yield link.line()
