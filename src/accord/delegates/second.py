"""The deal best for a second sum of those whose first sum reaches what is needed.

It is a knapsack problem over the states of `Chained`. Weighing both sums shows how good a deal
can be at the most, and which options cannot be part of a better one than is known; among the
few that are left all deals that matter are gone through together.

Source: H. Kellerer, U. Pferschy and D. Pisinger, Knapsack Problems (2004), chapters 5 and 11,
for the weights (Lagrangian relaxation), the core and the dominance of partial solutions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.kernels.ties import Floats, Ints

MOST_KEPT = 1000
"""So many partial deals are kept at every issue; the most promising ones, if there are more."""

_EQUAL = 1e-9
"""Second sums are equal within such a share of what they span."""

_NEARLY = 1e-7
"""How much the first sum counts where deals are equal by the second."""


@frozen(eq=False)
class Level:
    """The states in which the same issue is decided, and their options in a row.

    Attributes:
        issue: The place of the issue.
        starts: Shape (states,), where the options of each state begin.
        state: Shape (row,), the state that each option belongs to.
        option: Shape (row,), the place of the option.
        gain: Shape (row,), what it adds to the first sum.
        next: Shape (row,), the state after, on the next level.
        most: Shape (states after,), the most that the rest adds from there.
        least: Shape (states after,), the least.
    """

    issue: int
    starts: Ints
    state: Ints
    option: Ints
    gain: Floats
    next: Ints
    most: Floats
    least: Floats


class _Weighed(NamedTuple):
    """The deal with the largest weighted sum.

    Attributes:
        first: Its first sum.
        second: Its second sum.
        row: The place in its level's row of the option taken, by level.
        totals: By level: the largest weighted sum of the rest with each option.
    """

    first: float
    second: float
    row: list[int]
    totals: list[Floats]


class Second:
    """Looks for deals by a second sum.

    Two ways to weigh the sums are known at all times: by one the best deal reaches what is
    needed, by the other it does not. The weight between them at which both deals are equally
    good is tried next, until no better deal turns up.
    """

    def __init__(self, levels: Sequence[Level], estimate: Sequence[Sequence[float]]) -> None:
        """Look up what options add to the second sum.

        Args:
            levels: The states, in the order in which issues are decided.
            estimate: What each option adds to the second sum, by issue and option.
        """
        self.levels = levels
        self.adds = [np.array(estimate[one.issue])[one.option] for one in levels]
        self.span = sum(max(adds) - min(adds) for adds in estimate) or 1.0

    def best(self, need: int, most: int, least: int) -> list[int]:
        """Give the deal with the largest second sum of those whose first reaches a need.

        Args:
            need: What the first sum is at least.
            most: The largest first sum; at least what is needed.
            least: The smallest.

        Returns:
            The place in its level's row of the option taken, by level.
        """
        ratio = self.span / max(1, most - least)
        beyond = self._weighed(_NEARLY * ratio)
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
        return self._core(found.totals, weight, need, slack) or enough.row

    def _weighed(self, weight: float | None) -> _Weighed:
        """Give the deal with the largest second sum plus so many times the first.

        Without a weight it is that with the largest first sum.
        """
        best, totals = np.zeros(1), []
        for level, adds in zip(reversed(self.levels), reversed(self.adds), strict=True):
            added = level.gain if weight is None else adds + weight * level.gain
            total = added + best[level.next]
            totals.append(total)
            best = np.maximum.reduceat(total, level.starts)
        totals.reverse()
        state, first, second, row = 0, 0.0, 0.0, []
        for level, adds, total in zip(self.levels, self.adds, totals, strict=True):
            start = level.starts[state]
            end = level.starts[state + 1] if state + 1 < len(level.starts) else len(total)
            place = int(start) + int(total[start:end].argmax())
            row.append(place)
            first, second = first + float(level.gain[place]), second + float(adds[place])
            state = int(level.next[place])
        return _Weighed(first, second, row, totals)

    def _core(
        self, totals: Sequence[Floats], weight: float, need: int, slack: float
    ) -> list[int]:
        """Look for a better deal than is known, among those that the weighted sum allows.

        A partial deal loses what it is behind the largest weighted sum. Of those that lead to
        the same state, only such are kept as no other is better than by both sums.

        Args:
            totals: As `_Weighed` has them.
            weight: The weight of the first sum.
            need: What the first sum is at least.
            slack: By how much the largest weighted sum could beat the deal that is known.

        Returns:
            As `best`; nothing if there is none.
        """
        state, first, second, lost = (
            np.zeros(1, np.int64),
            np.zeros(1),
            np.zeros(1),
            np.zeros(1),
        )
        steps: list[tuple[Ints, Ints]] = []
        for level, adds, total in zip(self.levels, self.adds, totals, strict=True):
            loss = np.maximum.reduceat(total, level.starts)[level.state] - total
            kept = np.flatnonzero(loss < slack)
            begin = np.searchsorted(level.state[kept], state)
            counts = np.searchsorted(level.state[kept], state, side="right") - begin
            parent = np.repeat(np.arange(len(state)), counts)
            within = np.arange(len(parent)) - np.repeat(np.cumsum(counts) - counts, counts)
            row = kept[begin[parent] + within]
            after = level.next[row]
            one, two = first[parent] + level.gain[row], second[parent] + adds[row]
            behind = lost[parent] + loss[row]
            over = np.maximum(0.0, one + level.least[after] - need)
            good = (one + level.most[after] >= need) & (behind + weight * over < slack)
            chosen = _undominated(after, one, two, behind, np.flatnonzero(good))
            if not len(chosen):
                return []
            steps.append((parent[chosen], row[chosen]))
            state, first, second, lost = after[chosen], one[chosen], two[chosen], behind[chosen]
        equal = np.flatnonzero(second >= second.max() - _EQUAL * self.span)
        place, found = int(equal[first[equal].argmax()]), []
        for parents, rows in reversed(steps):
            found.append(int(rows[place]))
            place = int(parents[place])
        return found[::-1]


def _undominated(
    state: Ints, first: Floats, second: Floats, lost: Floats, wanted: Ints
) -> npt.NDArray[np.intp]:
    """Keep the partial deals that no other with the same state beats by both sums."""
    state, first, second = state[wanted], first[wanted], second[wanted]
    order = np.lexsort((-second, -first, state))
    state, second = state[order], second[order]
    # Raised from state to state, so that one pass tells the best so far of each.
    height = second - second.min(initial=0.0)
    height += state * (height.max(initial=0.0) + 1.0)
    before = np.maximum.accumulate(height)[:-1]
    chosen = wanted[order[np.concatenate(([True], height[1:] > before))[: len(order)]]]
    if len(chosen) > MOST_KEPT:
        chosen = chosen[np.argsort(lost[chosen], kind="stable")[:MOST_KEPT]]
    return chosen
