"""Points in words: whole ones, as ranges of many points bear no tenths."""

import math
from collections.abc import Container, Iterator, Mapping

from accord.kernels.ties import TIE

_SPELT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
"""Larger numbers are read faster in figures."""


def spelt(many: int) -> str:
    """Return a small number as a word: `two`."""
    return _SPELT[many] if many < len(_SPELT) else str(many)


def whole(points: float) -> str:
    """Return points as a whole number, halves away from zero."""
    near = math.copysign(math.floor(abs(round(points, 6)) + 0.5), points)
    return f"{near + 0.0:.0f}"


def counted(points: float) -> str:
    """Return a number of points that is not negative: `1 point`, `12 points`."""
    if points > TIE and whole(points) == "0":
        return "less than a point"
    return f"{whole(points)} point" if whole(points) == "1" else f"{whole(points)} points"


def up(points: float) -> int:
    """Round points up, where fewer would not do."""
    return math.ceil(points - 1e-6)


def between(low: float, high: float) -> str:
    """Return the ends of a range in words."""
    ends = dict.fromkeys(map(whole, (low, high)))
    return " to ".join(ends)


def differences(
    names: Mapping[str, str], more: Mapping[str, float], told: Container[str]
) -> Iterator[str]:
    """Yield for whom a deal is worth more or less than another, and by how much.

    Where the ranges do not tell the two apart, no number is said: for some of their numbers the
    difference is the other way round.

    Args:
        names: Of the parties, by id.
        more: How many points more the deal is worth, at the middle of the ranges; without those
            who refuse one of the two.
        told: The parties for whom the ranges tell them apart.
    """
    for party, name in names.items():
        if party not in more:
            yield f"{name}: crosses a red line"
        elif party in told:
            which = "more" if more[party] > 0 else "less"
            yield f"{name} {counted(abs(more[party]))} {which}"
        elif abs(more[party]) <= TIE:
            yield f"{name} the same"
        else:
            yield f"{name} not told apart by the ranges"


def in_100(share: float) -> str:
    """Return in how many of 100 cases something holds: `63`, `less than 1`.

    Args:
        share: 0 to 1.
    """
    return percent(share).removesuffix("%")


def percent(share: float, digits: int = 0) -> str:
    """Return a share in percent; one that rounds to none or to all without being it says so.

    Args:
        share: 0 to 1.
        digits: How many digits after the point.
    """
    said, step = f"{share:.{digits}%}", 10.0**-digits
    if share > 0 and said == f"{0:.{digits}%}":
        return f"less than {step:.{digits}f}%"
    if share < 1 and said == f"{1:.{digits}%}":
        return f"more than {100 - step:.{digits}f}%"
    return said
