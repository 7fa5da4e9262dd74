"""Which engine plays many talks: the pure table, or compiled code that plays as it does."""

from collections.abc import Generator, Iterable
from concurrent.futures import Executor
from functools import partial
from importlib.util import find_spec
from typing import Literal

from attrs import frozen

from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.many import games, summary
from accord.play.numbers import ranged
from accord.play.run import PIECE, run
from accord.play.tally import TalkTally, tallied

Engine = Literal["table", "compiled"]

COMPILED_FROM = 500
"""Fewer talks are played about as fast at the table as it takes to load compiled code."""

COMPILED_FROM_MOVES = 80 * COMPILED_FROM
"""Of talks that may have so many moves in all, fewer take long at the table."""

STRETCH: dict[Engine, tuple[int, int]] = {"table": (1, 1), "compiled": (250, 10_000)}
"""How many talks, at least and at most, each engine plays before it says what they came to.

To send talks to a worker and to add up what they came to takes about as long as it takes to
play 500 compiled ones; and 10,000, which are played in 0.1 s to some seconds, fit in memory.
"""

STRETCHES = 16
"""So many stretches at least, if they are not too short: workers end at about the same time."""


@frozen(kw_only=True)
class Part:
    """Talks that were played, one after the other.

    Attributes:
        tally: What they came to.
        columns: The talks themselves, where they are wanted.
    """

    tally: TalkTally
    columns: Columns | None


def engine_for(game: Game, talks: int) -> Engine:
    """Choose what plays talks: the same talks, so only the time differs.

    Args:
        game: What they have in common.
        talks: How many are to be played.
    """
    return "table" if not are_many(game, talks) or why_table(game) else "compiled"


def are_many(game: Game, talks: int) -> bool:
    """Return whether talks are so many, or so long, that it is worth to load compiled code.

    Args:
        game: What they have in common.
        talks: How many are to be played.
    """
    from accord.play.compiled.programs import longest

    return talks >= COMPILED_FROM or talks * longest(game) >= COMPILED_FROM_MOVES


def why_table(game: Game) -> str:
    """Return in a sentence why talks can be played at the pure table only, or nothing.

    Args:
        game: What they have in common.
    """
    from accord.play.compiled import MISSING, why_not

    return MISSING if find_spec("numba") is None else why_not(game)


def play_many(
    game: Game,
    talks: int,
    start: int,
    executor: Executor | None,
    engine: Engine,
    *,
    whole: bool = False,
) -> Generator[Part, None, None]:
    """Play many talks, and say what they came to, some at a time and in order.

    Args:
        game: What they have in common.
        talks: How many there are in all.
        start: The number of the first one to play.
        executor: Where they are played; None for here and now.
        engine: What plays them.
        whole: Whether the talks themselves are wanted too.
    """
    least, most = STRETCH[engine]
    step = min(max(talks // STRETCHES, least), most)
    ends = ((first, min(first + step, talks)) for first in range(start, talks, step))
    piece = PIECE if step == 1 else 1
    yield from run(ends, executor, partial(_held, game, engine, whole), piece)


def recount(
    game: Game, read: Iterable[Columns], executor: Executor | None, engine: Engine
) -> Generator[TalkTally, None, None]:
    """Yield what talks came to that were played before, some at a time and in order.

    Args:
        game: What they have in common.
        read: The talks, from the first.
        executor: Where they are counted; None for here and now.
        engine: What draws their numbers again.
    """
    yield from run(read, executor, partial(_recounted, game, engine), 1)


def _recounted(game: Game, engine: Engine, held: Columns) -> TalkTally:
    if engine == "table":
        return tallied(game, held)
    from accord.play.compiled import chance

    worth = ranged(game.setup.agenda, game.interests)
    return TalkTally.of(held, worth.at(chance(worth.how_many, held.seeds)))


def _held(game: Game, engine: Engine, whole: bool, ends: tuple[int, int]) -> Part:
    """Play the talks from one number up to another."""
    first, last = ends
    if engine == "compiled":
        from accord.play.compiled import summaries

        columns, draws = summaries(game, first, last)
        tally = TalkTally.of(columns, draws)
    else:
        columns = Columns.of(game, list(map(summary, games(game, last, first))))
        tally = tallied(game, columns)
    return Part(tally=tally, columns=columns if whole else None)
