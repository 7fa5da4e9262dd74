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
from typing import NamedTuple, TypeAlias

from accord.deals.marks.decision_diagram import DiagramLayer
from accord.kernels.ties import TooLarge

MOST_WORK = 2_000_000
"""So many arcs are looked at, in about a second, before the search is given up."""

MOST_HITTING = 2000
"""Of more sets of the smallest size these are enough."""

_MOST_COMPARED_KINDS = 200
"""Of more kinds of options of an issue it is not looked up which do all that others do."""

Things: TypeAlias = "dict[tuple[int, int], tuple[int, ...]]"
"""For every issue and option, the things that a package that takes it holds, as numbers."""


class Graph(NamedTuple):
    """Packages as paths.

    Attributes:
        layers: For every layer and node, what leads on: a kind of option, and the next node.
        kinds: For every layer and kind, the things that a package of that kind holds.
    """

    layers: list[list[list[tuple[int, int]]]]
    kinds: list[list[tuple[int, ...]]]

    @classmethod
    def of(cls, layers: Sequence[DiagramLayer], things: Things) -> "Graph":
        """Take layers of a decision diagram, of which the first has one node."""
        found, kinds = [], []
        for layer in layers:
            known: dict[tuple[int, ...], int] = {}
            rows = []
            for arcs in layer.arcs:
                row: dict[tuple[int, int], None] = {}
                for arc in arcs:
                    for option in arc.options:
                        held = things[layer.issue, option]
                        row[known.setdefault(held, len(known)), arc.target] = None
                rows.append(list(row))
            found.append(rows)
            kinds.append(list(known))
        return cls(found, kinds)

    @property
    def size(self) -> int:
        """Count the arcs."""
        return sum(len(row) for rows in self.layers for row in rows)


@dataclass
class HittingSearch:
    """Looks for the sets of the least weight that hit every path of all graphs.

    Attributes:
        weights: What a thing weighs; None for one that can be in no set.
        with_: The things that are in every set of the least weight in which a thing is.
        best: The least weight known.
        found: The sets of that weight.
        complete: Whether none of that weight was left out.
        work: How many arcs may still be looked at.
    """

    weights: Sequence[int | None]
    with_: Sequence[frozenset[int]]
    best: float = math.inf
    found: list[frozenset[int]] = field(default_factory=list)
    complete: bool = True
    work: int = MOST_WORK

    def look(self, graphs: Sequence[Graph]) -> None:
        """Search the sets that hit every path of some graphs; those of equal weight are added.

        Raises:
            TooLarge: If it takes too long.
        """
        self._branch(graphs, frozenset(), frozenset(), 0)

    def _branch(
        self, graphs: Sequence[Graph], taken: frozenset[int], kept: frozenset[int], weight: int
    ) -> None:
        first = self._missed(graphs, taken, kept)
        if first is None:
            self._note(taken, weight)
            return
        if not first or not self._is_within(weight + self._least(graphs, first, taken, kept)):
            return
        for thing in sorted(first, key=lambda one: (self._weight(one), one)):
            more = (self.with_[thing] | {thing}) - taken
            if all(self.weights[one] is not None for one in more) and not more & kept:
                new = weight + sum(map(self._weight, more))
                if self._is_within(new):
                    self._branch(graphs, taken | more, kept, new)
            kept |= {thing}

    def _note(self, taken: frozenset[int], weight: int) -> None:
        if weight < self.best:
            self.best, self.found, self.complete = weight, [], True
        if len(self.found) < MOST_HITTING:
            self.found.append(taken)
        else:
            self.complete = False

    def _is_within(self, weight: float) -> bool:
        """Whether a set of so much weight would be noted."""
        return weight < self.best if not self.complete else weight <= self.best

    def _weight(self, thing: int) -> int:
        return self.weights[thing] or 0

    def _least(
        self,
        graphs: Sequence[Graph],
        first: frozenset[int],
        taken: frozenset[int],
        kept: frozenset[int],
    ) -> float:
        """Return what is missing at the least: packages that share nothing need one each."""
        used, total, held = taken, 0, first
        while held:
            total += min(map(self._weight, held))
            used |= held
            missed = self._missed(graphs, used, kept)
            if missed is None:
                return total
            held = missed
        return math.inf

    def _missed(
        self, graphs: Sequence[Graph], taken: frozenset[int], kept: frozenset[int]
    ) -> frozenset[int] | None:
        """Find a package that holds nothing that is taken: of what it holds, what can be taken.

        It is one that holds least of that. None where there is no such package.
        """
        best: tuple[int, frozenset[int]] | None = None
        for graph in graphs:
            found = self._shortest(graph, taken, kept)
            if found is not None and (best is None or len(found) < best[0]):
                best = len(found), found
        return None if best is None else best[1]

    def _shortest(
        self, graph: Graph, taken: frozenset[int], kept: frozenset[int]
    ) -> frozenset[int] | None:
        self.work -= graph.size
        if self.work < 0:
            raise TooLarge("it takes too long to tell the smallest sets that all packages hold")
        costs = [
            [
                -1
                if any(one in taken for one in held)
                else sum(one not in kept and self.weights[one] is not None for one in held)
                for held in kinds
            ]
            for kinds in graph.kinds
        ]
        none = 1 << 60
        after, chosen = [0], list[list[tuple[int, int] | None]]()
        for rows, cost in zip(reversed(graph.layers), reversed(costs), strict=True):
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
        node, found = 0, set[int]()
        for picks, kinds in zip(reversed(chosen), graph.kinds, strict=True):
            picked = picks[node]
            assert picked is not None
            kind, node = picked
            found |= {
                one for one in kinds[kind] if one not in kept and self.weights[one] is not None
            }
        return frozenset(found)


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
