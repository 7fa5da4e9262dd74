"""How much one side holds, and how its room is dealt out between the parts of the page.

One budget serves every form of the page, so that all readers have the same lines before them:
a side of A4, a screen, two screens of a phone, and 66 lines of a terminal. The phone has the
least room, so rows are counted as it breaks them. A page that was asked for more, whether they
will reach a deal and whether it would hold, is one side of A4 and no more, and its rows are
counted as paper breaks them: on a phone it is longer.
"""

from collections.abc import Sequence
from math import ceil

from attrs import frozen


@frozen
class PageRoom:
    """How much one side holds.

    Attributes:
        rows: How many rows there are.
        signs: How many signs a row holds on average, at the size of the page's letters.
    """

    rows: int
    signs: int


PHONE = PageRoom(rows=84, signs=46)
"""Two screens of a phone of 390 by 844 points, less its margins."""

PAPER = PageRoom(rows=65, signs=98)
"""A side of A4 as it is printed, less its margins, its title and its foot."""

MOST_SIGNS = 150
"""How many signs of one line are shown; the rest of it stands in the dossier."""

READINGS_SIGNS = 200
"""How many signs are shown of readings side by side: a cut may take what they differ in."""

HEADING = 1.6
"""How many rows the heading of a part takes, with the room around it."""

LINE = 0.2
"""How many rows the room around a line takes."""


def rows(text: str, room: PageRoom = PHONE) -> float:
    """Return how many rows a line takes.

    Args:
        text: All that stands in it: its date, its words, the ids behind it.
        room: What breaks it.
    """
    return max(1, ceil(len(text) / room.signs)) + LINE


def deal_out(parts: Sequence[Sequence[float]], room: float) -> list[int]:
    """Return how many lines of each part there is room for.

    Room is dealt out in turns: each part in its turn has its next line, if there is room for
    it, and else has no more turns. So each has its heaviest line before any has its second.

    Args:
        parts: The rows that each line of a part takes, the heaviest line first.
        room: How many rows there are.
    """
    dealt = [0] * len(parts)
    waiting = list(range(len(parts)))
    while waiting:
        for place in tuple(waiting):
            lines = parts[place]
            if dealt[place] == len(lines) or lines[dealt[place]] > room:
                waiting.remove(place)
                continue
            room -= lines[dealt[place]]
            dealt[place] += 1
    return dealt
