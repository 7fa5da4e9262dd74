"""Events as text, and the hashes that chain them.

**Canonical JSON.** An event is written as one JSON object in UTF-8: members sorted by the code
points of their keys, at every depth; no space between tokens; characters as they are but for
those that JSON must escape (`"`, the backslash and what lies below U+0020), as Python's `json`
escapes them; numbers as Python's `json` writes them (`1` and `1.0` are two numbers, `1e+16`,
whole numbers with all their digits). It is RFC 8785 but for the numbers and for sorting by code
points in place of UTF-16 units.

**Chain.** Links are texts with a hash, 64 lower-case hexadecimal digits. The first link is the
header, the canonical JSON of `{"accord": "log", "table": TABLE, "version": 1}`, and its hash is
the SHA-256 of that. The hash of each later link is the SHA-256 of the 64 digits of the link
before it, followed at once by the canonical JSON of the event.

**Line.** A link is written as its JSON with one more member at the end, `"hash"`. So the hash
of a line can be found with no JSON at hand: cut off that member, put the hash of the line
before in front, and take the SHA-256. No event may have a member of that name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from math import isfinite
from typing import Any, NamedTuple

from accord.errors import AccordError

Event = Mapping[str, Any]
"""A JSON object: texts, numbers, true, false, null, and lists and mappings of them."""

VERSION = 1
LONGEST = 200
DEEPEST = 64
DIGITS = 4000
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_TOO_LARGE = 10**DIGITS
_MEMBER = '"hash":"{}"}}'
_TAIL = len(_MEMBER.format("0" * 64))


class Link(NamedTuple):
    """A text of the chain and its hash.

    Attributes:
        body: The canonical JSON of an event, or of the header.
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


def header(table: str) -> Link:
    """Give the first link of a table's chain.

    Args:
        table: The table's id.

    Returns:
        The link, whose hash is that of a log with no events.

    Raises:
        AccordError: If the id is empty, too long, or has characters that cannot be shown.
    """
    if not is_table(table):
        raise AccordError(
            f"{table!r} cannot be a table's id: "
            f"give 1 to {LONGEST} characters that can be shown"
        )
    body = canonical({"accord": "log", "table": table, "version": VERSION})
    return Link(body, sha256(body.encode()).hexdigest())


def is_table(table: str) -> bool:
    """Tell whether a text can be a table's id."""
    return 0 < len(table) <= LONGEST and table.isprintable()


def following(previous: str, body: str) -> str:
    """Give the hash of the text that comes after a hash."""
    return sha256(previous.encode() + body.encode(errors="surrogatepass")).hexdigest()


def chained(previous: str, bodies: Iterable[str]) -> Iterator[Link]:
    """Give the links of texts that come after a hash, in order."""
    for body in bodies:
        previous = following(previous, body)
        yield Link(body, previous)


def log_lines(table: str, events: Iterable[Event]) -> Iterator[str]:
    """Write the log of a table as lines, without their ends.

    Args:
        table: The table's id.
        events: All its events, in order.

    Yields:
        The line that names the table, then a line an event; join them with line feeds only, for
        texts in events may hold other characters that some programs take for the end of a line.

    Raises:
        AccordError: If the id or an event cannot be kept; see `header` and `canonical`.
    """
    first = header(table)
    yield first.line()
    for link in chained(first.hash, map(canonical, events)):
        yield link.line()
