"""Marks: what a party can live with on an issue, in words instead of numbers."""

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from accord.model.choices import WideChoice, read_as
from accord.model.refs import SourceId


class Mark(WideChoice):
    """How a party stands to an option, as a holder says or assumes."""

    WANT = "want"
    LIVE = "can live with"
    CANNOT = "cannot"
    UNKNOWN = "?"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return other words, in small letters, each with the member that it stands for."""
        return _WORDS


_WORDS = read_as(
    {
        "want": "wants, wanted, prefer, prefers, preferred, good, green, g",
        "can live with": "live with, live, can live, could live with, can accept, acceptable, "
        "accept, tolerable, amber, yellow, orange, a, y",
        "cannot": "can not, can't, cannot live with, never, red line, red, r, unacceptable",
        "?": "unknown, not known, unclear, not asked, don't know, tbd, white, grey, gray",
    }
)


class HowKnown(WideChoice):
    """How a holder knows a mark."""

    SAID = "said"
    BELIEVED = "believed"
    TESTED = "tested"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return other words, in small letters, each with the member that it stands for."""
        return _HOW


_HOW = read_as(
    {
        "said": "stated, they said so, said so, told us, in public",
        "believed": "assumed, guess, guessed, we think, our guess, likely",
        "tested": "checked, tried, put to them",
    }
)


@frozen(kw_only=True)
class Marked:
    """A mark, and how it is known.

    Attributes:
        mark: want, can live with, cannot, or ? where it is not known.
        how: Whether the party said so, the holder believes so, or it was tested.
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    alone: ClassVar = "mark"
    mark: Mark
    how: HowKnown | None = None
    basis: str = ""
    source: SourceId = ""
