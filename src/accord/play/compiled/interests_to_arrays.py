"""Numbers as the compiled engine takes them."""

from collections.abc import Sequence

import numpy as np

from accord.deals.worth import Worth
from accord.kernels.ties import Floats
from accord.play.compiled.plan import Numbers
from accord.play.streams import NUMBERS, keys


def figures(worth: Worth) -> Numbers:
    """Arrange sets of numbers by party.

    Args:
        worth: The numbers of all parties, many sets.
    """
    return Numbers(
        np.ascontiguousarray(np.swapaxes(worth.gains, 1, 2)),
        worth.bonuses,
        worth.point,
        worth.walk_away,
    )


def chance(count: int, seeds: Sequence[int]) -> Floats:
    """Draw from [0, 1) what the numbers of talks follow from, as `play.chance` does.

    Args:
        count: How many numbers a talk draws.
        seeds: One for each talk; at least one.
    """
    from accord.play.compiled.philox import ROOM, uniform

    drawn = np.zeros((len(seeds), count))
    first, seat = keys(seeds, NUMBERS)
    uniform(first, seat, np.zeros(ROOM, dtype=np.uint64), drawn)
    return drawn
