"""Interests as arrays for the compiled engine: the numbers that `delegates.numbers` reads."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from accord.delegates.numbers import Numbers as Read
from accord.kernels.ties import TIE, Floats, grid
from accord.model import Scale
from accord.play.compiled.plan import Numbers
from accord.play.game import Game
from accord.play.numbers import tabulated


def read_as_delegates(game: Game) -> list[Read]:
    """Read the numbers as the delegates do: a mandate leaves its options only."""
    mandates: Mapping[str, Mapping[str, tuple[str, ...]]] = game.setup.mandates
    return [
        Read.of(game.setup.agenda, one, mandates.get(one.party, {}))  # type: ignore[arg-type]
        for one in game.exact
    ]


def same(game: Game) -> Numbers:
    """Give the numbers of a game, one set for all talks.

    Args:
        game: The game.
    """
    read = read_as_delegates(game)
    return Numbers(
        np.array([[[g for gains in one.gains for g in gains] for one in read]]),
        np.array([[bonus for one in read for _, bonus in one.bonuses]], dtype=np.int64),
        np.array([[one.point for one in read]]),
        np.array([[one.walk_away for one in read]]),
    )


def drawn(game: Game, seeds: Sequence[int]) -> Numbers:
    """Draw the numbers of talks from the ranges: for each seed the set that its game has.

    They are drawn in the order of `deals.draws` and put on the grid as `delegates.numbers`
    does.

    Args:
        game: What the talks have in common.
        seeds: The seeds of the talks.
    """
    tables = tabulated(game.setup.agenda, game.interests)
    ends = [
        np.concatenate([s.weights, *s.values, s.bonuses, s.walk_away[:, None]], axis=1)
        for s in tables.sides
    ]
    count = sum(one.shape[1] for one in ends)
    chance = _chance(seeds, count)
    sizes, first = tables.names.sizes, 0
    gains, bonuses, points, walk_away = [], [], [], []
    for interests, (low, high) in zip(game.interests, ends, strict=True):
        numbers = low + (high - low) * chance[:, first : first + len(low)]
        first += len(low)
        weights, values, added, least = np.split(
            numbers,
            np.cumsum([len(sizes), sum(sizes), len(low) - len(sizes) - sum(sizes) - 1]),
            axis=1,
        )
        unit = _unit(np.ascontiguousarray(weights), interests.scale is Scale.RELATIVE)
        step = grid(TIE * unit)
        terms = np.repeat(weights, sizes, axis=1) * values
        gains.append(_whole(terms / step[:, None]))
        bonuses.append(_whole(100 * (100 * added / 100) / step[:, None]))
        points.append(unit / step)
        walk_away.append(least[:, 0])
    return Numbers(
        np.ascontiguousarray(np.stack(gains, axis=1)),
        np.ascontiguousarray(np.concatenate(bonuses, axis=1)),
        np.stack(points, axis=1),
        np.stack(walk_away, axis=1),
    )


def _chance(seeds: Sequence[int], count: int) -> Floats:
    """Draw from [0, 1): shape (seeds, count)."""
    if max(seeds) >= 2**64:
        return np.stack([np.random.default_rng(seed).random(count) for seed in seeds])
    from accord.play.compiled.pcg import uniform

    chance = np.zeros((len(seeds), count))
    uniform(np.array(seeds, dtype=np.uint64), np.zeros(8, dtype=np.uint64), chance)
    return chance


def _unit(weights: Floats, relative: bool) -> Floats:
    """Give what to divide sums by to have points: weights that are all zero have no shares."""
    whole = np.full(len(weights), 100.0)
    if not relative:
        return whole
    return np.where(weights.any(axis=1), weights.sum(axis=1), whole)


def _whole(numbers: Floats) -> npt.NDArray[np.int64]:
    return np.rint(numbers).astype(np.int64)
