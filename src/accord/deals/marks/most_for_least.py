"""The packages that are best for whoever gets least of what it wants."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from accord.deals.marks.decision_diagram import DecisionDiagram
from accord.kernels.bits import each_bit
from accord.kernels.ties import TooLarge

MOST_TRIED = 6_000_000
"""So often a partial package is held against a bound, in about a second, before giving up."""

_MOST_BOUNDS = 20_000
"""So many arcs are looked at for bounds by every group of parties; else by one and by all."""

Wants: TypeAlias = Sequence[Sequence[int]]
"""For every issue and option, who wants it, as bits."""


class MostForLeast:
    """Looks for packages in which every party gets what it wants on so many issues.

    Partial packages are followed issue by issue. They are given up where some group of parties
    lacks more in all than any way on can still bring it, and where it was found before that
    from the same node the same cannot be made up for.
    """

    def __init__(self, diagram: DecisionDiagram, wants: Wants, parties: int) -> None:
        """Find what groups of parties can still get at the most, from every node on.

        Args:
            diagram: The packages.
            wants: Who wants what.
            parties: How many there are.
        """
        self.diagram, self.wants, self.parties = diagram, wants, parties
        everybody = range(parties)
        arcs = sum(len(row) for layer in diagram.layers for row in layer.arcs)
        sizes = range(1, parties + 1) if arcs << parties <= _MOST_BOUNDS else (1, parties)
        self.groups = [group for size in sizes for group in combinations(everybody, size)]
        self.bounds = []
        for group in self.groups:
            bits = sum(1 << n for n in group)
            terms = [[(one & bits).bit_count() for one in row] for row in wants]
            self.bounds.append(diagram.to_come(terms, max))
        self.dead: set[tuple[int, int, tuple[int, ...]]] = set()
        self.tried = 0

    def most(self) -> int:
        """Return on how many issues every party can get what it wants."""
        level = min(
            bound[0][0] // len(group)
            for group, bound in zip(self.groups, self.bounds, strict=True)
        )
        while next(self.packages(level), None) is None:
            level -= 1
        return level

    def packages(self, level: int) -> Iterator[dict[int, int]]:
        """Yield the packages in which every party gets what it wants on so many issues.

        Args:
            level: How many issues.

        Raises:
            TooLarge: If it takes too long.
        """
        self.dead.clear()
        yield from self._follow(0, 0, (level,) * self.parties)

    def _follow(
        self, place: int, node: int, lacks: tuple[int, ...]
    ) -> Iterator[dict[int, int]]:
        if place == len(self.diagram.layers):
            if not any(lacks):
                yield {}
            return
        key = place, node, lacks
        self.tried += len(self.groups)
        if self.tried > MOST_TRIED:
            raise TooLarge("it takes too long to tell what is best for who gets least")
        if key in self.dead or not self._is_within_reach(place, node, lacks):
            return
        layer, found = self.diagram.layers[place], False
        own = self.wants[layer.issue]
        steps = sorted((o, arc.target) for arc in layer.arcs[node] for o in arc.options)
        for option, target in steps:
            after = list(lacks)
            for party in each_bit(own[option]):
                after[party] = max(0, after[party] - 1)
            for rest in self._follow(place + 1, target, tuple(after)):
                found = True
                yield {layer.issue: option, **rest}
        if not found:
            self.dead.add(key)

    def _is_within_reach(self, place: int, node: int, lacks: tuple[int, ...]) -> bool:
        return all(
            sum(lacks[n] for n in group) <= bound[place][node]
            for group, bound in zip(self.groups, self.bounds, strict=True)
        )
