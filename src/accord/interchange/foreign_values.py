"""Numbers and options in files of other programs."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from accord.formats.read import FileReading, short
from accord.formats.tree import Seq
from accord.model import LONGEST


def number(text: str) -> float | None:
    """Read a number as JSON and YAML write it, infinite ones too; nothing if it is none."""
    tidy = text.strip().casefold()
    if len(tidy) > LONGEST or "_" in tidy or not tidy.isascii():
        return None
    sign, plain = (tidy[:1], tidy[1:]) if tidy[:1] in "+-" else ("", tidy)
    try:
        return float(sign + (plain[1:] if plain in (".inf", ".nan") else plain))
    except ValueError:
        return None


def shifted(number: float, places: int) -> float:
    """Move the point of a number as it is written: 0.57 by two places is 57, not less."""
    return float(Decimal(repr(number)).scaleb(places)) + 0.0


def finite(r: FileReading, raw: Any, line: int, what: str) -> float:
    """Read a finite number; 0 where it is none, which is said."""
    found = number(raw) if isinstance(raw, str) else None
    if found is not None and math.isfinite(found):
        return found
    given = f", not {short(raw)}" if isinstance(raw, str) and raw else ""
    r.say(line, f"{what} must be a number{given}")
    return 0.0


def options_of(r: FileReading, listed: Seq, issue: str, kind: str) -> Iterator[str]:
    """Yield the options that are listed for an issue, each once.

    Args:
        r: The file being read, which takes the mistakes.
        listed: What is listed.
        issue: The issue.
        kind: What an option must be, in words.
    """
    seen: set[str] = set()
    for option, line in zip(listed, listed.lines, strict=True):
        if not isinstance(option, str) or not option:
            r.say(line, f"an option of {short(issue)} must be {kind}")
        elif option in seen:
            r.say(line, f"{short(issue)} has the option {short(option)} twice")
        else:
            seen.add(option)
            yield option
