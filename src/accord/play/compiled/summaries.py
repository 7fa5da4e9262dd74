"""Many talks over draws from all ranges, as `play.many` keeps them, but compiled."""

from functools import lru_cache

import numpy as np
from attrs import evolve

from accord.deals.draws import Draws
from accord.deals.valued import clean
from accord.play.chance import numbers, worths
from accord.play.columns import Columns
from accord.play.compiled.engine import Engine
from accord.play.compiled.figures import chance
from accord.play.distance import distance_if_known
from accord.play.game import Game
from accord.play.numbers import tabulated
from accord.play.streams import seeds_of


def summaries(game: Game, first: int, last: int) -> tuple[Columns, Draws]:
    """Play many talks: what is kept is `summary` of each of their `games`, to the last bit.

    Args:
        game: What they have in common; its seed is where their seeds come from.
        first: The number of the first one.
        last: The number after that of the last one; larger.

    Returns:
        The talks, and their numbers.

    Raises:
        AccordError: If the compiled engine does not play the game, or Numba is missing.
    """
    engine = _engine(game)
    seeds = seeds_of(game.seed, first, last)
    ends = engine.play(seeds)
    agreed = np.flatnonzero(ends.deal >= 0)
    tables = tabulated(game.setup.agenda, game.interests)
    draws = numbers(tables, chance(tables, seeds))
    deals = np.full((len(seeds), len(tables.names.sizes)), -1, dtype=np.int64)
    deals[agreed] = np.stack(np.unravel_index(ends.deal[agreed], tables.names.sizes), axis=1)
    worth = np.stack([side.walk_away for side in draws.sides], axis=1)
    for party, points in enumerate(worths(draws, deals[agreed], agreed).T):
        worth[agreed, party] = list(map(clean, points.tolist()))
    said = {
        (how, leaver): engine.reason(how, leaver)
        for how, leaver in set(zip(ends.how.tolist(), ends.leaver.tolist(), strict=True))
    }
    held = Columns(
        first=first,
        seeds=seeds,
        deals=deals,
        worth=worth,
        rounds=ends.rounds,
        moves=ends.moves,
        reasons=[
            said[one] for one in zip(ends.how.tolist(), ends.leaver.tolist(), strict=True)
        ],
        distances=np.full(len(seeds), np.nan),
        errors=np.zeros(len(seeds)),
    )
    _measure(game, held)
    return held, draws


@lru_cache(maxsize=1)
def _engine(game: Game) -> Engine:
    """Make ready for the talks of a game, once for all stretches of them."""
    return Engine(evolve(game, draws=True))


def _measure(game: Game, held: Columns) -> None:
    """Measure how far the deals of the first talks are from the frontier."""
    names = tabulated(game.setup.agenda, game.interests).names
    for place in range(min(game.measured - held.first, len(held))):
        if held.deals[place, 0] >= 0:
            alone = evolve(game, draws=True, seed=held.seeds[place])
            found = distance_if_known(
                game.setup.agenda, alone.exact, names.deal(held.deals[place])
            )
            if found is not None:
                held.distances[place], held.errors[place] = found.points, found.error
