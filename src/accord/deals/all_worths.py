"""What given deals, or all of them, are worth: for tables and for pictures."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.kernels.frontier import Frontier
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Deal

Flags = npt.NDArray[np.bool_]


def worths(worth: Worth, deals: Sequence[Deal]) -> tuple[ValuedDeal, ...]:
    """Return what given deals are worth to everybody at the middle of the ranges.

    Args:
        worth: The interests.
        deals: One option for every issue, each.

    Raises:
        AccordError: If a deal lacks an option.
    """
    choices = worth.names.choices(deals)
    return worth.valued(Frontier(worth.points(choices), choices))


@frozen(eq=False)
class Cloud:
    """What every deal is worth.

    Attributes:
        points: Shape (deals, parties), in points.
        acceptable: Shape (deals,), whether every party accepts the deal.
        refused: Shape (deals, parties), whether it crosses a red line of the party.
    """

    points: Floats
    acceptable: Flags
    refused: Flags

    def among(self, parties: Sequence[int]) -> Floats:
        """Return the worth of the deals that cross no red line of some parties to these.

        Args:
            parties: Numbers of the parties.

        Returns:
            Shape (deals, parties given).
        """
        kept = ~self.refused[:, list(parties)].any(axis=1)
        return np.asarray(self.points[kept][:, list(parties)])


def cloud(worth: Worth, most: int) -> Cloud | None:
    """Return the worth of every deal that no constraint excludes, to be drawn as points.

    Args:
        worth: The interests.
        most: The most combinations that are listed.

    Returns:
        The points, or None if there are more combinations.
    """
    sizes = worth.names.sizes
    if not worth.names.can_list(most):
        return None
    choices = np.indices(sizes).reshape(len(sizes), -1).T
    choices = choices[~_taken(choices, worth.constraints)]
    points = worth.points(choices)
    reached = (points >= worth.walk_away - TIE).all(axis=1)
    refused = worth.refused(choices)
    return Cloud(points, np.asarray(reached & ~refused.any(axis=1)), refused)


def _taken(choices: Ints, bans: Sequence[Ban]) -> Flags:
    """Return which deals take some combination."""
    taken = np.zeros(len(choices), dtype=np.bool_)
    for scope, ban in bans:
        taken |= ban[tuple(choices[:, scope].T)]
    return taken
