"""Go through what was heard item by item, without beginning anew at every move."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

MOST_KEPT = 4096
"""So many results are kept."""

FAR_BACK = 12
"""A result is taken up again if it lacks at most so many of the last items."""

C = TypeVar("C", bound=Hashable)
T = TypeVar("T", bound=Hashable)
S = TypeVar("S")


class Folding(Generic[C, T, S]):
    """Folds items from the left, and remembers results.

    A result depends on what is given alone, whatever was asked before: what is remembered only
    spares steps. So talks in which a little is added at every move cost a few steps a move.
    """

    def __init__(self, start: Callable[[C], S], step: Callable[[C, S, T], S]) -> None:
        """Set what a fold begins with and how it goes on.

        Args:
            start: Gives the result for no items.
            step: Gives the result after one more item, and leaves the one before as it is.
        """
        self._start = start
        self._step = step
        self._kept: dict[tuple[C, tuple[T, ...]], S] = {}

    def __call__(self, context: C, items: tuple[T, ...]) -> S:
        """Return the result for some items.

        Args:
            context: What all steps are given, such as the agenda.
            items: The items, the first one first.
        """
        count = len(items)
        for done in range(count, max(0, count - FAR_BACK), -1):
            state = self._kept.get((context, items[:done]))
            if state is not None:
                break
        else:
            state, done = self._start(context), 0
        for item in items[done:]:
            state = self._step(context, state, item)
        if done < count:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[context, items] = state
        return state
