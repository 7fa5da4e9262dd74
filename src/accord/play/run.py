"""Many games, on one worker or on several: the same answers in the same order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

from accord.play.game import Game

T = TypeVar("T")

PIECE = 4
"""How many games are sent to a worker at once."""

AHEAD = 64
"""How many pieces are sent before the first of them must be back."""


def run(
    games: Iterable[Game], executor: Executor | None, task: Callable[[Game], T]
) -> Generator[T, None, None]:
    """Do something with every game, such as play it, and give the answers in their order.

    Args:
        games: The games; taken as they are needed.
        executor: Where it is done; None for here and now.
        task: What is done; for workers that are processes, a function of a module.
    """
    if executor is None:
        yield from map(task, games)
        return
    coming = iter(games)
    sent: deque[Future[list[T]]] = deque()
    try:
        while True:
            while len(sent) < AHEAD and (piece := list(islice(coming, PIECE))):
                sent.append(executor.submit(_each, task, piece))
            if not sent:
                return
            yield from sent.popleft().result()
    finally:
        for future in sent:
            future.cancel()


def _each(task: Callable[[Game], T], games: list[Game]) -> list[T]:
    return [task(game) for game in games]
