"""The deals that fall least short of a floor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from accord.kernels.frontier import Frontier, Goal, listed
from accord.kernels.maximum import best_sums
from accord.kernels.pareto import pareto_sum
from accord.kernels.tables import Ban, DealSpace, Factor, add_up
from accord.kernels.ties import TIE, Floats, Ints

_MOST_TURNS = 40
"""How many linear programs are solved for weights; any weights are right, good ones faster."""

_DIRECTIONS = 33
"""How many weights two parties start from."""

_CLOSE = 0.05
"""In points: a bound this close to the deals met is low enough."""

_HEAVIEST = 100.0
"""The weight of a party that keeps its value, where the one that gives has 1."""

_ERROR = 10 * TIE
"""More than the ties and the rounding of a weighted sum."""


@dataclass(frozen=True, eq=False)
class Shortfall:
    """What counts as falling short least. A gain is what a deal is worth above the floor.

    No value is larger than the sum of the gains under any weights that are allowed here.

    Attributes:
        value: Gains of shape (k, parties) to shape (k,): the larger the better; minus infinity
            for a deal that will not do.
        least: A value to the gains, shape (parties,), that any deal of this value has.
        enough: A bound on the values to the gains above which more does not matter.
        low: Shape (parties,), the smallest weights.
        high: Shape (parties,), the largest weights.
        shares: Whether weights add up to 1.
    """

    value: Callable[[Floats], Floats]
    least: Callable[[float], Floats]
    enough: Callable[[float], Floats]
    low: Floats
    high: Floats
    shares: bool = False


def alone(party: int, parties: int) -> Shortfall:
    """Shortfall at the most for one party, the floor being reached by all others."""
    own = np.arange(parties) == party

    def value(gains: Floats) -> Floats:
        reached = (gains[:, ~own] >= -TIE).all(axis=1)
        return np.where(reached, gains[:, party], -np.inf)

    return Shortfall(
        value,
        lambda value: np.where(own, value, 0.0),
        lambda _: np.where(own, np.inf, 0.0),
        np.where(own, 1.0, 0.0),
        np.where(own, 1.0, _HEAVIEST),
    )


def equal(parties: int) -> Shortfall:
    """Shortfall at the least shortfall of the party that falls short most."""
    return Shortfall(
        lambda gains: _short(gains).min(axis=1),
        lambda value: np.full(parties, value),
        lambda bound: np.full(parties, min(bound, 0.0)),
        np.zeros(parties),
        np.ones(parties),
        shares=True,
    )


def total(parties: int) -> Shortfall:
    """Shortfall at the least sum of all shortfalls."""
    return Shortfall(
        lambda gains: np.asarray(_short(gains).sum(axis=1)),
        lambda value: np.full(parties, value),
        lambda _: np.zeros(parties),
        np.zeros(parties),
        np.ones(parties),
    )


def _spread(parties: int) -> Floats:
    """Return some weights to start from, shape (sets, parties)."""
    if parties == 2:
        angles = np.linspace(0, np.pi / 2, _DIRECTIONS)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.vstack([np.ones(parties), np.eye(parties)])


def _short(gains: Floats) -> Floats:
    return np.where(gains < -TIE, gains, 0.0)


class Shortfalls:
    """Finds the deals that fall least short of a floor, for one aim after the other."""

    def __init__(
        self,
        sizes: Sequence[int],
        factors: Sequence[Factor],
        forbidden: Sequence[Ban],
        floor: Floats,
        unit: Floats,
    ) -> None:
        """Take the deals.

        Args:
            sizes: Options per issue.
            factors: Tables whose entries at a deal, divided by the unit, add up to what it is
                worth to each party in points.
            forbidden: Tables of combinations that no deal may take.
            floor: Shape (parties,), in points.
            unit: Shape (parties,).

        Raises:
            ValueError: If tables do not fit, or too many issues hang together.
        """
        self._space = DealSpace.of(sizes, factors, forbidden, TIE * unit)
        self._factors = factors
        self._floor, self._unit = floor, unit
        parties = len(floor)
        self._met = np.empty((0, len(sizes)), dtype=np.int64)
        self._gains = np.empty((0, parties))
        self._meet(_spread(parties))

    @property
    def any(self) -> bool:
        """Return whether there is any deal that takes no forbidden combination."""
        return len(self._met) > 0

    def closest(self, aim: Shortfall) -> Frontier | None:
        """Find a deal of the largest value, exactly, without listing the deals.

        Deals with the largest weighted sums of gains are met under weights that are changed
        until the bound on the value is as low as it gets: a linear program in the weights,
        whose rows are the deals met (cutting planes). Then issues are eliminated one by one as
        in `reach`: partial sums above what matters count as equal, and those dropped that
        cannot come to the value of the best deal met, party by party or weighted.

        Source: J. E. Kelley, The cutting-plane method for solving convex programs, Journal of
        the SIAM 8 (1960), 703-712, for the weights.

        Args:
            aim: What to look for.

        Returns:
            The nondominated deals that are at least as good for everybody as one of the
            largest value, with what they are worth in points; None if no deal will do.

        Raises:
            ValueError: If the problem is too large to solve exactly.
        """
        if not self.any:
            return None
        weights, bound = self._weights(aim)
        value = float(aim.value(self._gains).max())
        if not np.isfinite(value):
            value = self._worst(aim)
        if bound < value - _ERROR * (1 + weights.sum()):
            return None
        found = pareto_sum(self._space, self._goal(aim, weights, bound, value).limit)
        if found is None:
            return None
        choices = found.origin.choices(np.arange(len(found.sums)), len(self._space.sizes))
        gains = self._gains_of(choices)
        return self._as_good(gains[aim.value(gains).argmax()], weights)

    def _as_good(self, gains: Floats, weights: Floats) -> Frontier:
        """Find the nondominated deals that are at least as good for everybody."""
        floor = (self._floor + gains) * self._unit
        goal = Goal.of(self._space, floor, weights / self._unit)
        found = listed(self._space, self._factors, pareto_sum(self._space, goal.limit))
        return Frontier(found.points / self._unit, found.choices)

    def _goal(self, aim: Shortfall, weights: Floats, bound: float, value: float) -> Goal:
        space, unit = self._space, self._unit
        floor = space.lowest((self._floor + aim.least(value)) * unit)
        ceiling = space.lowest((self._floor + aim.enough(bound + _ERROR)) * unit)
        scaled = weights / unit * space.step
        # The goal asks for what the floor weighs less the slack: shift it to what is asked for.
        asked = float(weights @ self._floor) + value - _ERROR * (1 + weights.sum())
        slack = float(floor @ scaled) - asked
        return Goal(floor, scaled, slack, enough=False, ceiling=np.maximum(ceiling, floor))

    def _worst(self, aim: Shortfall) -> float:
        """Return a value that no deal that will do is below, where none of those met will."""
        bottom = np.sum([table.bottom for table in self._space.tables], axis=0)
        return float((bottom * self._space.step / self._unit - self._floor) @ aim.low)

    def _weights(self, aim: Shortfall) -> tuple[Floats, float]:
        """Find weights under which the bound on the value is low, and the bound."""
        for _ in range(_MOST_TURNS):
            weights, bound = self._program(aim)
            reached = self._meet(weights[None, :])
            if reached <= bound + _CLOSE:
                break
        return weights, reached

    def _program(self, aim: Shortfall) -> tuple[Floats, float]:
        """Find the weights under which no deal met has a large sum, and the largest."""
        from scipy.optimize import linprog  # slow to load, and seldom needed

        parties = len(self._floor)
        sums = np.column_stack([-np.ones(len(self._gains)), self._gains])
        bounds = [(None, None), *zip(aim.low.tolist(), aim.high.tolist(), strict=True)]
        adding_up = {"A_eq": [[0.0, *[1.0] * parties]], "b_eq": [1.0]} if aim.shares else {}
        goal = [1.0, *[0.0] * parties]
        found = linprog(goal, A_ub=sums, b_ub=np.zeros(len(sums)), bounds=bounds, **adding_up)
        # Any weights are right, and those of the bounds are within them.
        weights = np.ones(parties) if found.x is None else found.x[1:]
        weights = np.clip(weights, aim.low, aim.high)
        if aim.shares:
            weights = weights / weights.sum()
        return weights, float((self._gains @ weights).max())

    def _meet(self, weights: Floats) -> float:
        """Add the deals with the largest weighted sums of gains; give the largest sum."""
        weighings = [
            (scope, np.moveaxis(table @ (weights / self._unit).T, -1, 0))
            for scope, table in self._factors
        ]
        best = best_sums(self._space.sizes, weighings, self._space.bans)
        choices = best.choices[np.isfinite(best.values)]
        self._met = np.vstack([self._met, choices])
        self._gains = np.vstack([self._gains, self._gains_of(choices)])
        return float((best.values - weights @ self._floor).max())

    def _gains_of(self, choices: Ints) -> Floats:
        return np.asarray(add_up(self._factors, choices) / self._unit - self._floor)
