"""Many talks over draws from all ranges, as `play.many` keeps them, but compiled."""

from functools import lru_cache

import numpy as np
from attrs import evolve

from accord.deals.worth import Worth
from accord.kernels.ties import rounded
from accord.play.columns import Columns
from accord.play.compiled.engine import Engine
from accord.play.distance import distance_if_known
from accord.play.game import Game
from accord.play.shifts import moved_by
from accord.play.streams import seeds_of


def summaries(game: Game, first: int, last: int) -> tuple[Columns, Worth]:
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
    draws = engine.numbers(seeds)
    ends = engine.play(seeds, draws)
    agreed = np.flatnonzero(ends.deal >= 0)
    deals = np.full((len(seeds), len(draws.sizes)), -1, dtype=np.int64)
    deals[agreed] = np.stack(np.unravel_index(ends.deal[agreed], draws.sizes), axis=1)
    worth = ends.worth
    for party, points in enumerate(draws.points(deals[agreed], agreed).T):
        worth[agreed, party] = list(map(rounded, points.tolist()))
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
    _measure(game, draws, held)
    return held, draws


@lru_cache(maxsize=1)
def _engine(game: Game) -> Engine:
    """Make ready for the talks of a game, once for all stretches of them."""
    return Engine(evolve(game, draws=True))


def _measure(game: Game, draws: Worth, held: Columns) -> None:
    """Measure how far the deals of the first talks are from the frontier."""
    for place in range(min(game.measured - held.first, len(held))):
        if held.deals[place, 0] >= 0:
            deal = draws.names.deal(held.deals[place])
            by = moved_by(game.shifts, int(held.rounds[place]))
            found = distance_if_known(draws[place].moved(by), deal)
            if found is not None:
                held.distances[place], held.errors[place] = found.points, found.error
