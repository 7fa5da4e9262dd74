"""A party's deals issue after issue, for agendas too large to list.

Issues are decided one after the other. Besides what they add, all that matters of those decided
is which combinations (red lines, constraints, interactions) can still come about: this is the
state. From the last issue back, every state knows the most and the least that the rest adds.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from math import ceil, prod
from typing import NamedTuple

import numpy as np
from attrs import field, frozen

from accord.deals.search.constrained import BestSecondSum, Level, States
from accord.deals.search.space import OpenDeals, kept
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.elimination import elimination_order
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints

FINEST = 2**19
"""Into how many steps worth is cut at the most where the nearest deal above is looked for."""

MOST_BITS = 2**28
"""Less fine where all states together would need more bits."""

STEPS = 8
"""So many ways to weigh several estimates are tried at the most where their product counts."""

MOST_STATES = 200_000
"""More states are not followed."""


class Branch(NamedTuple):
    """An option at a state.

    Attributes:
        option: Its place.
        gain: What it adds, with the bonuses of the combinations that it completes.
        next: The state after.
    """

    option: int
    gain: int
    next: "Node"


@frozen(eq=False)
class Node:
    """A state: some issues are decided, the rest is not.

    Attributes:
        issue: The place of the issue that is decided next; -1 at the end.
        branches: Its options that lead to a deal, the one with the best deal first.
        most: The most that the rest adds.
        least: The least.
    """

    issue: int
    branches: tuple[Branch, ...]
    most: int
    least: int


class _Start(NamedTuple):
    """The first node, or None where there is no deal, and all nodes, the last ones first."""

    root: Node | None
    nodes: tuple[Node, ...]


class _Growing:
    """The states, each followed once."""

    def __init__(self, space: OpenDeals, worth: Worth) -> None:
        self.gains = [gains.tolist() for gains in space.gains(worth)]
        combinations: list[tuple[Ban, int | None]] = [(ban, None) for ban in space.bans]
        # A bonus of nothing is left out, for it would only add states.
        bonuses = zip(space.bonuses, worth.bonuses.tolist(), strict=True)
        combinations += [(ban, bonus) for ban, bonus in bonuses if bonus]
        scopes = [scope for (scope, _), _ in combinations]
        self.order = elimination_order(space.sizes, scopes)
        place = {issue: n for n, issue in enumerate(self.order)}
        self.adds = [bonus for _, bonus in combinations]
        self.ends = [0] * len(self.order)
        for number, scope in enumerate(scopes):
            self.ends[max((place[issue] for issue in scope), default=0)] |= 1 << number
        self.kept = kept(space.sizes, [ban for ban, _ in combinations])

    def start(self) -> _Start:
        """Follow the states from the first issue on, and make nodes from the last one back."""
        first = (1 << len(self.adds)) - 1
        layers: list[dict[int, list[_Step]]] = []
        reached, count = [first], 0
        for place in range(len(self.order)):
            count += len(reached)
            layers.append({})
            found: dict[int, None] = {}
            for alive in reached:
                layers[-1][alive] = steps = self._steps(place, alive)
                found.update((after, None) for _, _, after in steps)
                if count + len(found) > MOST_STATES:
                    raise AccordError(
                        "Too many red lines, constraints and interactions hang together on "
                        "this large agenda: leave some out, or list fewer options."
                    )
            reached = list(found)
        nodes: list[Node] = []
        later: dict[int, Node] = dict.fromkeys(reached, Node(-1, (), 0, 0))
        for place in reversed(range(len(self.order))):
            made = {
                alive: node
                for alive, steps in layers[place].items()
                if (node := _made(self.order[place], steps, later))
            }
            nodes += made.values()
            later = made
        return _Start(later.get(first), tuple(nodes))

    def _steps(self, place: int, alive: int) -> list["_Step"]:
        """Return the options there are in a state, what each adds, and the state after."""
        issue = self.order[place]
        steps = []
        for option in range(len(self.gains[issue])):
            left = alive & self.kept[issue][option]
            gain: int | None = self.gains[issue][option]
            done = left & self.ends[place]
            while done and gain is not None:
                bonus = self.adds[(done & -done).bit_length() - 1]
                gain = None if bonus is None else gain + bonus
                done &= done - 1
            if gain is not None:
                steps.append((option, gain, left & ~self.ends[place]))
        return steps


_Step = tuple[int, int, int]
"""An option, what it adds, and the state after: the combinations that can still come about."""


def _made(issue: int, steps: Sequence[_Step], later: Mapping[int, Node]) -> Node | None:
    """Make the node of a state; None where no deal lies behind it."""
    branches = [
        Branch(option, gain, later[after]) for option, gain, after in steps if after in later
    ]
    if not branches:
        return None
    branches.sort(key=lambda branch: -(branch.gain + branch.next.most))
    return Node(
        issue,
        tuple(branches),
        branches[0].gain + branches[0].next.most,
        min(branch.gain + branch.next.least for branch in branches),
    )


@frozen(eq=False)
class ByIssue:
    """Every deal that a party may take, without a list of them.

    Attributes:
        issues: How many issues there are.
        root: The state in which nothing is decided; None where there is no deal.
        nodes: All states, the later ones first.
        found: The best deals, as far as they were asked for.
        rest: Gives the next ones.
    """

    issues: int
    root: Node | None
    nodes: tuple[Node, ...]
    found: list[tuple[tuple[int, ...], int]] = field(factory=list)
    rest: list[Iterator[tuple[tuple[int, ...], int]]] = field(factory=list)

    @classmethod
    def of(cls, space: OpenDeals, worth: Worth) -> "ByIssue":
        """Work out what every state leaves."""
        start = _Growing(space, worth).start()
        return cls(len(space.sizes), start.root, start.nodes)

    def top(self) -> int | None:
        """Return the largest sum, or None where there is no deal."""
        return None if self.root is None else self.root.most

    def above(self, need: int) -> tuple[int, ...]:
        """Look for the deal whose sum is the least that reaches what is needed.

        Exact where the sums span no more than `FINEST` steps of the grid; otherwise what every
        option adds is rounded down to a step, so that the deal reaches what is needed and may
        be one step for every issue above the nearest: with 30 issues and sums that span 100
        points, by 0.006 points.
        """
        root, (width, reached) = self._root, self._reached
        step = max(0, -((root.least - need) // width))
        left = reached[id(root)] >> step
        if not left:
            return self._filled(None, root, least=False)
        step += (left & -left).bit_length() - 1
        node: Node = root
        path: _Path = None
        while node.issue >= 0:
            for branch in node.branches:
                after = step - (branch.gain + branch.next.least - node.least) // width
                if after >= 0 and reached.get(id(branch.next), 1) >> after & 1:
                    break
            path = (node.issue, branch.option, path)
            node, step = branch.next, after
        return self._filled(path, node, least=True)

    @cached_property
    def _reached(self) -> tuple[int, dict[int, int]]:
        """Return the width of a step, and for every state the sums that the rest can add.

        A sum is a bit: how many steps it is above the least that the rest adds. At the end
        there is nothing to add, which is one sum.
        """
        root = self._root
        finest = min(FINEST, MOST_BITS // len(self.nodes))
        width = max(1, ceil((root.most - root.least) / finest))
        reached: dict[int, int] = {}
        for node in self.nodes:
            bits = 0
            for branch in node.branches:
                shift = (branch.gain + branch.next.least - node.least) // width
                bits |= reached.get(id(branch.next), 1) << shift
            reached[id(node)] = bits
        return width, reached

    def toward(self, need: int, estimate: Sequence[Sequence[float]]) -> tuple[int, ...]:
        """Look for the deal with the largest estimate of those that reach what is needed.

        Exact, up to a part in 10^9 of what the estimate spans, unless more than `MOST_KEPT`
        partial deals come into question at an issue. Even then it reaches what is needed, and
        is at least as good as every deal that does and is the best by some weighted sum of
        worth and estimate. Of deals with nearly the same estimate it is not always the one that
        is worth most.
        """
        return self._options(BestSecondSum(self.states, estimate).best(need))

    def fair(
        self, need: int, base: float, estimates: Sequence[Sequence[Sequence[float]]]
    ) -> tuple[int, ...]:
        """Look for the deal with the largest product of what it adds to a base and estimates.

        With one estimate it is exact, up to what `toward` says. With several the weights are
        looked for by which that deal has the largest weighted sum: each of the factors counts
        as much as one step of it changes the product. The best of all deals met is given.

        Source: M. Frank and P. Wolfe, An algorithm for quadratic programming, Naval Research
        Logistics Quarterly 3 (1956), 95-110, for the steps, here from deal to deal.

        Args:
            need: What its sum is at least; there is such a deal.
            base: What is taken from the sum before, no more than is needed.
            estimates: What each option adds to each, by issue and option.
        """
        if len(estimates) == 1:
            return self._options(BestSecondSum(self.states, estimates[0]).fair(base))
        shares, best, most = [1 / len(estimates)] * len(estimates), None, -1.0
        for _ in range(STEPS):
            estimate = _weighed(estimates, shares)
            deal = self._options(BestSecondSum(self.states, estimate).fair(base))
            factors = [
                sum(values[option] for values, option in zip(one, deal, strict=True))
                for one in estimates
            ]
            product = (self._sum(deal) - base) * prod(factors)
            if product <= most:
                break
            best, most = deal, product
            if product <= 0:
                break
            shares = [1 / factor for factor in factors]
        assert best is not None
        return best

    def _options(self, row: Ints) -> tuple[int, ...]:
        options = [0] * self.issues
        for level, option in zip(self.states.levels, self.states.option[row], strict=True):
            options[level.issue] = int(option)
        return tuple(options)

    def _sum(self, deal: Sequence[int]) -> int:
        """Add up what a deal is worth, on the grid."""
        node, total = self._root, 0
        while node.issue >= 0:
            branch = next(one for one in node.branches if one.option == deal[node.issue])
            total, node = total + branch.gain, branch.next
        return total

    @cached_property
    def states(self) -> States:
        """Return the states as arrays."""
        levels: list[Level] = []
        nodes, row = [self._root], list[Branch]()
        numbers = {id(self._root): 0}
        first = 0
        while nodes[first].issue >= 0:
            stop, start = len(nodes), len(row)
            for node in nodes[first:stop]:
                row += node.branches
                for branch in node.branches:
                    if numbers.setdefault(id(branch.next), len(nodes)) == len(nodes):
                        nodes.append(branch.next)
            levels.append(
                Level(
                    nodes[first].issue,
                    slice(first, stop),
                    slice(start, len(row)),
                    stop - first == len(nodes) - stop == 1,
                )
            )
            first = stop
        counts = [len(node.branches) for node in nodes[:first]]
        return States(
            tuple(levels),
            np.cumsum([0, *counts[:-1]]),
            np.repeat(np.arange(first), counts),
            np.array([branch.option for branch in row]),
            np.array([branch.gain for branch in row], dtype=np.float64),
            np.array([numbers[id(branch.next)] for branch in row]),
            np.array([node.most for node in nodes], dtype=np.float64),
            np.array([node.least for node in nodes], dtype=np.float64),
        )

    def ranked(self, place: int) -> tuple[tuple[int, ...], int] | None:
        """Return the deal at a place in the order of worth, counted from 0, and its sum."""
        if not self.rest:
            self.rest.append(self._descending())
        while len(self.found) <= place:
            following = next(self.rest[0], None)
            if following is None:
                return None
            self.found.append(following)
        return self.found[place]

    def draw(self, need: int, rng: random.Random) -> tuple[int, ...]:
        """Draw a deal that reaches what is needed, issue by issue, from the options left."""
        node = self._root
        path: _Path = None
        while node.issue >= 0:
            left = [b for b in node.branches if b.gain + b.next.most >= need]
            branch = left[int(rng.random() * len(left))]
            path = (node.issue, branch.option, path)
            node, need = branch.next, need - branch.gain
        return self._filled(path, node, least=False)

    @property
    def _root(self) -> Node:
        assert self.root is not None
        return self.root

    def _descending(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """Return deals from the best down: best first, with the exact best of the rest.

        A deal is a choice at every node; the next to look at is the next option at the same
        node, or the best option at the one after.

        Source: E. Lawler, A procedure for computing the K best solutions to discrete
        optimization problems, Management Science 18 (1972), 401-405.
        """
        if self.root is None:
            return
        count = 0
        heap: list[tuple[int, int, int, Node, int, _Path]] = []
        heappush(heap, (-self.root.most, 0, 0, self.root, 0, None))
        while heap:
            minus, _, before, node, rank, path = heappop(heap)
            while node.issue >= 0:
                if rank + 1 < len(node.branches):
                    sibling = node.branches[rank + 1]
                    count += 1
                    total = before + sibling.gain + sibling.next.most
                    heappush(heap, (-total, count, before, node, rank + 1, path))
                branch = node.branches[rank]
                path = (node.issue, branch.option, path)
                before, node, rank = before + branch.gain, branch.next, 0
            yield self._filled(path, node, least=False), -minus

    def _filled(self, path: "_Path", node: Node, least: bool) -> tuple[int, ...]:
        """Complete a deal with the most, or the least, that the rest adds."""
        options = [0] * self.issues
        while path is not None:
            issue, option, path = path
            options[issue] = option
        while node.issue >= 0:
            branch = node.branches[0]
            if least:
                branch = min(node.branches, key=lambda b: b.gain + b.next.least)
            options[node.issue] = branch.option
            node = branch.next
        return tuple(options)


_Path = tuple[int, int, "_Path"] | None


def _weighed(
    estimates: Sequence[Sequence[Sequence[float]]], shares: Sequence[float]
) -> list[list[float]]:
    """Add estimates up, each with a share."""
    return [
        [
            sum(share * value for share, value in zip(shares, values, strict=True))
            for values in zip(*columns, strict=True)
        ]
        for columns in zip(*estimates, strict=True)
    ]
