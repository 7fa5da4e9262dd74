"""A party's deals found in two halves of an agenda, which are listed instead of all deals.

What a deal is worth is the sum of what its options on the issues of either half add; so is what
it counts for by an estimate. A deal is looked for by finding for every combination in one half
the best that the other, sorted, has to go with it.

Source: E. Horowitz and S. Sahni, Computing partitions with applications to the knapsack
problem, Journal of the ACM 21 (1974), 277-292.
"""

import random
from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from accord.deals.search.halves import Half
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.kernels.nondominated import nondominated
from accord.kernels.ties import Floats, Ints

MOST_IN_HALF = 2**17
"""A half of more combinations takes too long to sort: then deals are searched by issue."""

MOST_HALVED = 2**17
"""Of more deals than so many, one is drawn by its halves, and not by its place in the order."""

STEPS = 256
"""The best deals are looked for in this part of the range first."""

FEW = 2**14
"""So many deals are listed where one of them is drawn."""

NEAR = 256
"""Of more, a stretch is listed that has the one drawn and no more than so many."""

EQUAL = 5e-10
"""Estimates are floats: within so much they are equal, or their last bit would decide."""


@frozen(eq=False)
class SortedHalf:
    """The combinations of options on half of the issues that a party may take, by their worth.

    Attributes:
        half: All combinations, in the order of the agenda.
        index: Shape (combinations,), the place of each among all.
        sums: Shape (combinations,), what they are worth, on the grid, ascending.
        deals: Shape (combinations,), what each adds to the number of a deal; equal sums ascend
            by it.
    """

    half: Half
    index: npt.NDArray[np.intp]
    sums: Ints
    deals: Ints

    def counted(self, estimate: Sequence[Sequence[float]]) -> Floats:
        """Add up what the combinations count for.

        Args:
            estimate: What each option counts for, by issue and option.
        """
        return self.half.total([np.array(one) for one in estimate])[self.index]


