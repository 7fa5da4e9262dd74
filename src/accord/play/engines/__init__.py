"""Which engine plays many talks: the pure table, or one found here that plays as it does.

A module of this folder is an engine; another package offers one under `accord.engines`.
"""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Executor
from functools import cache, partial
from inspect import isabstract
from math import prod
from typing import Any, TypeGuard

from attrs import evolve, frozen

from accord.deals.search.finder import HALVED_FROM
from accord.deals.worth import Worth
from accord.discovery import Discovered, discovered, failure
from accord.errors import AccordError
from accord.fighting import Front
from accord.play.between_rounds import WalkAwayMoves, interests_by_round, moves_interests
from accord.play.columns import Columns
from accord.play.distance import distance_if_known
from accord.play.game import Game
from accord.play.many import games, summary
from accord.play.run import PIECE, run
from accord.play.streams import seeds_of
from accord.play.talk_engine import TalkEngine
from accord.play.tally import TalkTally, tallied

TABLE = "table"
"""What plays talks that no engine can."""

COMPILED_FROM = 500
"""Fewer talks are played about as fast at the table as it takes to load compiled code."""

COMPILED_FROM_MOVES = 80 * COMPILED_FROM
"""Of talks that may have so many moves in all, fewer take long at the table."""

HALVED = 10
"""So many times as long a move takes at the table where deals are too many to list."""

UNREADY = 20
"""So many times as many for an engine that is to be made ready first.

Measured: code that is kept is loaded in 0.5 s, and compiled in 25 s, once. The table plays 300
talks of a case with 10^5 deals in 4 s, and 1,000 in 14 s.
"""

