"""The smallest sets of things that every package holds one of: what, refused, leaves none.

An implicit hitting set problem: the packages are not listed, but a package that holds none of
some things is found in one pass over a decision diagram. Whatever is missing of a set has to
come from such a package, so the search branches on what it holds, each branch keeping what the
ones before took. Packages that share nothing need one thing each, a bound from below.

Sources: R. Reiter, A theory of diagnosis from first principles, Artificial Intelligence 32
(1987), 57-95 (the hitting-set tree); E. Moreno-Centeno and R. Karp, The implicit hitting set
approach to solve combinatorial optimization problems, Operations Research 61 (2013), 453-468.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from accord.deals.marks.decision_diagram import DiagramLayer
from accord.kernels.bits import each_bit
from accord.kernels.ties import TooLarge

MOST_WORK = 10_000_000
"""So many arcs are looked at, in about two seconds, before the search is given up."""

MOST_HITTING = 2000
"""Of more sets of the smallest size these are enough."""

_MOST_KNOWN = 1000
"""So many packages that were found are looked through before another is looked for."""

_MOST_DEEP = 300
"""So many things are taken one after the other: Python goes no deeper than a thousand calls."""

_KNOWN_TO_AN_ARC = 3
"""To look through so many costs as much as to look at an arc."""

_MOST_COMPARED_KINDS = 200
"""Of more kinds of options of an issue it is not looked up which do all that others do."""

Things: TypeAlias = "dict[tuple[int, int], int]"
"""For every issue and option, the things that a package that takes it holds, as bits."""


class Graph(NamedTuple):
    """Packages as paths.

    Attributes:
        layers: For every layer and node, what leads on: a kind of option, and the next node.
        kinds: For every layer and kind, the things that a package of that kind holds.
        size: How many arcs there are.
    """

    layers: list[list[list[tuple[int, int]]]]
    kinds: list[list[int]]
    size: int

    @classmethod
    def of(cls, layers: Sequence[DiagramLayer], things: Things) -> "Graph":
        """Take layers of a decision diagram, of which the first has one node."""
        found, kinds, size = [], [], 0
        for layer in layers:
            known: dict[int, int] = {}
            rows = []
            for arcs in layer.arcs:
                row: dict[tuple[int, int], None] = {}
                for arc in arcs:
                    for option in arc.options:
                        held = things[layer.issue, option]
                        row[known.setdefault(held, len(known)), arc.target] = None
                rows.append(list(row))
                size += len(row)
            found.append(rows)
            kinds.append(list(known))
        return cls(found, kinds, size)

    def shortest(self, taken: int, kept: int) -> int | None:
        """Find a package that holds nothing that is taken: the things that it holds.

        It is one that holds least besides what is kept; None where there is none.
        """
        costs = [
            [-1 if held & taken else (held & ~kept).bit_count() for held in kinds]
            for kinds in self.kinds
        ]
        none = 1 << 60
        after, chosen = [0], list[list[tuple[int, int] | None]]()
        for rows, cost in zip(reversed(self.layers), reversed(costs), strict=True):
            now, picks = [], []
            for row in rows:
                least, pick = none, None
                for step in row:
                    kind, target = step
                    if cost[kind] >= 0 and cost[kind] + after[target] < least:
                        least, pick = cost[kind] + after[target], step
                now.append(least)
                picks.append(pick)
            after = now
            chosen.append(picks)
        if after[0] >= none:
            return None
        node = found = 0
        for picks, kinds in zip(reversed(chosen), self.kinds, strict=True):
            picked = picks[node]
            assert picked is not None
            kind, node = picked
            found |= kinds[kind]
        return found


@dataclass
class HittingSearch:
    """Looks for the sets of the least weight that hit every path of all graphs.

    Sets are bits. What can be in no set is left out of what packages hold.

    Attributes:
        weights: What every thing weighs, at least 1.
        joined: For every thing, those that are in each set of the least weight that it is in,
            itself among them.
        barred: The things that can be in no set but are among those joined to others.
        best: The least weight known.
        found: The sets of that weight.
        complete: Whether none of that weight was left out.
        work: How many arcs may still be looked at.
    """

    weights: Sequence[int]
    joined: Sequence[int]
    barred: int = 0
    best: float = math.inf
    found: list[int] = field(default_factory=list)
    complete: bool = True
    work: int = MOST_WORK
    _known: dict[int, None] = field(default_factory=dict)

    def look(self, graphs: Sequence[Graph]) -> None:
        """Search the sets that hit every path of some graphs; those of equal weight are added.

        Raises:
            TooLarge: If it takes too long.
        """
        self._known = {}
        self._branch(graphs, 0, self.barred, 0)

    def _branch(self, graphs: Sequence[Graph], taken: int, kept: int, weight: int) -> None:
        first = self._missed(graphs, taken, kept)
        if first is None:
            self._note(taken, weight)
            return
        if taken.bit_count() > _MOST_DEEP:
            raise TooLarge("too many things are in all packages for them to be looked through")
        if not self._is_within(weight + self._least(graphs, first, taken, kept, weight)):
            return
        for thing in sorted(each_bit(first & ~kept), key=self.weights.__getitem__):
            more = self.joined[thing] & ~taken
            if not more & kept:
                new = weight + sum(self.weights[one] for one in each_bit(more))
                if self._is_within(new):
                    self._branch(graphs, taken | more, kept, new)
            kept |= 1 << thing

    def _note(self, taken: int, weight: int) -> None:
        if weight < self.best:
            self.best, self.found, self.complete = weight, [], True
        if len(self.found) < MOST_HITTING:
            self.found.append(taken)
        else:
            self.complete = False

    def _is_within(self, weight: float) -> bool:
        """Whether a set of so much weight would be noted."""
        return weight <= self.best if self.complete else weight < self.best

    def _least(
        self, graphs: Sequence[Graph], first: int, taken: int, kept: int, weight: int
    ) -> float:
        """Return what is missing at the least: packages that share nothing need one each."""
        used, total, held = taken, 0, first & ~kept
        while held:
            total += min(self.weights[one] for one in each_bit(held))
            used |= held
            if not self._is_within(weight + total):
                return total
            missed = self._missed(graphs, used, kept)
            if missed is None:
                return total
            held = missed & ~kept
        return math.inf

    def _missed(self, graphs: Sequence[Graph], taken: int, kept: int) -> int | None:
        """Find a package that holds nothing that is taken, and little besides what is kept.

        None where there is no such package.
        """
        self.work -= len(self._known) // _KNOWN_TO_AN_ARC
        missed = [one for one in self._known if not one & taken]
        if missed:
            return min(missed, key=lambda one: (one & ~kept).bit_count())
        found: int | None = None
        for graph in graphs:
            self.work -= graph.size
            if self.work < 0:
                raise TooLarge("it takes too long to tell what all packages have in common")
            one = graph.shortest(taken, kept)
            if one is not None and len(self._known) < _MOST_KNOWN:
                self._known[one] = None
            if found is None or (
                one is not None and (one & ~kept).bit_count() < (found & ~kept).bit_count()
            ):
                found = one if one is not None else found
        return found


def segments(layers: Sequence[DiagramLayer]) -> list[tuple[DiagramLayer, ...]]:
    """Part a diagram where all paths meet: what is decided before does not matter after."""
    found: list[list[DiagramLayer]] = []
    for layer in layers:
        if len(layer.states) == 1:
            found.append([])
        found[-1].append(layer)
    return [tuple(some) for some in found]


class Alike(NamedTuple):
    """Options of an issue with which just the same is possible.

    Attributes:
        options: The options.
        more: The places, among those of the issue, of others with which all is possible that
            is with these.
    """

    options: tuple[int, ...]
    more: tuple[int, ...]


def alike(layer: DiagramLayer, after: DiagramLayer | None) -> list[Alike]:
    """Group the options of a layer with which just the same is possible.

    Args:
        layer: The layer.
        after: The one that follows, if any.
    """
    ways: list[dict[int, int]] = [
        {
            option: 0 if after is None else after.states[arc.target]
            for arc in arcs
            for option in arc.options
        }
        for arcs in layer.arcs
    ]
    known: dict[tuple[int | None, ...], list[int]] = {}
    for option in sorted(set().union(*ways)):
        known.setdefault(tuple(way.get(option) for way in ways), []).append(option)
    compared = len(known) <= _MOST_COMPARED_KINDS
    return [
        Alike(
            tuple(some),
            tuple(
                n
                for n, its in enumerate(known)
                if compared and its != mine and _all_possible(mine, its)
            ),
        )
        for mine, some in known.items()
    ]


def _all_possible(mine: tuple[int | None, ...], its: tuple[int | None, ...]) -> bool:
    """Return whether another option leads to as much from every node from which one does."""
    return all(
        m is None or (o is not None and not o & ~m) for m, o in zip(mine, its, strict=True)
    )


class HeldSets(NamedTuple):
    """The least sets of things that packages hold.

    Attributes:
        sets: As bits, those of fewest things first.
        complete: Whether these are all.
    """

    sets: tuple[int, ...]
    complete: bool


def fewest_held(graphs: Sequence[Graph], most: int, work: int = MOST_WORK) -> HeldSets:
    """Find the sets of things that some package holds of which no other holds a part.

    The package that holds least gives one. Any other set lacks one of its things at least: so
    each thing of it is barred in turn, and the package that then holds least is looked for;
    whatever is least of all that is found so is the next set (R. Reiter, 1987, section 4).

    Args:
        graphs: The packages.
        most: How many sets to find.
        work: How many arcs to look at before the search is given up.
    """

    def next_without(barred: int) -> int | None:
        found = (graph.shortest(barred, 0) for graph in graphs)
        return min((one for one in found if one is not None), key=int.bit_count, default=None)

    size = sum(graph.size for graph in graphs)
    first = next_without(0)
    queue = [] if first is None else [(first.bit_count(), 0, first)]
    seen, sets = {0}, list[int]()
    while queue:
        _, barred, held = heappop(queue)
        if not any(one & held == one for one in sets):
            if len(sets) == most:
                return HeldSets(tuple(sets), complete=False)
            sets.append(held)
        for thing in each_bit(held):
            more = barred | 1 << thing
            if more in seen:
                continue
            seen.add(more)
            work -= size
            if work < 0:
                return HeldSets(tuple(sets), complete=False)
            found = next_without(more)
            if found is not None:
                heappush(queue, (found.bit_count(), more, found))
    return HeldSets(tuple(sets), complete=True)