@frozen(eq=False)
class MeetInMiddle:
    """Every deal that a party may take, best first; equal ones in the order of the agenda.

    Only deals that are asked for in their order are listed.

    Attributes:
        sizes: Options per issue.
        small: The combinations in one half.
        large: Those in the other, no fewer before some are closed.
    """

    sizes: tuple[int, ...]
    small: SortedHalf
    large: SortedHalf
    _listed: list["_Best"] = field(factory=list, init=False)

    @classmethod
    def of(cls, space: OpenDeals, worth: Worth) -> "MeetInMiddle":
        """Sort the halves of an agenda."""
        found, gains = [], space.gains(worth)
        for half in space.halves:
            opened = np.flatnonzero(half.open)
            sums = half.sums(gains, worth.bonuses)[opened]
            order = np.argsort(sums, kind="stable")
            index = opened[order]
            found.append(SortedHalf(half, index, sums[order], half.deals[index]))
        return cls(space.sizes, *found)

    def top(self) -> int | None:
        """Return the largest sum, or None where there is no deal."""
        if not (len(self.small.sums) and len(self.large.sums)):
            return None
        return int(self.small.sums[-1] + self.large.sums[-1])

    def above(self, need: int) -> tuple[int, ...]:
        """Return the deal whose sum is the least that reaches what is needed; it must exist."""
        small, large = self.small, self.large
        place = large.sums.searchsorted(need - small.sums)
        there = np.flatnonzero(place < len(large.sums))
        place = place[there]
        sums = small.sums[there] + large.sums[place]
        deals = small.deals[there] + large.deals[place]
        return self._deal(deals[sums == sums.min()].min())

    def toward(self, need: int, estimate: Sequence[Sequence[float]]) -> tuple[int, ...]:
        """Return the deal with the largest estimate of those that reach what is needed."""
        small, large = self.small, self.large
        mine, theirs = small.counted(estimate), large.counted(estimate)
        # The most that combinations count for from each on, in the order of their sums.
        rest = np.maximum.accumulate(theirs[::-1])[::-1]
        place = large.sums.searchsorted(need - small.sums)
        there = np.flatnonzero(place < len(large.sums))
        total = mine[there] + rest[place[there]]
        good = there[total >= total.max() - EQUAL]
        wanted = total.max() - 2 * EQUAL - mine[good]
        # With each of these the last that counts for enough has the largest sum.
        last = len(rest) - 1 - rest[::-1].searchsorted(wanted)
        sums = small.sums[good] + large.sums[last]
        found = []
        for n in np.flatnonzero(sums == sums.max()).tolist():
            end = int(last[n])
            equal = slice(int(large.sums.searchsorted(large.sums[end])), end + 1)
            others = large.deals[equal][theirs[equal] >= wanted[n]]
            found.append(small.deals[good[n]] + others.min())
        return self._deal(min(found))

    def fair(
        self, need: int, base: float, estimates: Sequence[Sequence[Sequence[float]]]
    ) -> tuple[int, ...]:
        """Return the deal with the largest product of what it adds to a base and estimates.

        It is made of combinations than which no other in their half is better in everything.
        """
        halved = []
        for half in (self.small, self.large):
            counted = [half.counted(one) for one in estimates]
            grid = [np.rint(one / EQUAL).astype(np.int64) for one in counted]
            points = np.stack([half.sums, *grid], axis=1)
            kept = np.sort(nondominated(points, np.zeros(len(points), dtype=np.int64)))
            halved.append((half.sums[kept], [one[kept] for one in counted], half.deals[kept]))
        (small, mine, first), (large, theirs, second) = halved
        sums = np.add.outer(small, large)
        factors = (np.add.outer(a, b) for a, b in zip(mine, theirs, strict=True))
        product = prod(factors, start=np.maximum(0.0, sums - base))
        product[sums < need] = -1.0
        good = product >= product.max() * (1 - 1e-9)
        best = good & (sums == sums[good].max())
        return self._deal(np.add.outer(first, second)[best].min())

    def ranked(self, place: int) -> tuple[tuple[int, ...], int] | None:
        """Return the deal at a place, counted from 0, and its sum."""
        top = self.top()
        if top is None or place >= len(self.small.sums) * len(self.large.sums):
            return None
        if not self._listed or place >= len(self._listed[0].sums):
            bottom = int(self.small.sums[0] + self.large.sums[0])
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
        small, large = self.small, self.large
        first = large.sums.searchsorted(need - small.sums)
        until = (len(large.sums) - first).cumsum()
        count, above = int(until[-1]), 0
        place, high = int(rng.random() * count), int(small.sums[-1] + large.sums[-1]) + 1
        if count > MOST_HALVED:
            one = int(until.searchsorted(place, side="right"))
            return self._deal(small.deals[one] + large.deals[place - until[one]])
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
        place = self.large.sums.searchsorted(need - self.small.sums)
        return int((len(self.large.sums) - place).sum())

    def _reaching(self, need: int) -> Ints:
        """List the deals that reach what is needed."""
        if not self._listed or self._listed[0].need > need:
            top = int(self.small.sums[-1] + self.large.sums[-1])
            self._listed[:] = [_Best(need, *self._between(need, top + 1))]
        best = self._listed[0]
        return best.deals[: int((-best.sums).searchsorted(-need, side="right"))]

    def _between(self, need: int, high: int) -> tuple[Ints, Ints]:
        """List the sums from one to below another, and their deals, best first."""
        first = self.large.sums.searchsorted(need - self.small.sums)
        counts = self.large.sums.searchsorted(high - self.small.sums) - first
        small = np.repeat(np.arange(len(self.small.sums)), counts)
        large = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(len(small))
        sums = self.small.sums[small] + self.large.sums[large]
        deals = self.small.deals[small] + self.large.deals[large]
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
