"""When a floor cannot be reached by several parties at once."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from accord.deals.blocks.issue_order import Course
from accord.kernels.ties import Floats, Ints

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class JointFloor:
    """Tells that partial deals cannot reach the floor for some parties together.

    Sums weighted by any numbers not below 0 must reach the weighted floor. The weights are
    those under which the best deal is least above it, by linear programming: the best deal is
    a sum of each table's best.

    Source: A. Geoffrion, Lagrangean relaxation for integer programming, Mathematical
    Programming Study 2 (1974), 82-114.

    Attributes:
        course: The deals.
        limits: Weights, and what partial sums must come to at every stage, by parties.
    """

    course: Course
    limits: dict[tuple[int, ...], tuple[Floats, Floats]] = field(default_factory=dict)

    def within_reach(self, stage: int, sums: Ints, parties: tuple[int, ...]) -> Flags:
        """Return which partial sums may still reach the floor for all of some parties.

        Args:
            stage: How many issues were decided before the last one.
            sums: Shape (n, parties).
            parties: Those who must reach the floor, at least one.
        """
        if parties not in self.limits:
            self.limits[parties] = self._limit(parties)
        weights, least = self.limits[parties]
        return np.asarray(sums @ weights >= least[stage])

    def _limit(self, parties: tuple[int, ...]) -> tuple[Floats, Floats]:
        tables, floor = self.course.space.tables, self.course.floor
        weights = np.zeros(len(floor))
        weights[list(parties)] = self._weights(parties)
        slack = 1e-9 * sum(float(np.abs(t.sums @ weights).max()) for t in tables)
        least = [
            float(floor @ weights)
            - slack
            - sum(float((t.sums @ weights).max()) for t in stage.waiting)
            for stage in self.course.stages
        ]
        return weights, np.array(least)

    def _weights(self, parties: tuple[int, ...]) -> Floats:
        """Minimise over weights the sum of every table's best less the weighted floor."""
        tables, chosen = self.course.space.tables, list(parties)
        spans = sum((t.top - t.bottom for t in tables), np.zeros_like(self.course.floor))
        scale = 1 / np.maximum(spans[chosen], 1)
        rows = [np.unique(t.sums.reshape(-1, len(spans))[:, chosen], axis=0) for t in tables]
        if len(chosen) <= 2:
            floor = self.course.floor[chosen] * scale
            return np.asarray(_by_thirds([r * scale for r in rows], floor) * scale)
        from scipy.optimize import linprog  # takes long to load

        best = [
            np.hstack([sums * scale, np.tile(-np.eye(len(tables))[n], (len(sums), 1))])
            for n, sums in enumerate(rows)
        ]
        shares = np.concatenate([np.ones(len(chosen)), np.zeros(len(tables))])
        found = linprog(
            np.concatenate([-self.course.floor[chosen] * scale, np.ones(len(tables))]),
            A_ub=np.vstack(best),
            b_ub=np.zeros(sum(map(len, rows))),
            A_eq=shares[None],
            b_eq=[1.0],
            bounds=[(0, None)] * len(chosen) + [(None, None)] * len(tables),
        )
        # Any weights are right; only how much they rule out differs.
        given = found.x[: len(chosen)] if found.success else np.ones(len(chosen))
        return np.asarray(np.maximum(given, 0.0) * scale)


_STEPS = 60
"""How often what is left of the weights is cut by a third: to a ten-thousand-millionth."""


def _by_thirds(rows: list[Floats], floor: Floats) -> Floats:
    """Return the same weights for one party or two: a sum of maxima is convex in one share."""
    if len(floor) == 1:
        return np.ones(1)

    def above(share: float) -> float:
        weights = np.array([share, 1 - share])
        return sum(float((r @ weights).max()) for r in rows) - float(floor @ weights)

    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        third = (high - low) / 3
        if above(low + third) <= above(high - third):
            high -= third
        else:
            low += third
    return np.array([(low + high) / 2, 1 - (low + high) / 2])
