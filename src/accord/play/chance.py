"""The numbers of many talks at once: those that each talk draws for itself."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.deals.draws import Drawn, Draws
from accord.deals.tabulate import Side, Tables
from accord.kernels.ties import Floats, Ints
from accord.play.streams import stream


def chance(tables: Tables, seeds: Sequence[int]) -> Floats:
    """Draw from [0, 1) what the numbers of talks follow from.

    Args:
        tables: The ranges.
        seeds: One for each talk; at least one. The same seed draws the same, whatever the
            others are.

    Returns:
        Shape (talks, numbers).
    """
    count = how_many(tables)
    return np.stack([stream(seed).random(count) for seed in seeds])


def how_many(tables: Tables) -> int:
    """Say how many numbers a talk draws.

    Args:
        tables: The ranges.
    """
    return sum(ends(side).shape[1] for side in tables.sides)


def numbers(tables: Tables, drawn: Floats) -> Draws:
    """Give the numbers of talks, as `accord.deals.draws.draw` draws them one by one.

    Args:
        tables: The ranges.
        drawn: Shape (talks, numbers), of [0, 1).
    """
    sides, first = [], 0
    for side in tables.sides:
        low, high = ends(side)
        each = low + (high - low) * drawn[:, first : first + len(low)]
        first += len(low)
        sizes = [len(tables.names.sizes), *tables.names.sizes, side.bonuses.shape[1]]
        parts = np.split(each, np.cumsum(sizes), axis=1)
        weights, *values, bonuses, walk_away = map(np.ascontiguousarray, parts)
        terms = [w[:, None] * v for w, v in zip(weights.T, values, strict=True)]
        unit = side.unit(weights)
        sides.append(Drawn(weights, values, terms, 100 * bonuses, unit, walk_away[:, 0]))
    return Draws(tables, tuple(sides))


def some(draws: Draws, which: npt.NDArray[np.bool_]) -> Draws:
    """Give the numbers of some talks only.

    Args:
        draws: The numbers of talks.
        which: Shape (talks,), of which ones.
    """
    sides = (
        Drawn(
            one.weights[which],
            [values[which] for values in one.values],
            [terms[which] for terms in one.terms],
            one.bonuses[which],
            one.unit[which],
            one.walk_away[which],
        )
        for one in draws.sides
    )
    return Draws(draws.tables, tuple(sides))


def worths(draws: Draws, choices: Ints, among: Ints) -> Floats:
    """Give what deals of talks are worth with their numbers, to the last bit as in the talks.

    Args:
        draws: The numbers of talks.
        choices: Shape (n, issues), the option on every issue.
        among: Shape (n,), the place of the talk of each among the draws.

    Returns:
        Shape (n, parties), in points.
    """
    found = []
    for side, drawn in zip(draws.tables.sides, draws.sides, strict=True):
        total = np.zeros(len(choices))
        for place, terms in enumerate(drawn.terms):
            total += terms[among, choices[:, place]]
        for (scope, taken), bonus in zip(side.matches, drawn.bonuses.T, strict=True):
            # A talk has the bonus itself, and tabulates a hundred times that.
            total += 100 * (bonus[among] / 100) * taken[tuple(choices[:, scope].T)]
        found.append(total / drawn.unit[among])
    return np.stack(found, axis=1)


def ends(side: Side) -> Floats:
    """Give the ranges of a party in the order in which they are drawn: shape (2, numbers).

    Args:
        side: The party's.
    """
    parts = [side.weights, *side.values, side.bonuses, side.walk_away[:, None]]
    return np.concatenate(parts, axis=1)
