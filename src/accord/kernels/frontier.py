"""The exact Pareto frontier of a space of deals too large to list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.nondominated import nondominated
from accord.kernels.pareto import Fronts, Prune, Worths, pareto_sum
from accord.kernels.tables import Ban, DealSpace, Factor, add_up
from accord.kernels.ties import TIE, Floats, Ints, ranks


class Frontier(NamedTuple):
    """Points that no deal dominates, and a deal for each.

    Attributes:
        points: Shape (k, parties), every distinct point once, the first party's best first.
        choices: Shape (k, issues), the option on every issue.
    """

    points: Floats
    choices: Ints


def frontier(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban] = (),
    floor: npt.ArrayLike | None = None,
    tie: npt.ArrayLike = TIE,
) -> Frontier:
    """Find every nondominated deal, without listing the deals.

    Issues are eliminated one by one (bucket elimination): for every assignment of the issues
    it is tied to, an issue and all that hangs on it are replaced by the nondominated partial
    sums they offer. Without interactions that is one Minkowski sum an issue. Sums that cannot
    reach the floor even with the best of the rest are dropped. Cost follows the width of the
    issue graph and the size of the frontier, not the number of deals.

    Sums are exact on a decimal grid a thousand times finer than a tie. Of points that tie in
    every party one is listed, and none is listed that another dominates up to ties.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        floor: Shape (parties,): the least a deal must be worth to each; minus infinity for
            no floor.
        tie: Within how much two sums are equal and a floor is reached; a number or shape
            (parties,).

    Raises:
        ValueError: If tables do not fit, or the problem is too large to solve exactly.
    """
    space = DealSpace.of(sizes, factors, forbidden, tie)
    limit = None if floor is None else Goal.of(space, floor).limit
    return listed(space, factors, pareto_sum(space, limit))


def reach(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    floor: npt.ArrayLike,
    tie: npt.ArrayLike = TIE,
    weights: npt.ArrayLike | None = None,
) -> Ints | None:
    """Find some deal that reaches the floor, or show that there is none.

    Works as `frontier` does, but partial sums that are sure to reach a party's floor count as
    equal for that party, so that far fewer are kept. Weights under which hardly any deal
    reaches the floor make it faster still: what cannot reach the weighted floor is dropped too.

    Args:
        sizes: As for `frontier`.
        factors: As for `frontier`.
        forbidden: As for `frontier`.
        floor: As for `frontier`.
        tie: As for `frontier`.
        weights: Shape (parties,), none below 0; any are right, equal ones by default.

    Returns:
        The option on every issue, shape (issues,), or None.

    Raises:
        ValueError: As for `frontier`.
    """
    space = DealSpace.of(sizes, factors, forbidden, tie)
    found = pareto_sum(space, Goal.of(space, floor, weights, enough=True).limit)
    if found is None:
        return None
    return np.asarray(found.origin.choices(np.zeros(1, np.int64), len(sizes))[0])


def listed(space: DealSpace, factors: Sequence[Factor], found: Fronts | None) -> Frontier:
    """List what elimination left: of points that tie one, and none that another dominates.

    Args:
        space: The deals.
        factors: What they are worth.
        found: What is left once every issue is eliminated; None for nothing.
    """
    issues = len(space.sizes)
    if found is None:
        return Frontier(np.empty((0, space.parties)), np.empty((0, issues), np.int64))
    choices = found.origin.choices(np.arange(len(found.sums)), issues)
    return sifted(add_up(factors, choices), choices, space.tie)


def sifted(points: Floats, choices: Ints, tie: Floats) -> Frontier:
    """Keep one of the points that tie, and none that another dominates.

    Args:
        points: Shape (k, parties).
        choices: Shape (k, issues).
        tie: Shape (parties,).
    """
    ranked = np.stack([ranks(c, t) for c, t in zip(points.T, tie, strict=True)], axis=1)
    best = nondominated(ranked, np.zeros(len(ranked), dtype=np.int64))
    best = best[np.lexsort(-ranked[best].T[::-1])]
    return Frontier(points[best], choices[best])


@dataclass(frozen=True)
class Goal:
    """What a deal must reach.

    Attributes:
        floor: Shape (parties,), on the grid.
        weights: Shape (parties,): a deal that reaches the floor reaches it in the weighted sum.
        slack: More than the error of a weighted sum.
        enough: Whether any deal that reaches the floor will do.
        peaks: What was found out about pieces.
        ceiling: Shape (parties,), on the grid: sums above it count as equal to it, even where
            not any deal will do; None for no ceiling.
    """

    floor: Ints
    weights: Floats
    slack: float
    enough: bool
    peaks: dict[Worths, float] = field(default_factory=dict)
    ceiling: Ints | None = None

    @classmethod
    def of(
        cls,
        space: DealSpace,
        floor: npt.ArrayLike,
        weights: npt.ArrayLike | None = None,
        enough: bool = False,
    ) -> "Goal":
        """Put a floor on the grid; `weights` as for `reach`."""
        given = 1 / space.tie if weights is None else np.asarray(weights, dtype=np.float64)
        # A party without a floor has no part in the weighted one.
        scaled = np.where(np.isfinite(np.asarray(floor, dtype=float)), given * space.step, 0.0)
        lowest = space.lowest(floor)
        # Terms of parties that lose what others gain cancel, but their errors do not.
        size = float(np.abs(lowest) @ scaled)
        size += sum(float((np.abs(table.sums) @ scaled).max()) for table in space.tables)
        return cls(lowest, scaled, 1e-9 * size, enough)

    def limit(self, waiting: Sequence[Worths]) -> Prune:
        """Return what may be dropped while other pieces wait to be added.

        A sum is dropped when it cannot reach the floor, party by party or weighted, with the
        best of what is waiting. Where any deal will do, a sum that reaches the floor with the
        worst of what is waiting is cut back to what suffices; so is a sum above the ceiling.
        """
        needed = self.floor - sum(piece.top for piece in waiting)
        ceiling = self.floor if self.enough else self.ceiling
        suffices = None
        if ceiling is not None:
            suffices = ceiling - sum(piece.bottom for piece in waiting)
        weighted = float(self.floor @ self.weights) - self.slack
        weighted -= sum(map(self._peak, waiting))

        def keep(sums: Ints) -> tuple[Ints, Ints]:
            kept = np.flatnonzero((sums >= needed).all(axis=1))
            sums = sums[kept] if suffices is None else np.minimum(sums[kept], suffices)
            good = sums @ self.weights >= weighted
            return kept[good], sums[good]

        return keep

    def _peak(self, piece: Worths) -> float:
        """Return the largest weighted sum that a piece adds."""
        if piece not in self.peaks:
            self.peaks[piece] = float((piece.sums @ self.weights).max())
        return self.peaks[piece]
