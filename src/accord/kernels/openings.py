"""The smallest sets of obstacles whose removal opens a way."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

Set = frozenset[int]
Opens = Callable[[Set], bool]
"""Tells whether a way is open once the given obstacles are removed; removing more never
closes it."""


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
    asked: dict[Set, bool] = {}

    def ask(removed: Set) -> bool:
        if removed not in asked:
            asked[removed] = opens(removed)
        return asked[removed]

    cores: list[Set] = []
    while True:
        hitting = list(islice(_smallest_hitting_sets(cores), most_sets + 1))
        fresh: list[Set] = []
        for removed in hitting:
            if len(asked) + count > most_tries:
                return Openings(_in_order(s for s in hitting if asked.get(s)), False)
            if all(removed & core for core in fresh) and not ask(removed):
                fresh.append(_core(frozenset(range(count)) - removed, count, ask))
        if not fresh:
            return Openings(_in_order(hitting[:most_sets]), len(hitting) <= most_sets)
        cores += fresh


def _core(closing: Set, count: int, ask: Opens) -> Set:
    """Leave out obstacles, one by one, as long as the others still close the way."""
    everything = frozenset(range(count))
    for obstacle in sorted(closing):
        if not ask(everything - (closing - {obstacle})):
            closing -= {obstacle}
    return closing


def _smallest_hitting_sets(cores: Sequence[Set]) -> Iterator[Set]:
    """Give every set of the smallest size that shares an element with each of the cores."""
    seen: set[Set] = set()

    def grow(chosen: Set, room: int) -> Iterator[Set]:
        if chosen in seen:
            return
        seen.add(chosen)
        missed = next((core for core in cores if not core & chosen), None)
        if missed is None:
            yield chosen
        elif room:
            for element in sorted(missed):
                yield from grow(chosen | {element}, room - 1)

    size = 0
    while True:
        seen.clear()
        empty = True
        for found in grow(frozenset(), size):
            empty = False
            yield found
        if not empty:
            return
        size += 1


def _in_order(sets: Iterator[Set] | Sequence[Set]) -> tuple[Set, ...]:
    return tuple(sorted(sets, key=sorted))
