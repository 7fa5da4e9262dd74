"""How far a deal is from the frontier."""

import numpy as np
from attrs import frozen

from accord.deals.frontiers import acceptable_frontier
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import rounded
from accord.model import Deal
from accord.play.nearest import MOST_WORTHS, nearest

METHOD = "Euclidean distance to the nearest acceptable deal that no other dominates"


@frozen(kw_only=True)
class Distance:
    """How far a deal is from the frontier of the deals that all accept.

    Attributes:
        points: The Euclidean distance to the nearest deal on the frontier, in points.
        error: In points, what the frontier may lack where it is too long to be listed; 0 where
            it is exact.
    """

    points: float
    error: float

    @property
    def method(self) -> str:
        """Return how it was found."""
        lists = f"approximate, within {self.error:.3g} points" if self.error else "exact"
        return f"{METHOD}; the frontier is {lists}"


def distance(numbers: Worth, deal: Deal) -> Distance | None:
    """Return how far a deal is from the frontier; None where no deal is acceptable to all.

    Source: T. Baarslag, K. Fujita, E. Gerding, K. Hindriks, T. Ito, N. Jennings, C. Jonker, S.
    Kraus, R. Lin, V. Robu and C. Williams, Evaluating practical negotiating agents, Artificial
    Intelligence 198 (2013), 73-103, section 5 (distance to the Pareto frontier).

    Args:
        numbers: What deals are worth, one set of numbers.
        deal: One option for every issue.

    Raises:
        AccordError: If the deal is not whole, or the agenda is too large.
    """
    here = numbers.points(numbers.names.choices([deal]))[0]
    if numbers.names.can_list(MOST_WORTHS // len(numbers.parties)):
        listed = nearest(numbers, numbers.bans, here)
        return None if listed is None else Distance(points=rounded(listed), error=0.0)
    with refusing_what_is_too_large():
        found, error = acceptable_frontier(numbers)
    if not len(found.points):
        return None
    points = float(np.linalg.norm(found.points - here, axis=1).min())
    return Distance(points=rounded(points), error=error)


def distance_if_known(numbers: Worth, deal: Deal) -> Distance | None:
    """Return what `distance` gives; None also where the frontier is too large to be found.

    Args:
        numbers: As for `distance`.
        deal: As for `distance`.
    """
    try:
        return distance(numbers, deal)
    except AccordError:
        return None
