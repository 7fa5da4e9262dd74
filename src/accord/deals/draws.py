"""Many sets of numbers, drawn from the ranges."""

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.tabulate import Reading, Tables
from accord.kernels.ties import TIE, Floats, Ints


def draw(tables: Tables, rng: np.random.Generator, count: int) -> "Draws":
    """Draw numbers uniformly and independently from their ranges.

    Args:
        tables: The ranges.
        rng: Where chance comes from.
        count: How many sets of numbers.
    """
    sides = []
    for side in tables.sides:
        weights = _uniform(rng, count, side.weights)
        values = [_uniform(rng, count, ends) for ends in side.values]
        bonuses = _uniform(rng, count, side.bonuses)
        walk_away = _uniform(rng, count, side.walk_away[:, None])[:, 0]
        terms = [w[:, None] * v for w, v in zip(weights.T, values, strict=True)]
        sides.append(_Drawn(terms, 100 * bonuses, side.unit(weights), walk_away))
    return Draws(tables, tuple(sides))


@frozen(eq=False)
class _Drawn:
    """One party's numbers in every draw: terms by issue (draws, options), bonuses x 100."""

    terms: list[Floats]
    bonuses: Floats
    unit: Floats
    walk_away: Floats


@frozen(eq=False)
class Draws:
    """Many sets of numbers out of the ranges."""

    tables: Tables
    sides: tuple[_Drawn, ...]

    def __len__(self) -> int:
        return len(self.sides[0].unit)

    def reading(self, number: int) -> Reading:
        """Give one set of numbers."""
        columns = [([t[number] for t in s.terms], s.bonuses[number]) for s in self.sides]
        return Reading(
            self.tables.names.sizes,
            self.tables.factors(columns),
            np.array([side.unit[number] for side in self.sides]),
            np.array([side.walk_away[number] for side in self.sides]),
        )

    def acceptable(self, choices: Ints, among: Ints) -> npt.NDArray[np.bool_]:
        """Tell in which draws deals reach everybody's walk-away value.

        Args:
            choices: Shape (deals, issues).
            among: Numbers of the draws asked about, shape (n,).

        Returns:
            Shape (n, deals).
        """
        good = np.ones((len(among), len(choices)), dtype=np.bool_)
        for side, drawn in zip(self.tables.sides, self.sides, strict=True):
            total = np.zeros(good.shape)
            for place, terms in enumerate(drawn.terms):
                total += terms[np.ix_(among, choices[:, place])]
            for (scope, taken), bonus in zip(side.matches, drawn.bonuses.T, strict=True):
                total += np.outer(bonus[among], taken[tuple(choices[:, scope].T)])
            floor = (drawn.walk_away - TIE) * drawn.unit
            good &= total >= floor[among, None]
        return good


def _uniform(rng: np.random.Generator, count: int, ends: Floats) -> Floats:
    """Draw from ranges: ends of shape (2, n), drawn (count, n)."""
    low, high = ends
    return np.asarray(low + (high - low) * rng.random((count, len(low))))
