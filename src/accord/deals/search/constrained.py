"""The deal best for a second sum of those whose first sum reaches what is needed.

It is a knapsack problem over the states of `ByIssue`. Weighing both sums shows how good a deal
can be at the most, and which options cannot be part of a better one than is known; among the
few that are left all deals that matter are gone through together.

Source: H. Kellerer, U. Pferschy and D. Pisinger, Knapsack Problems (2004), chapters 5 and 11,
for the weights (Lagrangian relaxation), the core and the dominance of partial solutions.
"""

from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import NamedTuple

import numpy as np
from attrs import frozen

from accord.kernels.ties import Floats, Ints

MOST_KEPT = 1000
"""So many partial deals are kept at every issue; the most promising ones, if there are more."""

_EQUAL = 1e-9
"""Second sums are equal within such a share of what they span."""

_NEARLY = 1e-7
"""How much the first sum counts where deals are equal by the second."""


class Level(NamedTuple):
    """The states in which the same issue is decided.

    Attributes:
        issue: The place of the issue.
        states: Their numbers.
        row: The places of their options in the row of all options.
        is_alone: Whether there is one state only, and one after it.
    """

    issue: int
    states: slice
    row: slice
    is_alone: bool


@frozen(eq=False)
class States:
    """States in the order in which issues are decided, and the options of all in a row.

    Attributes:
        levels: The states by issue.
        starts: Shape (states,), where the options of each begin.
        state: Shape (row,), the state that each option belongs to.
        option: Shape (row,), its place on its issue.
        gain: Shape (row,), what it adds to the first sum.
        next: Shape (row,), the state after; the end has the number after the last state.
        most: Shape (states + 1,), the most that the rest adds to the first sum.
        least: Shape (states + 1,), the least.
    """

    levels: tuple[Level, ...]
    starts: Ints
    state: Ints
    option: Ints
    gain: Floats
    next: Ints
    most: Floats
    least: Floats

    @cached_property
    def following(self) -> list[int]:
        """Return the state after each option as a list."""
        return [int(state) for state in self.next]

    @cached_property
    def within(self) -> list["_WithinSums"]:
        """Return the places of every level counted within it, where all searches need them."""
        return [
            _WithinSums(
                self.next[level.row] - level.states.stop,
                self.starts[level.states] - level.row.start,
                self.state[level.row] - level.states.start,
            )
            for level in self.levels
        ]


class _WithinSums(NamedTuple):
    """Places within the states and options of an issue.

    Attributes:
        next: For every option the state after, among those of the issue that follows.
        starts: For every state where its options begin.
        state: For every option its state.
    """

    next: Ints
    starts: Ints
    state: Ints


class _Weighed(NamedTuple):
    """The deal with the largest weighted sum.

    Attributes:
        first: Its first sum.
        second: Its second sum.
        row: The places of its options in the row.
        loss: Shape (row,), by how much the rest would be worse with each option than at best.
    """

    first: float
    second: float
    row: Ints
    loss: Floats


