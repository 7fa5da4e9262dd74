"""How much one side holds, and how its room is dealt out between the parts of the page.

One budget serves every form of the page, so that all readers have the same lines before them:
a side of A4, a screen, two screens of a phone, and 66 lines of a terminal. The phone has the
least room, so rows are counted as it breaks them.
"""

from collections.abc import Sequence
from math import ceil

ROWS = 84
"""How many rows there are: two screens of a phone of 390 by 844 points, less its margins."""

SIGNS = 46
"""How many signs a row holds on average there, at the size of the page's letters."""

MOST_SIGNS = 150
"""How many signs of one line are shown; the rest of it stands in the dossier."""

READINGS_SIGNS = 200
"""How many signs are shown of readings side by side: a cut may take what they differ in."""

HEADING = 1.6
"""How many rows the heading of a part takes, with the room around it."""

LINE = 0.2
"""How many rows the room around a line takes."""


def rows(text: str) -> float:
    """Return how many rows a line takes.

    Args:
        text: All that stands in it: its date, its words, the ids behind it.
    """
    return max(1, ceil(len(text) / SIGNS)) + LINE


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
