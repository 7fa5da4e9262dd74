"""All deals that cross no ban: how many there are, and some drawn with equal chances."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.kernels.dominance import ones
from accord.kernels.semirings import COUNTING, EliminationStep, eliminate_densely
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints


@dataclass(frozen=True)
class Uniform:
    """The deals that cross no ban.

    Attributes:
        sizes: Options per issue.
        total: How many deals there are.
        steps: What was eliminated, in order: how many completions every option has.
    """

    sizes: tuple[int, ...]
    total: int
    steps: Sequence[EliminationStep]

    @classmethod
    def of(cls, sizes: Sequence[int], forbidden: Sequence[Ban]) -> "Uniform":
        """Count by eliminating the issues one by one.

        Args:
            sizes: Options per issue.
            forbidden: Tables of combinations that no deal may take.

        Raises:
            ValueError: If a table would be too large.
        """
        found = eliminate_densely(sizes, (), forbidden, COUNTING, ones(1, math.prod(sizes)))
        return cls(tuple(sizes), int(found.values[0]), found.steps)

    def draw(self, rng: np.random.Generator, count: int) -> Ints:
        """Draw deals, each with the same chance up to the rounding of floats.

        Args:
            rng: Where chance comes from.
            count: How many; some may be drawn again.

        Returns:
            The option on every issue, shape (count, issues).

        Raises:
            ValueError: If there is no deal.
        """
        if not self.total:
            raise ValueError("every deal is excluded")
        drawn = np.zeros((count, len(self.sizes)), dtype=np.int64)
        for issue, tied, totals in reversed(self.steps):
            ways = totals[..., 0]
            chance = rng.random(count)
            if not tied and (ways == 1).all():
                drawn[:, issue] = chance * self.sizes[issue]
                continue
            up_to = ways.cumsum(axis=-1)
            # Where an assignment has no completion nothing is drawn; any divisor will do.
            share = (up_to / np.where(up_to[..., -1:] == 0, 1, up_to[..., -1:])).astype(float)
            if tied:
                below = chance[:, None] >= share[tuple(drawn[:, tied].T)]
                drawn[:, issue] = below.sum(axis=1)
            else:
                drawn[:, issue] = np.searchsorted(share, chance, side="right")
        return drawn