class BestSecondSum:
    """Looks for deals by a second sum.

    Two deals are known at all times, each the best by a way to weigh the sums: one reaches what
    is needed, the other does not. The weight by which both are equally good is tried next,
    until no better deal turns up.
    """

    def __init__(self, states: States, estimate: Sequence[Sequence[float]]) -> None:
        """Look up what options add to the second sum.

        Args:
            states: The states.
            estimate: What each option adds to the second sum, by issue and option.
        """
        self.states = states
        self.adds = np.concatenate(
            [np.array(estimate[one.issue])[states.option[one.row]] for one in states.levels]
        )
        self.span = sum(max(adds) - min(adds) for adds in estimate) or 1.0

    def best(self, need: int) -> Ints:
        """Return the deal with the largest second sum of those whose first reaches a need.

        Args:
            need: What the first sum is at least; there is a deal that reaches it.

        Returns:
            The places of its options in the row, in the order in which issues are decided.
        """
        states = self.states
        beyond = self._weighed(
            _NEARLY * self.span / max(1.0, float(states.most[0] - states.least[0]))
        )
        if beyond.first >= need:
            return beyond.row
        enough = self._weighed(None)
        while True:
            weight = (beyond.second - enough.second) / (enough.first - beyond.first)
            found = self._weighed(weight)
            bound = found.second + weight * found.first
            if bound <= enough.second + weight * enough.first + _EQUAL * self.span:
                break
            if found.first >= need:
                enough = found
            else:
                beyond = found
        slack = bound - weight * need - enough.second - _EQUAL * self.span
        better = self._core(found.loss, weight, need, slack)
        return enough.row if better is None else better

    def fair(self, base: float) -> Ints:
        """Return the deal with the largest product of both sums; the second is never negative.

        A deal with a product P adds up to 2 sqrt(w P) at least, if its first sum is weighed by
        w: so after some weights only deals near the largest weighted sum come into question.

        Args:
            base: What is taken from the first sum before.

        Returns:
            As `best`; the one with the largest first sum where all products are 0.
        """
        span = max(1.0, float(self.states.most[0] - self.states.least[0]))
        best, beyond = self._weighed(None), self._weighed(_NEARLY * self.span / span)
        if beyond.first >= best.first or beyond.second <= best.second:
            return (beyond if beyond.first >= best.first else best).row
        weight = (beyond.second - best.second) / (best.first - beyond.first)
        most = max(0.0, best.first - base) * best.second
        found = beyond
        while (
            product := max(0.0, found.first - base) * found.second
        ) > most or found is beyond:
            if product > most:
                best, most = found, product
            if most > 0:
                weight = best.second / (best.first - base)
            found = self._weighed(weight)
        bound = found.second + weight * (found.first - base)
        slack = bound - 2 * sqrt(weight * most) - _EQUAL * self.span
        if slack <= 0:
            return best.row
        ends = self._kept(found.loss, slack, base)
        if ends is None:
            return best.row
        products = (ends.first - base) * ends.second
        place = int(products.argmax())
        return ends.row(place) if products[place] > most else best.row

    def _weighed(self, weight: float | None) -> _Weighed:
        """Return the deal with the largest second sum plus so many times the first.

        Without a weight it is that with the largest first sum.
        """
        states = self.states
        value = states.gain if weight is None else self.adds + weight * states.gain
        alone = np.maximum.reduceat(value, states.starts)
        loss = alone[states.state] - value
        best = np.zeros(1)
        for level, within in zip(reversed(states.levels), reversed(states.within), strict=True):
            if level.is_alone:
                best = best + alone[level.states]
                continue
            total = value[level.row] + best[within.next]
            best = np.maximum.reduceat(total, within.starts)
            loss[level.row] = best[within.state] - total
        at_best = np.flatnonzero(loss == 0)
        chosen = at_best[np.searchsorted(at_best, states.starts)].tolist()
        state, row = 0, []
        for _ in states.levels:
            row.append(chosen[state])
            state = states.following[row[-1]]
        places = np.array(row)
        return _Weighed(
            float(states.gain[places].sum()), float(self.adds[places].sum()), places, loss
        )

    def _core(self, loss: Floats, weight: float, need: int, slack: float) -> Ints | None:
        """Look for a better deal than is known, among those that the weighted sum allows.

        Args:
            loss: As `_Weighed` has it.
            weight: The weight of the first sum.
            need: What the first sum is at least.
            slack: By how much the largest weighted sum could beat the deal that is known.

        Returns:
            As `best`; None if there is none.
        """
        ends = self._kept(loss, slack, need, weight)
        if ends is None:
            return None
        first, second = ends.first, ends.second
        good = np.flatnonzero(ends.lost + weight * (first - need) < slack)
        if not len(good):
            return None
        equal = good[second[good] >= second[good].max() - _EQUAL * self.span]
        return ends.row(int(equal[first[equal].argmax()]))

    def _kept(
        self, loss: Floats, slack: float, need: float, weight: float = 0.0
    ) -> "_SumEnds | None":
        """Go through the deals that a weighted sum allows.

        A partial deal loses what it is behind the largest weighted sum. Of those that lead to
        the same state, only such are kept as no other is better than by both sums.

        Args:
            loss: As `_Weighed` has it.
            slack: How much a deal may lose.
            need: What the first sum is at least.
            weight: How much a deal loses besides for what its first sum has above the need.
        """
        states = self.states
        kept = np.flatnonzero(loss < slack)
        starts = np.searchsorted(kept, states.starts)
        counts = np.diff(starts, append=len(kept))
        state, first, second, lost = np.zeros(1, np.int64), *np.zeros((3, 1))
        steps: list[tuple[Ints, Ints]] = []
        for level in states.levels:
            if level.is_alone and counts[level.states.start] == 1:
                # One option is left to all: it takes nothing to compare them.
                only = kept[starts[level.states.start]]
                first, second = first + states.gain[only], second + self.adds[only]
                lost, state = lost + loss[only], np.full(len(state), states.next[only])
                steps.append((np.arange(len(state)), np.full(len(state), only)))
                continue
            many = counts[state]
            parent = np.repeat(np.arange(len(state)), many)
            within = np.arange(len(parent)) - np.repeat(np.cumsum(many) - many, many)
            row = kept[starts[state[parent]] + within]
            one, two = first[parent] + states.gain[row], second[parent] + self.adds[row]
            behind, after = lost[parent] + loss[row], states.next[row]
            over = np.maximum(0.0, one + states.least[after] - need)
            good = (one + states.most[after] >= need) & (behind + weight * over < slack)
            chosen = _undominated(after, one, two, behind, np.flatnonzero(good))
            if not len(chosen):
                return None
            steps.append((parent[chosen], row[chosen]))
            state, first, second, lost = (
                after[chosen],
                one[chosen],
                two[chosen],
                behind[chosen],
            )
        good = np.flatnonzero(first >= need)
        return _SumEnds(first, second, lost, steps).only(good) if len(good) else None


