"""How far a deal is from the frontier."""

import numpy as np
from attrs import frozen

from accord.deals.frontiers import acceptable_frontier
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.valued import clean
from accord.errors import AccordError
from accord.model import Agenda, Deal, Interests
from accord.play.nearest import MOST_WORTHS, nearest
from accord.play.numbers import tabulated

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
        """Say how it was found."""
        lists = f"approximate, within {self.error:.3g} points" if self.error else "exact"
        return f"{METHOD}; the frontier is {lists}"


def distance(agenda: Agenda, interests: tuple[Interests, ...], deal: Deal) -> Distance | None:
    """Give how far a deal is from the frontier; None where no deal is acceptable to all.

    Source: T. Baarslag, K. Fujita, E. Gerding, K. Hindriks, T. Ito, N. Jennings, C. Jonker, S.
    Kraus, R. Lin, V. Robu and C. Williams, Evaluating practical negotiating agents, Artificial
    Intelligence 198 (2013), 73-103, section 5 (distance to the Pareto frontier).

    Args:
        agenda: The issues and constraints.
        interests: One for every party; ranges are read at their middle.
        deal: One option for every issue.

    Raises:
        AccordError: If the deal is not whole or interests lack a number.
    """
    tables = tabulated(agenda, interests)
    here = tables.middle.worths(tables.names.choices([deal]))[0]
    if tables.names.can_list(MOST_WORTHS // len(interests)):
        listed = nearest(tables.middle, tables.bans, here)
        return None if listed is None else Distance(points=clean(listed), error=0.0)
    with refusing_what_is_too_large():
        found, error = acceptable_frontier(tables)
    if not len(found.points):
        return None
    points = float(np.linalg.norm(found.points - here, axis=1).min())
    return Distance(points=clean(points), error=error)


def distance_if_known(
    agenda: Agenda, interests: tuple[Interests, ...], deal: Deal
) -> Distance | None:
    """Give what `distance` gives; None also where the frontier is too large to be found.

    Args:
        agenda: As for `distance`.
        interests: As for `distance`.
        deal: As for `distance`.
    """
    try:
        return distance(agenda, interests, deal)
    except AccordError:
        return None
