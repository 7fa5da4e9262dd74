"""The sets of numbers that a verdict is tried on, drawn once for all that is asked of them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from attrs import evolve, frozen

from accord.deals.worth import Worth
from accord.kernels.tables import Ban

_BATCH = 1000
"""Sets drawn at once: as many as are asked for by default, and few enough for every table."""


@frozen(eq=False)
class Draws:
    """Sets of numbers, uniform over the ranges.

    Attributes:
        worth: The ranges.
        count: How many sets.
        seed: Where they start; the same seed gives the same sets.
    """

    worth: Worth
    count: int
    seed: int

    def sets(self, one_way: bool = False) -> Iterable[Worth]:
        """Return the sets of numbers, some at a time.

        Args:
            one_way: Whether a party's numbers err all one way.
        """
        if self.count > _BATCH:  # too many to be kept
            return self._drawn(one_way)
        return self._one_way if one_way else self._each

    def fewer(self, count: int) -> "Draws":
        """Return other sets, at most so many."""
        return self if self.count <= count else evolve(self, count=count)

    def holding(self, held: Sequence[Ban]) -> "Draws":
        """Return the sets for deals that take none of some combinations besides."""
        return evolve(self, worth=evolve(self.worth, held=tuple(held)))

    @cached_property
    def _each(self) -> tuple[Worth, ...]:
        return tuple(self._drawn(False))

    @cached_property
    def _one_way(self) -> tuple[Worth, ...]:
        return tuple(self._drawn(True))

    def _drawn(self, one_way: bool) -> Iterator[Worth]:
        rng = np.random.default_rng(self.seed)
        for start in range(0, self.count, _BATCH):
            yield self.worth.draw(rng, min(_BATCH, self.count - start), one_way)