class _SumEnds(NamedTuple):
    """Whole deals.

    Attributes:
        first: Shape (deals,), their first sums, and
        second: Shape (deals,), their second sums.
        lost: Shape (deals,), what they are behind the largest weighted sum.
        steps: For every issue, from which partial deal each came, and with which option.
    """

    first: Floats
    second: Floats
    lost: Floats
    steps: list[tuple[Ints, Ints]]

    def only(self, wanted: Ints) -> "_SumEnds":
        """Keep some of the deals."""
        parent, row = self.steps[-1]
        steps = [*self.steps[:-1], (parent[wanted], row[wanted])]
        return _SumEnds(self.first[wanted], self.second[wanted], self.lost[wanted], steps)

    def row(self, place: int) -> Ints:
        """Return the places of a deal's options, in the order in which issues are decided."""
        found = []
        for parents, rows in reversed(self.steps):
            found.append(int(rows[place]))
            place = int(parents[place])
        return np.array(found[::-1])


def _undominated(
    state: Ints, first: Floats, second: Floats, lost: Floats, wanted: Ints
) -> Ints:
    """Keep the partial deals that no other with the same state beats by both sums."""
    if len(wanted) <= 1:
        return wanted
    state, first, second = state[wanted], first[wanted], second[wanted]
    order = np.lexsort((-second, -first, state))
    state, second = state[order], second[order]
    # Raised from state to state, so that one pass tells the best so far of each.
    height = second - second.min(initial=0.0)
    height += (state - state.min(initial=0)) * (height.max(initial=0.0) + 1.0)
    before = np.maximum.accumulate(height)[:-1]
    chosen = wanted[order[np.concatenate(([True], height[1:] > before))[: len(order)]]]
    if len(chosen) > MOST_KEPT:
        chosen = chosen[np.argsort(lost[chosen], kind="stable")[:MOST_KEPT]]
    return np.asarray(chosen)
