"""The frontiers of all deals and of the acceptable ones, exact or with a stated error."""

from attrs import frozen

from accord.deals.worth import Worth
from accord.kernels.epsilon import Approximation
from accord.kernels.frontier import Frontier
from accord.kernels.mixed import CLOSE
from accord.kernels.ties import TIE

METHOD = (
    "exact: issue by issue, keeping the partial deals that no other dominates (variable "
    "elimination); ranges read at their middle"
)


EXACT_BY_PROGRAMS = (
    f"exact within {CLOSE:g} points: mixed-integer programs over the issues, the deal farthest "
    "above those listed coming next until there is none; ranges read at their middle"
)


@frozen(eq=False)
class Frontiers:
    """The deals that no deal dominates, at the middle of the ranges.

    Attributes:
        everything: Those of all deals that cross no constraint and no red line.
        acceptable: Those of the deals that every party accepts.
        errors: In points, for each of the two: every deal is by at most so much above a listed
            one, for each party; among acceptable deals this holds for those that are at least
            so much above every walk-away value. 0 where a list is exact.
        programs: Whether mixed-integer programs listed some of them.
    """

    everything: Frontier
    acceptable: Frontier
    errors: tuple[float, float]
    programs: bool

    @classmethod
    def of(cls, worth: Worth) -> "Frontiers":
        """Find them; exact unless they are too long."""
        every = worth.approximation(worth.bans)
        everything, error = Frontier(every.points, every.choices), float(every.error.max())
        if not error:
            # Whatever dominates an acceptable deal is acceptable too.
            reached = (every.points >= worth.walk_away - TIE).all(axis=1)
            acceptable = Frontier(every.points[reached], every.choices[reached])
            return cls(everything, acceptable, (0.0, 0.0), every.programs)
        found = acceptable_approximation(worth)
        return cls(
            everything,
            Frontier(found.points, found.choices),
            (error, float(found.error.max())),
            every.programs or found.programs,
        )

    @property
    def error(self) -> float:
        """Return the larger of the errors."""
        return max(self.errors)

    @property
    def method(self) -> str:
        """Return how the lists were found."""
        if not self.error:
            return EXACT_BY_PROGRAMS if self.programs else METHOD
        why = (
            "as too many issues hang together or too many deals are not dominated: "
            "mixed-integer programs, the deal farthest above those listed coming next"
            if self.programs
            else "as too many deals are not dominated to be listed: issue by issue, keeping "
            "one of partial deals that are worth nearly the same (variable elimination)"
        )
        return (
            f"approximate, {why}; no deal is more than {self.error:.3g} points above a listed "
            "one for every party (acceptable deals closer than that to a walk-away value may "
            "be left out); each fair compromise by a search of its own among all acceptable "
            "deals; ranges read at their middle"
        )


def acceptable_frontier(worth: Worth) -> tuple[Frontier, float]:
    """Find the acceptable deals that no acceptable deal dominates.

    Args:
        worth: The interests; ranges are read at their middle.

    Returns:
        The deals, and in points by how much one that is left out may be above a listed one for
        every party (see `Frontiers`); 0 where the list is exact.
    """
    found = acceptable_approximation(worth)
    return Frontier(found.points, found.choices), float(found.error.max())


def acceptable_approximation(worth: Worth) -> Approximation:
    """Do as `acceptable_frontier`, and tell how the deals were found."""
    found = worth.approximation(worth.bans, worth.walk_away)
    if found.error.any() and not len(found.points):
        # One acceptable deal, if there is any.
        choice = worth.reach(worth.bans, worth.walk_away)
        if choice is not None:
            choices = choice[None]
            found = found._replace(points=worth.points(choices), choices=choices)
    return found
