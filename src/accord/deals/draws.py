"""Many sets of numbers, drawn from the ranges."""

from functools import cached_property

import numpy as np
from attrs import frozen

from accord.deals.tabulate import Reading, Tables
from accord.kernels.maximum import Weighing
from accord.kernels.ties import Floats, Ints

_MOST_NUMBERS = 2**23  # in one table for all draws: a second of work for one question to all
_AT_LEAST = 32  # draws: even for one, tables grow too large


def draw(
    tables: Tables, rng: np.random.Generator, count: int, one_way: bool = False
) -> "Draws":
    """Draw numbers uniformly from their ranges: each by itself, or a party's all one way.

    Whoever is too hopeful of a party throughout takes deals to be worth more to it, and no deal
    less, than they are. So where numbers err one way, one u is drawn for each party from 0 to
    1, and its values and bonuses all lie at u of their ranges, from the low end, and its
    walk-away value at u from the high end. Weights that are shares of their sum are drawn each
    by itself all the same: one that is too high makes the others too low, which is neither
    hopeful nor doubtful. Weights that are not shares lie at u.

    Args:
        tables: The ranges.
        rng: Where chance comes from.
        count: How many sets of numbers.
        one_way: Whether a party's numbers err all one way.
    """
    sides = []
    for side in tables.sides:
        u = rng.random((count, 1)) if one_way else None
        weights = _uniform(rng, count, side.weights, None if side.relative else u)
        values = [_uniform(rng, count, ends, u) for ends in side.values]
        bonuses = _uniform(rng, count, side.bonuses, u)
        down = None if u is None else 1 - u
        walk_away = _uniform(rng, count, side.walk_away[:, None], down)[:, 0]
        terms = [w[:, None] * v for w, v in zip(weights.T, values, strict=True)]
        unit = side.unit(weights)
        sides.append(Drawn(weights, values, terms, 100 * bonuses, unit, walk_away))
    return Draws(tables, tuple(sides))


@frozen(eq=False)
class Drawn:
    """One party's numbers in every draw.

    Attributes:
        weights: Shape (draws, issues).
        values: By issue, shape (draws, options).
        terms: Weights times values, by issue, shape (draws, options).
        bonuses: A hundred times the bonuses, shape (draws, interactions).
        unit: Shape (draws,), what to divide sums by to have points.
        walk_away: Shape (draws,), in points.
    """

    weights: Floats
    values: list[Floats]
    terms: list[Floats]
    bonuses: Floats
    unit: Floats
    walk_away: Floats


@frozen(eq=False)
class Draws:
    """Many sets of numbers out of the ranges."""

    tables: Tables
    sides: tuple[Drawn, ...]

    def __len__(self) -> int:
        return len(self.sides[0].unit)

    @cached_property
    def too_wide(self) -> bool:
        """Tell whether weighing all draws at once would take too long.

        It does where issues hang together so closely that the tables for it are too large.
        """
        cells = self.tables.middle.widest(self.tables.bans)
        return cells * max(len(self), _AT_LEAST) > _MOST_NUMBERS

    def reading(self, number: int) -> Reading:
        """Give one set of numbers."""
        columns = [([t[number] for t in s.terms], s.bonuses[number]) for s in self.sides]
        return Reading(
            self.tables.names.sizes,
            self.tables.factors(columns),
            np.array([side.unit[number] for side in self.sides]),
            np.array([side.walk_away[number] for side in self.sides]),
        )

    def surplus(self, choices: Ints, among: Ints) -> Floats:
        """Give how far deals are above the walk-away values, in points.

        Args:
            choices: Shape (deals, issues).
            among: Numbers of the draws asked about, shape (n,) or broadcast to the deals.

        Returns:
            Shape (..., parties): for every deal in its draw.
        """
        surpluses = []
        for side, drawn in zip(self.tables.sides, self.sides, strict=True):
            total = np.zeros(np.broadcast_shapes(among.shape, choices.shape[:1]))
            for place, terms in enumerate(drawn.terms):
                total += terms[among, choices[:, place]]
            for (scope, taken), bonus in zip(side.matches, drawn.bonuses.T, strict=True):
                total += bonus[among] * taken[tuple(choices[:, scope].T)]
            surpluses.append(total / drawn.unit[among] - drawn.walk_away[among])
        return np.stack(surpluses, axis=-1)

    def weighted(self, weights: Floats, among: Ints) -> list[Weighing]:
        """Tabulate a weighted sum of everybody's surpluses.

        Args:
            weights: Shape (n, parties).
            among: Numbers of the draws asked about, shape (n,).

        Returns:
            Tables whose entries at a deal add up to the sum, for each of the n draws.
        """
        sides = list(zip(self.tables.sides, self.sides, weights.T, strict=True))
        due = np.zeros(len(among))
        weighings: list[Weighing] = [((), due)]
        for place, size in enumerate(self.tables.names.sizes):
            terms = np.zeros((len(among), size))
            for _, drawn, weight in sides:
                terms += (weight / drawn.unit[among])[:, None] * drawn.terms[place][among]
            weighings.append(((place,), terms))
        for side, drawn, weight in sides:
            due -= weight * drawn.walk_away[among]
            for (scope, taken), bonus in zip(side.matches, drawn.bonuses.T, strict=True):
                worth = weight * bonus[among] / drawn.unit[among]
                weighings.append((scope, np.multiply.outer(worth, taken.astype(np.float64))))
        return weighings


def _uniform(
    rng: np.random.Generator, count: int, ends: Floats, at: Floats | None = None
) -> Floats:
    """Draw from ranges: ends of shape (2, n), drawn (count, n), or take a place in them."""
    low, high = ends
    place = rng.random((count, len(low))) if at is None else at
    return np.asarray(low + (high - low) * place)
