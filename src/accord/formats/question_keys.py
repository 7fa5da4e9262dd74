"""The keys of a question as people write them, as the model has them.

A question is `about` an issue and its options, and `answered` on a day, by an entry or in
words: people put all of that under one key. Here each goes to the key that holds it.
"""

import re
from collections.abc import Iterator
from typing import Any

from accord.formats.tree import Map, Seq
from accord.model import When, is_id

PARTED = ("about", "asked", "answered")
"""The keys under which people put what other keys hold too."""

_DATED = re.compile(
    r"(\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?)?)(?:\s*[,:;]\s*|\s+)(\S.*)", re.DOTALL
)
"""A date with something behind it."""
_NOT_YET = ("not yet", "not asked", "not answered", "none")
_YES_OR_NO = ("yes", "no", "true", "false")
"""What could be the answer, or whether there is one: it is refused as no date, not guessed."""
_KEYS = {
    "date": "answered",
    "on": "answered",
    "text": "reply",
    "words": "reply",
    "reply": "reply",
    "entry": "answered_in",
    "in": "answered_in",
}
"""What people call the parts of an answer, and the key that holds each."""


def plain_question(raw: Map) -> Map:
    """Return a question with every part of it under the key that the model has for it.

    What a key of the model holds already is left as it is; words under `about` go before those
    of `text`.

    Args:
        raw: The question, as a file has it.
    """
    found = Map(raw.line)
    words = raw.get("text")
    for key, held in raw.items():
        for to, value in _parted(key, held):
            if (key, to) == ("about", "text") and isinstance(words, str) and words:
                led = value if value[-1] in ".?!:" else f"{value}:"
                found[to] = words if value == words else f"{led} {words}"
                found.lines[to] = raw.lines[key]
            elif (to == key or to not in raw) and to not in found:
                found[to], found.lines[to] = value, raw.lines[key]
    return found


def _parted(key: str, held: Any) -> Iterator[tuple[str, Any]]:
    """Yield the keys of the model for what stands under a key."""
    if key == "about" and isinstance(held, Map) and len(held) == 1:
        ((issue, options),) = held.items()
        yield "issue", issue
        yield "option", options
    elif key == "about" and isinstance(held, str) and held and not is_id(held):
        yield "text", held
    elif key == "answered" and isinstance(held, Map):
        for part, value in held.items():
            yield _KEYS.get(part, part), value
    elif key == "answered" and isinstance(held, Seq):
        yield "answered_in", held
    elif key in ("asked", "answered") and isinstance(held, str) and held:
        yield from _dated(key, held.strip())
    else:
        yield key, held


def _dated(key: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a date, and what stands behind it: who asked, or the answer."""
    if text.casefold() in _NOT_YET or (key == "asked" and text.casefold() in ("no", "false")):
        return
    behind = None if _is_date(text) else _DATED.fullmatch(text)
    if behind and _is_date(behind[1]):
        yield key, behind[1]
        rest = behind[2]
        yield ("by", rest.removeprefix("by ")) if key == "asked" else ("reply", rest)
    elif key == "asked" or text.casefold() in _YES_OR_NO or re.match(r"\d", text):
        yield key, text  # a date, or what was meant for one
    else:
        yield "answered_in" if is_id(text) and text[-1] != "." else "reply", text


def _is_date(text: str) -> bool:
    try:
        When.parse(text)
    except ValueError:
        return False
    return True
