"""Elimination with one number for every cell: the largest sum, or how many deals there are.

The two are one algorithm over two semirings (tropical, and counting), as are the ways back:
the best deal of all, and a deal drawn with the chance of each.

Source: S. Aji and R. McEliece, The generalized distributive law, IEEE Transactions on
Information Theory 46 (2000), 325-343, table I.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import ge
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.elimination import Bucket, eliminate
from accord.kernels.tables import Ban, cells, free, spread
from accord.kernels.ties import Ints

Numbers = npt.NDArray[Any]


class Semiring(NamedTuple):
    """How numbers are combined, and an issue decided.

    Attributes:
        times: Combines what two pieces say of a cell.
        plus: Decides: joins what is said of the options of an issue.
        zero: What is said where a ban excludes.
    """

    times: np.ufunc
    plus: np.ufunc
    zero: float


MAXIMUM = Semiring(np.add, np.maximum, -np.inf)
"""The largest sum."""

COUNTING = Semiring(np.multiply, np.add, 0)
"""The number of deals."""


class Dense(NamedTuple):
    """A number for every combination of options of some issues, in every set of numbers.

    Attributes:
        scope: The issues.
        values: Shape (*sizes of the issues, sets): with the sets as the last axis numpy
            combines and compares long rows.
    """

    scope: tuple[int, ...]
    values: Numbers


class EliminationStep(NamedTuple):
    """One issue that was eliminated.

    Attributes:
        issue: The issue.
        tied: The issues it was tied to, ascending; all are eliminated later.
        totals: Shape (*sizes of the tied, options, sets): what is said of its options and of
            all that was eliminated before and hangs on it.
    """

    issue: int
    tied: tuple[int, ...]
    totals: Numbers

    def at(self, sets: Ints, choices: Ints) -> Numbers:
        """Return the totals of all options.

        Args:
            sets: Shape (k,), the sets asked about.
            choices: Shape (k, issues), what was decided in each.

        Returns:
            Shape (k, options).
        """
        return np.asarray(np.moveaxis(self.totals, -1, 0)[(sets, *choices[:, self.tied].T)])


class Elimination(NamedTuple):
    """What elimination leaves.

    Attributes:
        values: Shape (sets,), what is said of all deals together.
        steps: One for every issue, in the order of elimination; backwards they lead to deals.
    """

    values: Numbers
    steps: Sequence[EliminationStep]


def eliminate_densely(
    sizes: Sequence[int],
    tables: Iterable[Dense],
    bans: Sequence[Ban],
    semiring: Semiring,
    one: Numbers,
    order: Sequence[int] | None = None,
) -> Elimination:
    """Eliminate issues one by one.

    Args:
        sizes: Options per issue.
        tables: What is said of deals.
        bans: The combinations that no deal may take.
        semiring: What is asked.
        one: Shape (sets,), what is said where no table says anything; its type is that of all.
        order: Every issue once; by default the `elimination_order`.

    Raises:
        ValueError: If a table would be too large.
    """
    algebra = _Tabulating(sizes, semiring, one)
    left = eliminate(sizes, tables, bans, algebra, order)
    assert left is not None
    return Elimination(algebra.combine(left), algebra.steps)


@dataclass
class _Tabulating:
    """The algebra: combines tables by the semiring, and remembers every step."""

    sizes: Sequence[int]
    semiring: Semiring
    one: Numbers
    steps: list[EliminationStep] = field(default_factory=list)

    def decide(self, bucket: Bucket[Dense]) -> Dense:
        totals = self.combine(bucket)
        *tied, issue = bucket.scope
        self.steps.append(EliminationStep(issue, tuple(tied), totals))
        return Dense(tuple(tied), self.semiring.plus.reduce(totals, axis=len(tied)))

    def combine(self, bucket: Bucket[Dense]) -> Numbers:
        """Combine tables to one over all their issues; zero where a ban excludes."""
        scope, times = bucket.scope, self.semiring.times
        shape = cells(self.sizes, scope)
        total = self.one.reshape(*(1 for _ in scope), -1).copy()
        # Small tables come first: the result grows with them, and most steps are small.
        for own, table in sorted(bucket.pieces, key=lambda t: len(t.scope)):
            lined = table if own == scope else spread(table, own, scope)
            fits = all(map(ge, total.shape, lined.shape))
            total = times(total, lined, out=total if fits else None)
        if total.shape[:-1] != shape:
            total = np.broadcast_to(total, (*shape, len(self.one))).copy()
        if bucket.bans:
            total[~free(self.sizes, scope, bucket.bans)] = self.semiring.zero
        return np.asarray(total)
