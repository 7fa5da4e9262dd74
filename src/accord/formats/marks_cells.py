"""A cell of a sheet of marks: a word, a letter or a colour, and what stands behind it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import define, field, frozen

from accord.formats.cell_colours import AMBER, GREEN, GREY, RED
from accord.formats.folded_names import folded
from accord.model import HowKnown, Mark

BY_COLOUR = {GREEN: Mark.WANT, AMBER: Mark.LIVE, RED: Mark.CANNOT, GREY: Mark.UNKNOWN}
"""What the colour of a cell says."""

_TAIL = re.compile(
    r"^(?P<word>[^:;,(\n–—]+?)\s*(?:[:;,\n–—]|\s-\s|(?=\())\s*(?P<rest>.+)$", re.DOTALL
)
"""A mark with a reason or a condition behind it: `A, if the mortars go back`."""

_NOTHING = re.compile(r"[-–—./\s]+|n\.?\s?/?\s?a\.?")
"""What people write into a cell that says nothing."""

_TICKS = frozenset("x✓✔•●■o")
"""Signs that people put into a cell whose colour says the rest."""

_ABROAD = {
    folded(word): mark
    for mark, words in {
        Mark.WANT: "grün, vert, verde, зелёный, зеленый, зелений, أخضر",
        Mark.LIVE: "gelb, orange, jaune, amarillo, ámbar, жёлтый, желтый, жовтий, أصفر",
        Mark.CANNOT: "rot, rouge, rojo, красный, червоний, أحمر",
        Mark.UNKNOWN: "grau, weiß, gris, blanc, blanco, серый, сірий, رمادي",
    }.items()
    for word in words.split(", ")
}
"""Colours by their names in German, French, Spanish, Russian, Ukrainian and Arabic."""

WORDS = "want (G), can live with (A), cannot (R) or ?"


@frozen
class MarkRead:
    """What a cell says.

    Attributes:
        mark: The mark; None where the cell says nothing.
        rest: What stands behind the mark in the cell.
        note: What is to be said of the cell.
    """

    mark: Mark | None
    rest: str = ""
    note: str = ""


@define
class MarkReader:
    """Reads the cells of a sheet, and counts what was read by its colour.

    Attributes:
        values: What values mean: by `mark`, by a column's name or by what it holds.
        coloured: How many cells were read by their colour, by that colour.
        used: The values whose meaning was looked up, folded, with whose they are.
    """

    values: Mapping[str, Mapping[str, str]]
    coloured: Counter[str] = field(factory=Counter)
    used: set[tuple[str, str]] = field(factory=set)

    def meant(self, text: str, *of: str) -> str:
        """Return what a text means by what was said of values; itself where nothing was."""
        plain = folded(text)
        for key, pairs in self.values.items():
            if folded(key) in map(folded, of):
                for old, new in pairs.items():
                    if folded(old) == plain:
                        self.used.add((key, old))
                        return new
        return text

    def read(self, text: str, fill: str, *of: str) -> MarkRead:
        """Read one cell.

        Args:
            text: What stands in it.
            fill: The colour behind it.
            of: What its column is called, and what it holds.

        Raises:
            ValueError: If it is no mark, with a sentence.
        """
        text = self.meant(text.strip(), "mark", *of)
        by_fill = BY_COLOUR.get(fill)
        if by_fill is not None and text.casefold() in _TICKS:
            text = ""
        if not text or _NOTHING.fullmatch(text.casefold()):
            if by_fill is None:
                return MarkRead(None)
            self.coloured[fill] += 1
            return MarkRead(by_fill)
        mark, rest = self._worded(text, of)
        if by_fill not in (None, mark):
            return MarkRead(mark, rest, f"'{text}' is on {fill}: the word counts ({mark})")
        return MarkRead(mark, rest)

    def _worded(self, text: str, of: Iterable[str]) -> tuple[Mark, str]:
        if mark := mark_of(text):
            return mark, ""
        if found := _TAIL.match(text):
            mark = mark_of(self.meant(found["word"], "mark", *of))
            rest = found["rest"].strip()
            if mark:
                return mark, rest[1:-1].strip() if rest[0] + rest[-1] == "()" else rest
        shown = text if len(text) < 40 else f"{text[:37]}..."
        raise ValueError(
            f"'{shown}' is no mark: {WORDS}; --value 'mark:{shown}=MARK', with one of these "
            "in place of MARK, says what it means"
        )

    def is_mark(self, text: str, fill: str, *of: str) -> bool:
        """Whether a cell may be a mark: by its colour, or by its words."""
        try:
            return self.read(text, fill, *of).mark is not None
        except ValueError:
            return False


def mark_of(text: str) -> Mark | None:
    """Return the mark that a word or a letter stands for; None where it is none."""
    try:
        return Mark(text)
    except ValueError:
        return _ABROAD.get(folded(text))


def how_known(text: str) -> HowKnown | None:
    """Return how a mark is known, by a cell; None where it says nothing.

    Raises:
        ValueError: If it says something else, with a sentence.
    """
    if not text.strip() or _NOTHING.fullmatch(text.strip().casefold()):
        return None
    try:
        return HowKnown(text)
    except ValueError:
        said = ", ".join(HowKnown)
        raise ValueError(f"'{text}' does not say how a mark is known: {said}") from None
