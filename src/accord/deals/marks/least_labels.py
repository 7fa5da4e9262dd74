"""The least that packages are labelled with: label by label, of which no part would do.

Every option labels a package with some things that count against it: a question to be asked, a
refusal, something that a party has to live with. Of two packages one is better that is labelled
with a part of the other's labels. Looked for are the labels of packages than which none is
better: they are told by a deterministic automaton that goes along the issues with two sets of
nodes of the decision diagram: those that partial packages with just these labels lead to, and
those that partial packages with a proper part of them lead to. Labels are least if at the end
the first set is not empty and the second one is.

Source: M. Rabin and D. Scott, Finite automata and their decision problems, IBM Journal of
Research and Development 3 (1959), 114-125, section 5 (the subset construction).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from accord.deals.marks.decision_diagram import DecisionDiagram, DiagramLayer
from accord.kernels.bits import each_bit
from accord.kernels.ties import TooLarge

MOST_STEPS = 3_000_000
"""So many nodes are looked at, in about a second, before the automaton is given up."""

_MOST_COMPARED = 512
"""Of so many nodes of a layer it is looked up which do all that others do."""

Labels: TypeAlias = "Sequence[Sequence[int]]"
"""For every issue and option, what it labels a package with, as bits."""

_Moves: TypeAlias = "dict[int, int]"
"""For every node, the nodes that a label leads to, as bits."""


@dataclass(frozen=True)
class LeastLabels:
    """The least labels of the packages of some diagrams.

    Attributes:
        issues: The issues, in the order of the diagrams' layers.
        steps: For every issue and state of the automaton: label and next state, for all from
            which there is a way to the end.
        counted: The bits that make up the size of a label.
        diagrams: The diagrams.
        labels: For each diagram, what options label packages with.
    """

    issues: tuple[int, ...]
    steps: tuple[tuple[tuple[tuple[int, int], ...], ...], ...]
    counted: int
    diagrams: tuple[DecisionDiagram, ...]
    labels: tuple[Labels, ...]

    @classmethod
    def of(
        cls,
        diagrams: Sequence[DecisionDiagram],
        labels: Sequence[Labels],
        counted: int = -1,
    ) -> "LeastLabels":
        """Build the automaton.

        Args:
            diagrams: Packages; all diagrams decide the issues in the same order.
            labels: For each diagram, what options label packages with.
            counted: The bits that make up the size of a label; by default all.

        Raises:
            TooLarge: If there are too many kinds of partial packages.
        """
        some = [(d, one) for d, one in zip(diagrams, labels, strict=True) if not d.is_empty]
        if not some:
            return cls((), (), counted, (), ())
        given, told = tuple(d for d, _ in some), tuple(one for _, one in some)
        stages = list(zip(*(d.layers for d in given), strict=True))
        states: dict[tuple[int, int], int] = {((1 << len(given)) - 1, 0): 0}
        steps, left = [], MOST_STEPS
        for place, layers in enumerate(stages):
            after = stages[place + 1] if place + 1 < len(stages) else None
            moves = _moves(layers, after, told)
            better = _better(moves)
            does_more = _dominating(after)
            following: dict[tuple[int, int], int] = {}
            rows = []
            for same, part in states:
                row = []
                left -= len(moves) * (1 + same.bit_count() + part.bit_count())
                if left < 0:
                    raise TooLarge(
                        "the issues hang together so closely that too many kinds of partial "
                        "packages would have to be told apart"
                    )
                for label, own in moves.items():
                    now = _led(same, own)
                    if not now:
                        continue
                    less = better[label]
                    fewer = _led(part, own) | _led(part, less) | _led(same, less)
                    if after is None:
                        kept = None if fewer else (1, 0)
                    else:
                        kept = _reduced(now, fewer, does_more)
                    if kept:
                        row.append((label, following.setdefault(kept, len(following))))
                rows.append(row)
            steps.append(rows)
            states = following
        alive = set(states.values())
        kept_steps = []
        for rows in reversed(steps):
            number = {n: new for new, n in enumerate(sorted(alive))}
            cut = [tuple((x, number[t]) for x, t in row if t in alive) for row in rows]
            alive = {n for n, row in enumerate(cut) if row}
            kept_steps.append((cut, alive))
        found = tuple(
            tuple(tuple(sorted(cut[n], key=_in_order)) for n in sorted(alive))
            for cut, alive in reversed(kept_steps)
        )
        issues = tuple(layer.issue for layer in given[0].layers)
        return cls(issues, found, counted, given, told)

    @cached_property
    def _sizes(self) -> list[list[int]]:
        """For every state, the sizes of labels still to come, as bits."""
        found = [[1]]
        for rows in reversed(self.steps):
            after = found[-1]
            found.append([self._sizes_of(row, after) for row in rows])
        return found[::-1]

    def _sizes_of(self, row: Sequence[tuple[int, int]], after: Sequence[int]) -> int:
        sizes = 0
        for label, target in row:
            sizes |= after[target] << (label & self.counted).bit_count()
        return sizes

    def count(self) -> int:
        """Count the least labels."""
        ways = [1]
        for rows in reversed(self.steps):
            ways = [sum(ways[target] for _, target in row) for row in rows]
        return ways[0] if self.steps else 0

    def used(self) -> dict[int, int]:
        """Return the bits that occur in some least labels, by issue."""
        found = {}
        for issue, rows in zip(self.issues, self.steps, strict=True):
            found[issue] = 0
            for row in rows:
                for label, _ in row:
                    found[issue] |= label
        return found

    def in_order(self) -> Iterator[dict[int, int]]:
        """Yield the least labels by issue: by size, then by the bits of the first issue on."""
        sizes = self._sizes[0][0] if self.steps else 0
        for size in each_bit(sizes):
            yield from self._of_size(size)

    def _of_size(self, size: int) -> Iterator[dict[int, int]]:
        chosen: list[int] = []
        stack = [iter(self._next(0, 0, size))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                if chosen:
                    chosen.pop()
                continue
            label, target, rest = step
            chosen.append(label)
            if len(chosen) == len(self.steps):
                yield dict(zip(self.issues, chosen, strict=True))
                chosen.pop()
            else:
                stack.append(iter(self._next(len(chosen), target, rest)))

    def _next(self, place: int, state: int, size: int) -> list[tuple[int, int, int]]:
        """List the steps from which labels of just this size are reached."""
        after, found = self._sizes[place + 1], []
        for label, target in self.steps[place][state]:
            rest = size - (label & self.counted).bit_count()
            if rest >= 0 and after[target] >> rest & 1:
                found.append((label, target, rest))
        return found

    def packages(self, labels: dict[int, int]) -> Iterator[dict[int, int]]:
        """Yield the packages that have just these labels; one, where combinations label them.

        Args:
            labels: By issue.
        """
        for diagram, own in zip(self.diagrams, self.labels, strict=True):
            if any(a.label for layer in diagram.layers for r in layer.arcs for a in r):
                yield from _labelled(diagram, own, labels)
                continue
            kept: list[list[int]] = [[] for _ in own]
            for issue, label in labels.items():
                kept[issue] = [o for o, one in enumerate(own[issue]) if one == label]
            yield from diagram.holding(kept).packages()


def _labelled(
    diagram: DecisionDiagram, own: Labels, labels: dict[int, int]
) -> Iterator[dict[int, int]]:
    """Yield one package with just these labels, where combinations label packages too."""
    dead: set[tuple[int, int]] = set()

    def follow(place: int, node: int) -> dict[int, int] | None:
        if place == len(diagram.layers):
            return {}
        if (place, node) in dead:
            return None
        layer = diagram.layers[place]
        for arc in layer.arcs[node]:
            for option in arc.options:
                if own[layer.issue][option] | arc.label == labels[layer.issue]:
                    rest = follow(place + 1, arc.target)
                    if rest is not None:
                        return {layer.issue: option, **rest}
                    break  # the others of the arc lead to the same
        dead.add((place, node))
        return None

    found = follow(0, 0)
    if found is not None:
        yield found


def _moves(
    layers: Sequence[DiagramLayer],
    after: Sequence[DiagramLayer] | None,
    labels: Sequence[Labels],
) -> dict[int, _Moves]:
    """List for every label and node, the nodes that it leads to.

    Nodes of the diagrams are numbered through.
    """
    found: dict[int, _Moves] = {}
    start, next_start = 0, 0
    for place, layer in enumerate(layers):
        own = labels[place][layer.issue]
        for node, arcs in enumerate(layer.arcs, start):
            for arc in arcs:
                target = 1 << next_start + arc.target
                for label in {own[o] for o in arc.options}:
                    nodes = found.setdefault(label | arc.label, {})
                    nodes[node] = nodes.get(node, 0) | target
        start += len(layer.arcs)
        next_start += 1 if after is None else len(after[place].arcs)
    return found


def _better(moves: dict[int, _Moves]) -> dict[int, _Moves]:
    """Join for every label the moves by labels that are a proper part of it."""
    by_lowest: dict[int, list[int]] = {}
    for label in moves:
        by_lowest.setdefault(label & -label, []).append(label)
    found = {}
    for label in moves:
        parts = list(by_lowest.get(0, ())) if label else []
        for bit in each_bit(label):
            listed = by_lowest.get(1 << bit, ())
            parts += [x for x in listed if x != label and not x & ~label]
        joined: _Moves = {}
        for part in parts:
            for node, targets in moves[part].items():
                joined[node] = joined.get(node, 0) | targets
        found[label] = joined
    return found


def _led(nodes: int, moves: _Moves) -> int:
    """Return the nodes that moves lead to from some nodes."""
    targets = 0
    if moves:
        for node in each_bit(nodes):
            targets |= moves.get(node, 0)
    return targets


def _dominating(layers: Sequence[DiagramLayer] | None) -> list[int] | None:
    """Return for every node the others that have all the ways on that it has, as bits.

    Of several diagrams only nodes of the same are compared.
    """
    if layers is None:
        return None
    if sum(len(layer.states) for layer in layers) > _MOST_COMPARED:
        return None
    found = list[int]()
    for layer in layers:
        start = len(found)
        for state in layer.states:
            others = enumerate(layer.states, start)
            found.append(sum(1 << n for n, s in others if s != state and not s & ~state))
    return found


def _reduced(same: int, part: int, does_more: list[int] | None) -> tuple[int, int] | None:
    """Leave out nodes that add nothing; None where nothing least follows.

    Args:
        same: The nodes that just these labels lead to.
        part: Those that a proper part of them leads to.
        does_more: What `_dominating` returns.
    """
    if does_more is None:
        left = same & ~part
        return (left, part) if left else None
    for node in each_bit(part):
        if does_more[node] & part:
            part &= ~(1 << node)
    same &= ~part
    for node in each_bit(same):
        if does_more[node] & (part | same):
            same &= ~(1 << node)
    return (same, part) if same else None


def _in_order(step: tuple[int, int]) -> tuple[float, ...]:
    """Return by what labels of an issue are put in order: one without a bit comes last."""
    return (*each_bit(step[0]), math.inf)
