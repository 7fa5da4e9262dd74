"""Many games: the same logs in the same order, wherever they are played."""

from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest
from tests.play.build import opposed, talks

from accord.play import Game, engine_for, games, play, run, seeds_of, summary
from accord.talks import write

GAME = talks(
    "alba=random-walker", held=opposed(walk_away={"alba": (20, 80), "delta": (20, 80)}), seed=11
)


def log(game: Game) -> str:
    return write(play(game).log)


@pytest.mark.parametrize(
    "kind",
    [
        partial(ThreadPoolExecutor, 3),
        partial(ProcessPoolExecutor, 2, mp_context=get_context("spawn")),
    ],
    ids=["threads", "processes"],
)
def test_logs_are_the_same_to_the_byte_wherever_games_are_played(
    kind: "partial[Executor]",
) -> None:
    here = list(run(games(GAME, 21), None, log))
    with kind() as executor:
        assert list(run(games(GAME, 21), executor, log)) == here
    assert len(set(here)) > 10


def test_a_talk_of_many_can_be_held_alone() -> None:
    every = [summary(game) for game in games(GAME, 6)]
    assert [summary(game) for game in games(GAME, 6, start=4)] == every[4:]
    assert [one.seed for one in every] == seeds_of(11, 0, 6)
    assert len({one for seed in range(50) for one in seeds_of(seed, 0, 50)}) == 2500


def test_games_are_taken_as_they_are_needed_and_what_is_not_is_cancelled() -> None:
    taken = []

    def coming() -> Iterator[Game]:
        for game in games(GAME, 100_000):
            taken.append(game.number)
            yield game

    with ThreadPoolExecutor(1) as executor:
        held = run(coming(), executor, summary)
        assert next(held).number == 0
        held.close()
    assert len(taken) < 1000


def test_few_but_long_talks_are_held_by_compiled_code_too() -> None:
    pytest.importorskip("numba")
    assert engine_for(talks(rounds=20), 100) == "table"
    assert engine_for(talks(rounds=1000), 100) == "compiled"
    assert engine_for(talks(rounds=20), 500) == "compiled"


class _Lost(Executor):
    """A pool that loses a worker with the first thing sent, and tells that one first."""

    def __init__(self) -> None:
        self.sent: list[Future[Any]] = []

    def submit(self, task: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.sent:
            future.set_exception(BrokenExecutor())
        self.sent.append(future)
        return future


def test_what_waits_in_a_pool_that_is_lost_is_left_to_it() -> None:
    pool = _Lost()
    with pytest.raises(BrokenExecutor):
        next(run(range(3), pool, str, piece=1))
    assert len(pool.sent) == 3 and not any(future.cancelled() for future in pool.sent)
