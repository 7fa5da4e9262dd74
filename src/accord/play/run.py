"""Many games, or stretches of them, on one worker or several: the same answers in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import islice
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")

PIECE = 4
"""How many are sent to a worker at once, if nothing else is said."""

AHEAD = 64
"""How many pieces are sent before the first of them must be back."""


def run(
    games: Iterable[S],
    executor: Executor | None,
    task: Callable[[S], T],
    piece: int = PIECE,
) -> Generator[T, None, None]:
    """Do something with every game, such as play it, and give the answers in their order.

    Args:
        games: The games, or whatever the task takes; taken as they are needed.
        executor: Where it is done; None for here and now.
        task: What is done; for workers that are processes, a function of a module.
        piece: How many are sent to a worker at once.
    """
    if executor is None:
        yield from map(task, games)
        return
    coming = iter(games)
    sent: deque[Future[list[T]]] = deque()
    try:
        while True:
            while len(sent) < AHEAD and (some := list(islice(coming, piece))):
                sent.append(executor.submit(_each, task, some))
            if not sent:
                return
            yield from sent.popleft().result()
    except BrokenExecutor:
        # The executor says so to what was sent, one after the other; to be told that of what
        # was cancelled meanwhile, it stops half way, and waits for its other workers for ever.
        sent.clear()
        raise
    finally:
        for future in sent:
            future.cancel()


def _each(task: Callable[[S], T], games: list[S]) -> list[T]:
    return [task(game) for game in games]
