"""Many talks over draws from all ranges, as `play.many` keeps them."""

from collections.abc import Iterator

from attrs import evolve
from frozendict import frozendict

from accord.deals.valued import clean
from accord.play.compiled.engine import Engine
from accord.play.distance import distance
from accord.play.game import Game
from accord.play.many import MEASURED, Talk, seed_of

BATCH = 1000
"""How many talks are held at once."""


def summaries(game: Game, talks: int, start: int = 0) -> Iterator[Talk]:
    """Give what is kept of many talks: `summary` of each of their `games`, but compiled.

    Args:
        game: What they have in common; its seed is where their seeds come from.
        talks: How many talks there are in all.
        start: The number of the first one to give.

    Raises:
        AccordError: If the compiled engine does not play the game, or Numba is missing.
    """
    drawn = evolve(game, draws=True)
    engine, parties = Engine(drawn), game.setup.delegations
    for first in range(start, talks, BATCH):
        numbers = range(first, min(first + BATCH, talks))
        seeds = [seed_of(game.seed, number) for number in numbers]
        ends = engine.hold(seeds)
        rows = zip(numbers, seeds, *(column.tolist() for column in ends[:6]), strict=True)
        for number, seed, how, place, rounds, moves, leaver, worth in rows:
            deal, found = engine.deal(place), None
            if deal is not None and number < MEASURED:
                exact = evolve(drawn, number=number, seed=seed).exact
                found = distance(game.setup.agenda, exact, deal)
            yield Talk(
                number=number,
                seed=seed,
                deal=deal,
                worth=frozendict(zip(parties, map(clean, worth), strict=True)),
                rounds=rounds,
                moves=moves,
                reason=engine.reason(how, leaver),
                distance=None if found is None else found.points,
                error=0.0 if found is None else found.error,
            )
