"""Which engine holds many talks: the pure table, or compiled code that plays as it does."""

from collections.abc import Generator, Iterator
from concurrent.futures import Executor
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import Literal

from accord.play.game import Game
from accord.play.many import Talk, games, summary
from accord.play.run import run

Engine = Literal["table", "compiled"]

COMPILED_FROM = 1000
"""Fewer talks are held before the code would be compiled."""

STRETCH = 2500
"""How many compiled talks a worker holds at once."""


def engine_for(game: Game, talks: int) -> Engine:
    """Choose what holds talks: the same talks, so only the time differs.

    Args:
        game: What they have in common.
        talks: How many are to be held.
    """
    if talks < COMPILED_FROM or find_spec("numba") is None:
        return "table"
    from accord.play.compiled import why_not

    return "table" if why_not(game) else "compiled"


def hold(
    game: Game, talks: int, start: int, executor: Executor | None, engine: Engine
) -> Generator[Talk, None, None]:
    """Hold many talks, and give what is kept of each, in order.

    Args:
        game: What they have in common.
        talks: How many there are in all.
        start: The number of the first one to hold.
        executor: Where they are held; None for here and now.
        engine: What holds them.
    """
    if engine == "table":
        yield from run(games(game, talks, start), executor, summary)
    elif executor is None:
        yield from _compiled(game, (start, talks))
    else:
        ends = ((n, min(n + STRETCH, talks)) for n in range(start, talks, STRETCH))
        held = run(ends, executor, partial(_stretch, game))
        try:
            yield from chain.from_iterable(held)
        finally:
            held.close()


def _compiled(game: Game, ends: tuple[int, int]) -> Iterator[Talk]:
    from accord.play.compiled import summaries

    return summaries(game, ends[1], ends[0])


def _stretch(game: Game, ends: tuple[int, int]) -> list[Talk]:
    return list(_compiled(game, ends))
