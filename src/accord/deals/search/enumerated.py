"""A party's deals one by one, for agendas small enough to list them."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth


@frozen(eq=False)
class Enumerated:
    """Every deal that a party may take, best first; equal ones in the order of the agenda.

    Attributes:
        choices: Shape (issues, deals), the place of the option on every issue.
        sums: What they are worth, on the grid and negated, so that they ascend.
    """

    choices: npt.NDArray[np.int64]
    sums: list[int]

    @classmethod
    def of(cls, space: OpenDeals, worth: Worth) -> "Enumerated":
        """List the deals of a small agenda."""
        choices = np.indices(space.sizes).reshape(len(space.sizes), -1)
        barred = np.zeros(choices.shape[1], dtype=np.bool_)
        for scope, taken in space.bans:
            barred |= taken[tuple(choices[list(scope)])]
        choices = choices[:, ~barred]
        total = np.zeros(choices.shape[1], dtype=np.int64)
        for gains, column in zip(space.gains(worth), choices, strict=True):
            total += gains[column]
        for (scope, taken), bonus in zip(space.bonuses, worth.bonuses, strict=True):
            total += bonus * taken[tuple(choices[list(scope)])]
        order = np.argsort(-total, kind="stable")
        return cls(np.ascontiguousarray(choices[:, order]), (-total[order]).tolist())

    def top(self) -> int | None:
        """Return the largest sum, or None where there is no deal."""
        return -self.sums[0] if self.sums else None

    def above(self, need: int) -> tuple[int, ...]:
        """Return the deal whose sum is the least that reaches what is needed; it must exist."""
        last = self.sums[bisect_right(self.sums, -need) - 1]
        return self._deal(bisect_left(self.sums, last))

    def toward(self, need: int, estimate: Sequence[Sequence[float]]) -> tuple[int, ...]:
        """Return the deal with the largest estimate of those that reach what is needed."""
        count = bisect_right(self.sums, -need)
        total = np.zeros(count)
        for values, column in zip(estimate, self.choices, strict=True):
            total += np.array(values)[column[:count]]
        # Estimates are floats: without rounding the last bit would decide between equals.
        return self._deal(int(np.round(total, 9).argmax()))

    def fair(
        self, need: int, base: float, estimates: Sequence[Sequence[Sequence[float]]]
    ) -> tuple[int, ...]:
        """Return the deal with the largest product of what it adds to a base and estimates."""
        count = bisect_right(self.sums, -need)
        choices = self.choices[:, :count]
        return self._deal(fairest(np.array(self.sums[:count]), base, choices, estimates))

    def ranked(self, place: int) -> tuple[tuple[int, ...], int] | None:
        """Return the deal at a place, counted from 0, and its sum."""
        return (self._deal(place), -self.sums[place]) if place < len(self.sums) else None

    def draw(self, need: int, rng: random.Random) -> tuple[int, ...]:
        """Draw one of the deals that reach what is needed, each as likely."""
        return self._deal(int(rng.random() * bisect_right(self.sums, -need)))

    def _deal(self, place: int) -> tuple[int, ...]:
        return tuple(self.choices[:, place].tolist())


def fairest(
    sums: npt.NDArray[np.int64],
    base: float,
    choices: Sequence[npt.NDArray[np.int64]] | npt.NDArray[np.int64],
    estimates: Sequence[Sequence[Sequence[float]]],
) -> int:
    """Return the place of the deal with the largest product; of equal ones, the first.

    Args:
        sums: What deals are worth, negated.
        base: What is taken from that before.
        choices: The places of their options, by issue.
        estimates: What each option adds to each factor besides, by issue and option.
    """
    product = np.maximum(0.0, -sums - base)
    for estimate in estimates:
        total = np.zeros(len(product))
        for values, column in zip(estimate, choices, strict=True):
            total += np.array(values)[column]
        product *= total
    # Without rounding the last bit would decide between equals.
    most = float(product.max())
    return int((product >= most * (1 - 1e-9)).argmax())
