"""The frontiers of all deals and of the acceptable ones, exact or with a stated error."""

import numpy as np
from attrs import frozen

from accord.deals.tabulate import Reading, Tables
from accord.kernels.frontier import Frontier
from accord.kernels.ties import TIE

METHOD = (
    "exact: variable elimination over the issues, keeping the partial deals that no other "
    "dominates; ranges read at their middle"
)


@frozen(eq=False)
class Frontiers:
    """The deals that no deal dominates, at the middle of the ranges.

    Attributes:
        everything: Those of all deals that no constraint excludes.
        acceptable: Those of the deals that every party accepts.
        error: In points: every deal is by at most so much above a listed one, for each party;
            among acceptable deals this holds for those that are at least so much above every
            walk-away value. 0 where the lists are exact.
    """

    everything: Frontier
    acceptable: Frontier
    error: float

    @classmethod
    def of(cls, tables: Tables) -> "Frontiers":
        """Find them; exact unless they are too long."""
        reading: Reading = tables.middle
        every = reading.approximation(tables.constraints)
        everything, error = Frontier(every.points, every.choices), float(every.error.max())
        if not error and len(tables.bans) == len(tables.constraints):
            # Without red lines whatever dominates an acceptable deal is acceptable too.
            reached = (every.points >= reading.walk_away - TIE).all(axis=1)
            acceptable = Frontier(every.points[reached], every.choices[reached])
            return cls(everything, acceptable, error)
        acceptable, lacking = acceptable_frontier(tables)
        return cls(everything, acceptable, max(error, lacking))

    @property
    def method(self) -> str:
        """Say how the lists were found."""
        if not self.error:
            return METHOD
        return (
            "approximate, as too many deals are not dominated to be listed: variable "
            "elimination over the issues, keeping one of partial deals that are worth nearly "
            f"the same; no deal is more than {self.error:.3g} points above a listed one for "
            "every party (acceptable deals closer than that to a walk-away value may be left "
            "out); ranges read at their middle"
        )


def acceptable_frontier(tables: Tables) -> tuple[Frontier, float]:
    """Find the acceptable deals that no acceptable deal dominates.

    Args:
        tables: The interests; ranges are read at their middle.

    Returns:
        The deals, and in points by how much one that is left out may be above a listed one for
        every party (see `Frontiers`); 0 where the list is exact.
    """
    reading: Reading = tables.middle
    found = reading.approximation(tables.bans, reading.walk_away)
    frontier, error = Frontier(found.points, found.choices), float(found.error.max())
    if error and not len(found.points):
        frontier = _any(reading, tables)
    return frontier, error


def _any(reading: Reading, tables: Tables) -> Frontier:
    """List one acceptable deal if there is any."""
    choice = reading.reach(tables.bans, reading.walk_away)
    choices = np.empty((0, len(reading.sizes)), np.int64) if choice is None else choice[None]
    return Frontier(reading.worths(choices), choices)
