"""A decision diagram: all packages that may be taken, issue after issue.

What is to come depends on what was decided only through the exclusions that may still be
crossed: those of whose issues some are decided, all of them as the exclusion has it. So a node
is a set of such exclusions, in bits, and every package is one path. A node whose bits are part
of another's has all the ways on that the other has. Counting, and the least and most of a sum,
are one pass over the arcs.

Source: H. Andersen, T. Hadzic, J. Hooker and P. Tiedemann, A constraint store based on
multivalued decision diagrams, CP 2007; D. Bergman, A. Cire, W.-J. van Hoeve and J. Hooker,
Decision Diagrams for Optimization (2016), chapter 3.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from accord.kernels.ties import TooLarge

MOST_NODES = 200_000
"""So many nodes take some seconds; more are refused."""


@dataclass(frozen=True)
class OptionsTogether:
    """Options of some issues that stand in the way together.

    Attributes:
        sides: By issue, the options; a package takes the combination by taking one of each.
        label: What a package that takes it is labelled with; None where no package may.
        refusers: Who refuses a package that takes it, as bits; for a package that may be taken
            although some refuse it.
    """

    sides: Mapping[int, frozenset[int]]
    label: int | None = None
    refusers: int = 0

    @property
    def is_barred(self) -> bool:
        """Whether no package may take it."""
        return self.label is None and not self.refusers


class Arc(NamedTuple):
    """One or several options that lead from a node to another.

    Attributes:
        options: The options.
        target: The number of the node, in the next layer.
        label: What taking one of them completes of combinations that label packages.
    """

    options: tuple[int, ...]
    target: int
    label: int


@dataclass(frozen=True)
class DiagramLayer:
    """An issue, with the nodes in which it is decided.

    Attributes:
        issue: The issue.
        states: For every node, the combinations of which all is taken that was decided.
        arcs: For every node, what leads on.
    """

    issue: int
    states: tuple[int, ...]
    arcs: tuple[tuple[Arc, ...], ...]


@dataclass(frozen=True)
class DecisionDiagram:
    """All packages, as the paths from the only node of the first layer to the end.

    Attributes:
        layers: One an issue; none where no package is left.
    """

    layers: tuple[DiagramLayer, ...]

    @classmethod
    def of(
        cls,
        options: Sequence[Collection[int]],
        together: Sequence[OptionsTogether] = (),
        *,
        refusers: Sequence[Sequence[int]] | None = None,
        passes: Callable[[int], bool] | None = None,
        order: Sequence[int] | None = None,
    ) -> "DecisionDiagram":
        """Build it, and leave out what leads nowhere.

        Args:
            options: For every issue, the options that may be taken.
            together: Combinations that stand in the way.
            refusers: For every issue and option (whether it may be taken or not), who refuses
                it, as bits; None where nobody does.
            passes: Whether a package may be taken that some refuse, by the bits of those; if
                it may not, then neither may one that more refuse.
            order: Every issue once, in the order in which to decide; by default `good_order`.

        Raises:
            TooLarge: If too many combinations hang together.
        """
        given = simplified(options, together)
        if given is None:
            return cls(())
        open_, tied = given
        if order is None:
            order = good_order([len(o) for o in options], [t.sides for t in tied])
        return cls(_pruned(_layers(open_, tied, refusers, passes, order)))

    @property
    def is_empty(self) -> bool:
        """Whether no package is left."""
        return not self.layers

    @cached_property
    def options(self) -> dict[int, tuple[int, ...]]:
        """The options that some package takes, by issue."""
        return {
            layer.issue: tuple(
                sorted({o for arcs in layer.arcs for a in arcs for o in a.options})
            )
            for layer in self.layers
        }

    def count(self) -> int:
        """Count the packages."""
        ways = [1]
        for layer in reversed(self.layers):
            ways = [sum(len(a.options) * ways[a.target] for a in arcs) for arcs in layer.arcs]
        return ways[0] if self.layers else 0

    def extremes(self, terms: Sequence[Sequence[int]]) -> tuple[int, int]:
        """Find the least and the most that a sum over the options comes to; there is a package.

        Args:
            terms: For every issue and option, what it adds.
        """
        return self.to_come(terms, min)[0][0], self.to_come(terms, max)[0][0]

    def to_come(
        self, terms: Sequence[Sequence[int]], pick: Callable[[Iterator[int]], int]
    ) -> list[list[int]]:
        """Find the least or most that a sum comes to from every node of every layer on.

        Args:
            terms: For every issue and option, what it adds.
            pick: `min` or `max`.
        """
        found = [[0]]
        for layer in reversed(self.layers):
            own, after = terms[layer.issue], found[-1]
            found.append(
                [
                    pick(pick(own[o] for o in a.options) + after[a.target] for a in arcs)
                    for arcs in layer.arcs
                ]
            )
        return found[::-1]

    def farthest(self, terms: Sequence[Sequence[int]]) -> dict[int, int]:
        """Return a package with the most that a sum over the options comes to.

        Args:
            terms: For every issue and option, what it adds.
        """
        ahead, node, found = self.to_come(terms, max), 0, dict[int, int]()
        for place, layer in enumerate(self.layers):
            own, left, after = terms[layer.issue], ahead[place][node], ahead[place + 1]
            option, node = min(
                (o, a.target)
                for a in layer.arcs[node]
                for o in a.options
                if own[o] + after[a.target] == left
            )
            found[layer.issue] = option
        return found

    def holding(self, kept: Sequence[Collection[int]]) -> "DecisionDiagram":
        """Keep the packages that take none but certain options.

        Args:
            kept: The options, for every issue.
        """
        layers, number = list[DiagramLayer](), {0: 0}
        for layer in self.layers:
            own, after, rows = set(kept[layer.issue]), dict[int, int](), []
            for node in number:
                row = []
                for arc in layer.arcs[node]:
                    if some := tuple(o for o in arc.options if o in own):
                        target = after.setdefault(arc.target, len(after))
                        row.append(Arc(some, target, arc.label))
                rows.append(tuple(row))
            states = tuple(layer.states[node] for node in number)
            layers.append(DiagramLayer(layer.issue, states, tuple(rows)))
            number = after
        return DecisionDiagram(_pruned(layers))

    def packages(self) -> Iterator[dict[int, int]]:
        """Yield the packages, as options by issue: by the options of the first layer on."""
        if self.is_empty:
            return
        chosen: dict[int, int] = {}
        stack = [iter(self._steps(0, 0))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                continue
            option, target = step
            place = len(stack) - 1
            chosen[self.layers[place].issue] = option
            if place + 1 == len(self.layers):
                yield dict(chosen)
            else:
                stack.append(iter(self._steps(place + 1, target)))

    def _steps(self, place: int, node: int) -> list[tuple[int, int]]:
        arcs = self.layers[place].arcs[node]
        return sorted((o, a.target) for a in arcs for o in a.options)


def simplified(
    options: Sequence[Collection[int]], together: Sequence[OptionsTogether]
) -> tuple[list[list[int]], list[OptionsTogether]] | None:
    """Leave out of options and combinations what can never be taken, or always is.

    Args:
        options: For every issue, the options that may be taken.
        together: Combinations that stand in the way.

    Returns:
        The options that are left and the combinations of several issues among them; None where
        no package is left.
    """
    left = [set(own) for own in options]
    tied = list(together)
    changed = True
    while changed:
        changed, before, tied = False, tied, []
        for one in before:
            sides = {i: side & left[i] for i, side in one.sides.items()}
            if not all(sides.values()):
                continue
            if one.is_barred:
                sides = {i: frozenset(s) for i, s in sides.items() if len(s) < len(left[i])}
                if not sides:
                    return None
                if len(sides) == 1:
                    ((issue, side),) = sides.items()
                    left[issue] -= side
                    changed = True
                    continue
            tied.append(replace(one, sides={i: frozenset(s) for i, s in sides.items()}))
    if not all(left):
        return None
    return [sorted(own) for own in left], tied


def good_order(sizes: Sequence[int], scopes: Sequence[Collection[int]]) -> list[int]:
    """Order issues so that few combinations of those decided matter for what is to come.

    Issues that do not hang together are not mixed. Within those that do, the next one is always
    that after which the decided issues that are tied to undecided ones have the fewest
    combinations (a greedy bound of the pathwidth; H. Bodlaender, A partial k-arboretum of
    graphs with bounded treewidth, Theoretical Computer Science 209, 1998, section 7).

    Args:
        sizes: Options per issue.
        scopes: The issues that hang together.
    """
    left, order = set(range(len(sizes))), list[int]()
    while left:
        group, growing = {min(left)}, True
        while growing:
            more = {i for s in scopes if group & set(s) for i in s} - group
            group |= more
            growing = bool(more)
        own = [set(s) for s in scopes if group & set(s)]
        waiting = sorted(group)
        while waiting:
            done = group - set(waiting)

            def tied(issue: int, done: set[int] = done, own: list[set[int]] = own) -> float:
                now = done | {issue}
                live = {i for s in own if s & now and s - now for i in s & now}
                return sum(math.log(sizes[i]) for i in live)

            issue = min(waiting, key=tied)
            waiting.remove(issue)
            order.append(issue)
        left -= group
    return order


def _layers(
    options: Sequence[Sequence[int]],
    together: Sequence[OptionsTogether],
    refusers: Sequence[Sequence[int]] | None,
    passes: Callable[[int], bool] | None,
    order: Sequence[int],
) -> list[DiagramLayer]:
    place = {issue: n for n, issue in enumerate(order)}
    first = [min(place[i] for i in one.sides) for one in together]
    last = [max(place[i] for i in one.sides) for one in together]
    people = max((r for own in refusers or [] for r in own), default=0)
    people |= max((one.refusers for one in together), default=0)
    shift = people.bit_length()
    everybody = (1 << shift) - 1
    bit = [1 << shift + n for n in range(len(together))]
    barred = sum(b for b, one in zip(bit, together, strict=True) if one.is_barred)
    of_bit = dict(zip(bit, together, strict=True))
    states, layers, total = {0: 0}, list[DiagramLayer](), 0
    for now, issue in enumerate(order):
        enter = sum(b for b, f in zip(bit, first, strict=True) if f == now)
        leave = sum(b for b, e in zip(bit, last, strict=True) if e == now)
        naming = [(b, one.sides[issue]) for b, one in of_bit.items() if issue in one.sides]
        names = sum(b for b, _ in naming)
        kinds: dict[tuple[int, int], list[int]] = {}
        for o in options[issue]:
            inside = sum(b for b, side in naming if o in side)
            refused = refusers[issue][o] if refusers is not None else 0
            kinds.setdefault((inside | ~names, refused), []).append(o)
        listed = [(keeps, refused, tuple(some)) for (keeps, refused), some in kinds.items()]
        is_last = now + 1 == len(order)
        after: dict[int, int] = {}
        rows = []
        for state in states:
            row = []
            for keeps, refused, some in listed:
                taken = (state & ~everybody | enter) & keeps
                crossed = taken & leave
                if crossed & barred:
                    continue
                against, label = state & everybody | refused, 0
                while crossed:
                    one = of_bit[crossed & -crossed]
                    against |= one.refusers
                    label |= one.label or 0
                    crossed &= crossed - 1
                if passes is not None and not passes(against):
                    continue
                target = 0 if is_last else taken & ~leave | against
                row.append(Arc(some, after.setdefault(target, len(after)), label))
            rows.append(tuple(row))
        total += len(rows)
        if total > MOST_NODES:
            raise TooLarge(
                "the issues hang together so closely that more than "
                f"{MOST_NODES:,} combinations of their options would have to be told apart"
            )
        layers.append(DiagramLayer(issue, tuple(states), tuple(rows)))
        states = after
    return layers


def _pruned(layers: Sequence[DiagramLayer]) -> tuple[DiagramLayer, ...]:
    """Leave out the nodes that lead nowhere, and those that nothing leads to."""
    number: dict[int, int] = {0: 0}
    found = list[DiagramLayer]()
    for layer in reversed(layers):
        rows = [
            tuple(Arc(a.options, number[a.target], a.label) for a in arcs if a.target in number)
            for arcs in layer.arcs
        ]
        alive = [n for n, arcs in enumerate(rows) if arcs]
        number = {n: new for new, n in enumerate(alive)}
        found.append(
            DiagramLayer(
                layer.issue,
                tuple(layer.states[n] for n in alive),
                tuple(rows[n] for n in alive),
            )
        )
    if 0 not in number:
        return ()
    return _reached(found[::-1])


def _reached(layers: Sequence[DiagramLayer]) -> tuple[DiagramLayer, ...]:
    """Leave out the nodes that nothing leads to."""
    reached, found = [0], list[DiagramLayer]()
    for place, layer in enumerate(layers):
        rows = [layer.arcs[n] for n in reached]
        after = sorted({a.target for arcs in rows for a in arcs})
        number = {n: new for new, n in enumerate(after)}
        if place + 1 == len(layers):
            number = {n: 0 for n in after}
        found.append(
            DiagramLayer(
                layer.issue,
                tuple(layer.states[n] for n in reached),
                tuple(
                    tuple(Arc(a.options, number[a.target], a.label) for a in r) for r in rows
                ),
            )
        )
        reached = after
    return tuple(found)
