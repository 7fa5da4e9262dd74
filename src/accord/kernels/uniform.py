"""All deals that cross no ban: how many there are, and some drawn with equal chances."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.kernels.dominance import Counts, ones
from accord.kernels.elimination import elimination_order
from accord.kernels.tables import Ban, free, spread
from accord.kernels.ties import Ints


@dataclass(frozen=True)
class Uniform:
    """The deals that cross no ban.

    Attributes:
        sizes: Options per issue.
        total: How many deals there are.
        decided: What was eliminated, in order: the issue, the issues it is tied to, and how
            many completions each of its options has for each of their options: shape
            (*sizes of these, options of the issue).
    """

    sizes: tuple[int, ...]
    total: int
    decided: tuple[tuple[int, tuple[int, ...], Counts], ...]

    @classmethod
    def of(cls, sizes: Sequence[int], forbidden: Sequence[Ban]) -> "Uniform":
        """Count by eliminating the issues one by one.

        Source: R. Dechter, Bucket elimination: a unifying framework for reasoning, Artificial
        Intelligence 113 (1999), 41-85, section 5 (counting).

        Args:
            sizes: Options per issue.
            forbidden: Tables of combinations that no deal may take.

        Raises:
            ValueError: If a table would be too large.
        """
        bans = list(forbidden)
        tables: list[tuple[tuple[int, ...], Counts]] = []
        decided = []
        for issue in elimination_order(sizes, [scope for scope, _ in bans]):
            mine = [table for table in tables if issue in table[0]]
            tables = [table for table in tables if issue not in table[0]]
            barring = [ban for ban in bans if issue in ban[0]]
            bans = [ban for ban in bans if issue not in ban[0]]
            tied = {i for scope, _ in [*mine, *barring] for i in scope} - {issue}
            scope = (*sorted(tied), issue)
            ways = ones(1, math.prod(sizes)) * free(sizes, scope, barring)
            for own, table in mine:
                ways = ways * spread(table, own, scope)
            decided.append((issue, scope[:-1], ways))
            tables.append((scope[:-1], ways.sum(axis=-1)))
        total = math.prod(int(table) for _, table in tables)
        excluded = any(bool(ban) for _, ban in bans)
        return cls(tuple(sizes), 0 if excluded else total, tuple(decided))

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
        for issue, scope, ways in reversed(self.decided):
            chance = rng.random(count)
            if not scope and (ways == 1).all():
                drawn[:, issue] = chance * self.sizes[issue]
                continue
            up_to = ways.cumsum(axis=-1)
            # Where an assignment has no completion nothing is drawn; any divisor will do.
            share = (up_to / np.where(up_to[..., -1:] == 0, 1, up_to[..., -1:])).astype(float)
            if scope:
                drawn[:, issue] = (chance[:, None] >= share[tuple(drawn[:, scope].T)]).sum(
                    axis=1
                )
            else:
                drawn[:, issue] = np.searchsorted(share, chance, side="right")
        return drawn
