"""A party's deals in the order of their worth, for agendas too large to list in every talk."""

import random
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from accord.deals.search.by_issue import ByIssue
from accord.deals.search.enumerated import fairest
from accord.deals.search.halves import halves
from accord.deals.worth import Worth
from accord.kernels.ties import Ints

MOST_IN_HALF = 2**17
"""A half of more combinations takes too long to sort: then deals are searched by issue."""

MOST_HALVED = 2**17
"""Of more deals, those that reach a sum take too long to list and compare by another sum."""

STEPS = 256
"""The best deals are looked for in this part of the range first."""

FEW = 2**14
"""So many deals are listed where one of them is drawn."""

NEAR = 256
"""Of more, a stretch is listed that has the one drawn and no more than so many."""


@frozen(eq=False)
class MeetInMiddle:
    """Every deal that a party may take, best first; equal ones in the order of the agenda.

    The agenda is cut in two (see `halves`), and what combinations of options in either half
    are worth is sorted, so that one deal is found without listing all. Only deals that are
    asked for in their order are listed.

    Attributes:
        sizes: Options per issue.
        small: What the combinations in one half are worth, on the grid, ascending.
        small_deals: What each adds to the number of a deal; equal sums ascend by it.
        large: The same of the other half, and
        large_deals: their numbers.
        worth: The party's numbers, and
        open: which options are open.
    """

    sizes: tuple[int, ...]
    small: Ints
    small_deals: Ints
    large: Ints
    large_deals: Ints
    worth: Worth
    open: Sequence[Sequence[int]]
    _listed: list["_Best"] = field(factory=list, init=False)

    @classmethod
    def of(cls, worth: Worth, open_: Sequence[Sequence[int]]) -> "MeetInMiddle":
        """Sort the halves of an agenda."""
        found = []
        for half in halves(worth, open_):
            sums, deals = half.sums(worth)[half.open], half.deals[half.open]
            order = np.argsort(sums, kind="stable")
            found += [sums[order], deals[order]]
        small, small_deals, large, large_deals = found
        return cls(worth.sizes, small, small_deals, large, large_deals, worth, open_)

    @cached_property
    def _by_issue(self) -> ByIssue | None:
        """What compares deals by another sum, where there are too many to list."""
        few = self.worth.names.can_list(MOST_HALVED)
        return None if few else ByIssue.of(self.worth, self.open)

    def top(self) -> int | None:
        """Return the largest sum, or None where there is no deal."""
        if not (len(self.small) and len(self.large)):
            return None
        return int(self.small[-1] + self.large[-1])

    def above(self, need: int) -> tuple[int, ...]:
        """Return the deal whose sum is the least that reaches what is needed; it must exist."""
        place = self.large.searchsorted(need - self.small)
        there = np.flatnonzero(place < len(self.large))
        place = place[there]
        sums = self.small[there] + self.large[place]
        deals = self.small_deals[there] + self.large_deals[place]
        return self._deal(deals[sums == sums.min()].min())

    def toward(self, need: int, estimate: Sequence[Sequence[float]]) -> tuple[int, ...]:
        """Return the deal with the largest estimate of those that reach what is needed."""
        if self._by_issue is not None:
            return self._by_issue.toward(need, estimate)
        deals = self._reaching(need)
        total = np.zeros(len(deals))
        choices = np.unravel_index(deals, self.sizes)
        for values, column in zip(estimate, choices, strict=True):
            total += np.array(values)[column]
        # Estimates are floats: without rounding the last bit would decide between equals.
        return self._deal(deals[np.round(total, 9).argmax()])

    def fair(
        self, need: int, base: float, estimates: Sequence[Sequence[Sequence[float]]]
    ) -> tuple[int, ...]:
        """Return the deal with the largest product of what it adds to a base and estimates."""
        if self._by_issue is not None:
            return self._by_issue.fair(need, base, estimates)
        deals = self._reaching(need)
        choices = np.unravel_index(deals, self.sizes)
        sums = self._listed[0].sums[: len(deals)]
        return self._deal(deals[fairest(-sums, base, choices, estimates)])

    def ranked(self, place: int) -> tuple[tuple[int, ...], int] | None:
        """Return the deal at a place, counted from 0, and its sum."""
        top = self.top()
        if top is None or place >= len(self.small) * len(self.large):
            return None
        if not self._listed or place >= len(self._listed[0].sums):
            bottom = int(self.small[0] + self.large[0])
            step = 1 + (top - bottom) // STEPS
            need = top - step
            # More are listed than are asked for, so that this is seldom done.
            while need > bottom and self._count(need) <= 2 * place:
                step += step // 2
                need -= step
            self._reaching(need)
        best = self._listed[0]
        return self._deal(best.deals[place]), int(best.sums[place])

    def draw(self, need: int, rng: random.Random) -> tuple[int, ...]:
        """Draw one of the deals that reach what is needed, each as likely."""
        count, above = self._count(need), 0
        place, high = int(rng.random() * count), int(self.small[-1] + self.large[-1]) + 1
        if count <= FEW:
            return self._deal(self._reaching(need)[place])
        while count - above > NEAR and high - need > 1:
            middle = (need + high) // 2
            found = self._count(middle)
            if found > place:
                need, count = middle, found
            else:
                high, above = middle, found
        return self._deal(self._between(need, high)[1][place - above])

    def _count(self, need: int) -> int:
        place = self.large.searchsorted(need - self.small)
        return int((len(self.large) - place).sum())

    def _reaching(self, need: int) -> Ints:
        """List the deals that reach what is needed."""
        if not self._listed or self._listed[0].need > need:
            top = int(self.small[-1] + self.large[-1])
            self._listed[:] = [_Best(need, *self._between(need, top + 1))]
        best = self._listed[0]
        return best.deals[: int((-best.sums).searchsorted(-need, side="right"))]

    def _between(self, need: int, high: int) -> tuple[Ints, Ints]:
        """List the sums from one to below another, and their deals, best first."""
        first = self.large.searchsorted(need - self.small)
        counts = self.large.searchsorted(high - self.small) - first
        small = np.repeat(np.arange(len(self.small)), counts)
        large = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(len(small))
        sums = self.small[small] + self.large[large]
        deals = self.small_deals[small] + self.large_deals[large]
        order = np.lexsort((deals, -sums))
        return sums[order], deals[order]

    def _deal(self, number: int | np.int64) -> tuple[int, ...]:
        return tuple(int(place) for place in np.unravel_index(number, self.sizes))


@frozen(eq=False)
class _Best:
    """The deals that reach a sum, and what they are worth, best first."""

    need: int
    sums: Ints
    deals: Ints
