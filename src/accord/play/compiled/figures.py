"""Interests as arrays for the compiled engine: the numbers that `delegates.numbers` reads."""

from collections.abc import Mapping, Sequence

import numpy as np

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
    from accord.play.compiled.terms import put_on_grid

    ends = [
        np.concatenate([s.weights, *s.values, s.bonuses, s.walk_away[:, None]], axis=1)
        for s in tables.sides
    ]
    sizes = np.array(tables.names.sizes, dtype=np.int64)
    chance = _chance(seeds, sum(one.shape[1] for one in ends))
    talks, parties, options = len(seeds), len(ends), int(sizes.sum())
    gains = np.zeros((talks, parties, options), dtype=np.int64)
    points, walk_away = np.zeros((2, talks, parties))
    bonuses, first = [], 0
    for party, (low, high) in enumerate(ends):
        width, issues, count = high - low, len(sizes), len(low)
        own = chance[:, first : first + count]
        first += count
        weights = low[:issues] + width[:issues] * own[:, :issues]
        unit = _unit(weights, game.interests[party].scale is Scale.RELATIVE)
        step = _step(unit)
        added = np.zeros((talks, count - issues - options - 1), dtype=np.int64)
        put_on_grid(own, low, width, weights, step, sizes, gains[:, party], added)
        bonuses.append(added)
        points[:, party] = unit / step
        walk_away[:, party] = low[-1] + width[-1] * own[:, -1]
    return Numbers(gains, np.concatenate(bonuses, axis=1), points, walk_away)


def _step(unit: Floats) -> Floats:
    """Give the steps of the grid: mostly the same in all talks."""
    ends = grid(TIE * np.array([unit.min(), unit.max()]))
    return np.full(len(unit), ends[0]) if ends[0] == ends[1] else grid(TIE * unit)


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
