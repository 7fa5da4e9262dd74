"""The smallest sets of obstacles whose removal opens a way."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

Set = frozenset[int]
Opens = Callable[[Set], Set | None]
"""Given obstacles that are removed, gives those of them that some open way needs to be removed,
or None if there is no way. Removing more obstacles never closes a way."""


class Openings(NamedTuple):
    """What was found.

    Attributes:
        sets: Smallest sets of obstacles whose removal opens a way, in order.
        complete: Whether these are all of them; otherwise the search was cut.
    """

    sets: tuple[Set, ...]
    complete: bool


def smallest_openings(count: int, opens: Opens, most_tries: int, most_sets: int) -> Openings:
    """Find every set of the smallest size whose removal opens a way.

    Obstacles that together close the way, whatever else is removed, are a core; a set opens a
    way exactly when it hits every core. So the smallest sets that hit the cores known so far
    are tried; one that opens nothing leads to a core that was not known. Once all of them open
    a way, they are the answer.

    Source: J. Davies and F. Bacchus, Solving MAXSAT by solving a sequence of simpler SAT
    instances, CP 2011, 225-239 (implicit hitting sets).

    Args:
        count: How many obstacles there are; removing all of them opens a way.
        opens: The oracle.
        most_tries: How often the oracle is asked before the search is cut.
        most_sets: How many sets are listed before the search is cut.
    """
    oracle = _Oracle(opens)
    everything = frozenset(range(count))
    cores: list[Set] = []
    while True:
        hitting = list(islice(_smallest_hitting_sets(cores), most_sets + 1))
        fresh: list[Set] = []
        for removed in hitting:
            if oracle.tries + 2 * count > most_tries:
                return Openings(_in_order(s for s in hitting if oracle.is_known(s)), False)
            if all(removed & core for core in fresh) and not oracle.asked(removed):
                fresh.append(_core(everything, everything - removed, oracle))
        if not fresh:
            return Openings(_in_order(hitting[:most_sets]), len(hitting) <= most_sets)
        cores += fresh


class _Oracle:
    """Asks the oracle only what does not follow from its answers so far."""

    def __init__(self, opens: Opens) -> None:
        self.opens = opens
        self.tries = 0
        self.ways: list[Set] = []
        self.closed: list[Set] = []

    def is_known(self, removed: Set) -> bool:
        """Tell whether a way is known that is open once these are removed."""
        return any(way <= removed for way in self.ways)

    def asked(self, removed: Set) -> bool:
        """Tell whether a way is open once these are removed."""
        if self.is_known(removed):
            return True
        if any(removed <= closed for closed in self.closed):
            return False
        self.tries += 1
        way = self.opens(removed)
        if way is None:
            self.closed.append(removed)
            return False
        self.ways.append(way)
        return True


def _core(everything: Set, closing: Set, oracle: _Oracle) -> Set:
    """Find obstacles among those that close the way that close it, and no fewer of them would.

    Source: U. Junker, QuickXplain: preferred explanations and relaxations for over-constrained
    problems, AAAI 2004, 167-172.
    """

    def needed(kept: Set, new: bool, among: list[int]) -> Set:
        """Give what is needed of `among` to close the way together with `kept`."""
        if new and not oracle.asked(everything - kept):
            return frozenset()
        if len(among) == 1:
            return frozenset(among)
        half = len(among) // 2
        second = needed(kept | set(among[:half]), True, among[half:])
        first = needed(kept | second, bool(second), among[:half])
        return first | second

    return needed(frozenset(), False, sorted(closing))


def _smallest_hitting_sets(cores: Sequence[Set]) -> Iterator[Set]:
    """Give every set of the smallest size that shares an element with each of the cores."""
    size = len(_apart(cores))
    while True:
        found = _hitting_sets(cores, size)
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
            return
        size += 1


def _hitting_sets(cores: Sequence[Set], size: int) -> Iterator[Set]:
    """Give every set that shares an element with each of the cores, up to a size."""
    seen: set[Set] = set()

    def grow(chosen: Set) -> Iterator[Set]:
        if chosen in seen:
            return
        seen.add(chosen)
        missed = [core for core in cores if not core & chosen]
        if not missed:
            yield chosen
        elif len(chosen) + len(_apart(missed)) <= size:
            for element in sorted(sorted(missed, key=len)[0]):
                yield from grow(chosen | {element})

    return grow(frozenset())


def _apart(cores: Sequence[Set]) -> list[Set]:
    """Pick cores of which no two share an element: each needs an element of its own."""
    picked: list[Set] = []
    taken: Set = frozenset()
    for core in sorted(cores, key=len):
        if not core & taken:
            picked.append(core)
            taken |= core
    return picked


def _in_order(sets: Iterator[Set] | Sequence[Set]) -> tuple[Set, ...]:
    return tuple(sorted(sets, key=sorted))
