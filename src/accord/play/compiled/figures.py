"""Interests as arrays for the compiled engine: the numbers that `delegates.numbers` reads."""

from collections.abc import Mapping, Sequence

import numpy as np

from accord.deals.search.numbers import Numbers as Read
from accord.deals.tabulate import Tables
from accord.kernels.ties import TIE, Floats, grid
from accord.model import Scale
from accord.play.chance import ends, how_many
from accord.play.compiled.plan import Numbers
from accord.play.game import Game
from accord.play.numbers import tabulated
from accord.play.streams import NUMBERS, keys


def read_as_delegates(game: Game) -> list[Read]:
    """Read the numbers as the delegates do: a mandate leaves its options only."""
    mandates: Mapping[str, Mapping[str, tuple[str, ...]]] = game.setup.mandates
    return [Read.of(game.setup.agenda, one, mandates.get(one.party, {})) for one in game.exact]


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

    sizes = np.array(tables.names.sizes, dtype=np.int64)
    every = chance(tables, seeds)
    talks, parties, options = len(seeds), len(tables.sides), int(sizes.sum())
    gains = np.zeros((talks, parties, options), dtype=np.int64)
    points, walk_away = np.zeros((2, talks, parties))
    bonuses, first = [], 0
    for party, (low, high) in enumerate(map(ends, tables.sides)):
        width, issues, count = high - low, len(sizes), len(low)
        own = every[:, first : first + count]
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


def chance(tables: Tables, seeds: Sequence[int]) -> Floats:
    """Draw from [0, 1) what the numbers of talks follow from, as `play.chance` does.

    Args:
        tables: The ranges.
        seeds: One for each talk; at least one.
    """
    from accord.play.compiled.philox import ROOM, uniform

    drawn = np.zeros((len(seeds), how_many(tables)))
    first, seat = keys(seeds, NUMBERS)
    uniform(first, seat, np.zeros(ROOM, dtype=np.uint64), drawn)
    return drawn


def _unit(weights: Floats, relative: bool) -> Floats:
    """Give what to divide sums by to have points: weights that are all zero have no shares."""
    whole = np.full(len(weights), 100.0)
    if not relative:
        return whole
    return np.where(weights.any(axis=1), weights.sum(axis=1), whole)