STRETCH = 250, 10_000
"""How many talks, at least and at most, an engine plays before it says what they came to.

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


@cache
def engines() -> Discovered[TalkEngine]:
    """Return what can play talks in place of the table, by name."""
    kinds = discovered(__name__, "accord.engines", "engine", _is_engine)
    found, left_out = dict[str, TalkEngine](), kinds.left_out
    for name, kind in kinds.items():
        try:
            found[name] = kind()
        except Exception as error:
            left_out[name] = f"The engine '{name}' cannot be made: {failure(error)}."
    return Discovered(found, left_out)


def _refusal(name: str, game: Game) -> str:
    """Return why an engine cannot play a game; one that fails to answer cannot."""
    try:
        return engines()[name].can_play(game)
    except Exception as error:
        return f"The engine '{name}' fails: {failure(error)}."


def _is_engine(kind: Any) -> TypeGuard[type[TalkEngine]]:
    return isinstance(kind, type) and issubclass(kind, TalkEngine) and not isabstract(kind)


def engine_for(game: Game, talks: int, beside: int = 0) -> str:
    """Choose what plays talks: the same talks, so only the time differs.

    Args:
        game: What they have in common.
        talks: How many are to be played.
        beside: How many of other games are to be played, for which code is loaded once, too.

    Returns:
        The name of the first engine that can, or `TABLE`.
    """
    if not are_many(game, talks + beside):
        return TABLE
    able = (name for name in engines() if not _refusal(name, game))
    return next(
        (one for one in able if engines()[one].is_ready() or are_many(game, talks, UNREADY)),
        TABLE,
    )


def are_many(game: Game, talks: int, times: int = 1) -> bool:
    """Return whether talks are so many, or so long, that it is worth to load compiled code.

    Args:
        game: What they have in common.
        talks: How many are to be played.
        times: How many times as many it takes.
    """
    from accord.play.compiled.programs import longest

    sizes = [len(issue.choices) for issue in game.setup.agenda.issues.values()]
    slower = 1 if prod(sizes) < HALVED_FROM else HALVED
    return (
        talks >= COMPILED_FROM * times
        or talks * longest(game) * slower >= COMPILED_FROM_MOVES * times
    )


def why_table(game: Game) -> str:
    """Return in a sentence why talks can be played at the pure table only, or nothing.

    Args:
        game: What they have in common.
    """
    found = [_refusal(name, game) for name in engines()]
    return "" if "" in found else " ".join([*found, *engines().left_out.values()])


def play_many(
    game: Game,
    talks: int,
    start: int,
    executor: Executor | None,
    engine: str,
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
    least, most = (1, 1) if engine == TABLE else STRETCH
    step = min(max(talks // STRETCHES, least), most)
    ends = ((first, min(first + step, talks)) for first in range(start, talks, step))
    piece = PIECE if step == 1 else 1
    yield from run(ends, executor, partial(_held, game, engine, whole), piece)


def recount(
    game: Game, read: Iterable[Columns], executor: Executor | None, engine: str
) -> Generator[TalkTally, None, None]:
    """Yield what talks came to that were played before, some at a time and in order.

    Args:
        game: What they have in common.
        read: The talks, from the first.
        executor: Where they are counted; None for here and now.
        engine: What draws their numbers again.
    """
    yield from run(read, executor, partial(_recounted, game, engine), 1)


def _recounted(game: Game, engine: str, held: Columns) -> TalkTally:
    if engine == TABLE:
        return tallied(game, held)
    return TalkTally.of(held, engines()[engine].numbers(game, held.seeds))


def _held(game: Game, engine: str, whole: bool, ends: tuple[int, int]) -> Part:
    """Play the talks from one number up to another."""
    first, last = ends
    if engine == TABLE:
        columns = Columns.of(game, list(map(summary, games(game, last, first))))
        tally = tallied(game, columns)
    else:
        columns, numbers = play_columns(game, engine, first, last)
        tally = TalkTally.of(columns, numbers)
    return Part(tally=tally, columns=columns if whole else None)


def play_columns(game: Game, engine: str, first: int, last: int) -> tuple[Columns, Worth]:
    """Play many talks by an engine: what is kept is `summary` of each of their `games`.

    Args:
        game: What they have in common; its seed is where their seeds come from.
        engine: The name of the engine.
        first: The number of the first one.
        last: The number after that of the last one; larger.

    Returns:
        The talks, and their numbers.
    """
    seeds = seeds_of(game.seed, first, last)
    numbers, played = _by_engine(game, engine, seeds)
    columns = evolve(played, first=first)
    _measure(game, numbers, columns)
    return columns, numbers


def _by_engine(game: Game, engine: str, seeds: Sequence[int]) -> tuple[Worth, Columns]:
    """Have an engine play talks, and name it where it fails."""
    one = engines()[engine]
    try:
        numbers = one.numbers(game, seeds)
        return numbers, one.play(game, seeds, numbers)
    except AccordError:
        raise
    except Exception as error:
        raise AccordError(
            f"The engine '{engine}' fails at the talks with the seeds {seeds[0]} to "
            f"{seeds[-1]}: {failure(error)}."
        ) from error


def _measure(game: Game, numbers: Worth, held: Columns) -> None:
    """Measure how far the deals of the first talks are from the frontier."""
    count = max(min(game.measured - held.first, len(held)), 0)
    rounds = held.rounds[:count]
    starts, last = numbers.walk_away[:count], int(rounds.max(initial=0))
    moved = WalkAwayMoves.of(game, held.seeds[:count], starts, last).until(rounds).tolist()
    for place in range(count):
        if held.deals[place, 0] >= 0:
            deal = numbers.names.deal(held.deals[place])
            by = dict(zip(numbers.parties, moved[place], strict=True))
            ends = numbers[place]
            if moves_interests(game.fighting):
                front = Front.of(game.setup, ends.walk_aways)
                seed, last = held.seeds[place], int(rounds[place])
                *_, state = interests_by_round(game, front, seed, last)
                ends = ends.as_moved(state)
            found = distance_if_known(ends.moved(by), deal)
            if found is not None:
                held.distances[place], held.errors[place] = found.points, found.error
