"""How many partial deals have which partial sum, for every cell of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accord.kernels.dominance import Counts
from accord.kernels.fronts import project
from accord.kernels.rows import group
from accord.kernels.ties import Ints


class TooMuchWork(Exception):
    """More work would be needed than is allowed."""


@dataclass
class Work:
    """How much may still be done.

    Attributes:
        left: How many partial sums may still be formed.
    """

    left: int

    def spend(self, amount: int) -> None:
        """Take from what is left.

        Raises:
            TooMuchWork: If it does not suffice.
        """
        self.left -= amount
        if self.left < 0:
            raise TooMuchWork


@dataclass(frozen=True)
class Tally:
    """How many partial deals have which sum.

    Attributes:
        scope: The issues, ascending; the table's cells are numbered in C order over them.
        cell: Shape (n,), the cell of every sum, ascending.
        sums: Shape (n, parties).
        counts: Shape (n,), how many partial deals have it.
    """

    scope: tuple[int, ...]
    cell: Ints
    sums: Ints
    counts: Counts

    @cached_property
    def top(self) -> Ints:
        """Give the most that a sum offers, for each party by itself."""
        return np.asarray(self.sums.max(axis=0), dtype=np.int64)

    @cached_property
    def bottom(self) -> Ints:
        """Give the least that a sum offers, for each party by itself."""
        return np.asarray(self.sums.min(axis=0), dtype=np.int64)


def cut(state: Tally, needed: Ints, suffices: Ints) -> Tally:
    """Drop sums below what is needed; of sums above what suffices forget how far above.

    Args:
        state: The sums.
        needed: Shape (parties,): who is below it cannot reach the floor.
        suffices: Shape (parties,): who is at it is sure to.
    """
    enough = [column >= least for column, least in zip(state.sums.T, needed, strict=True)]
    kept = np.logical_and.reduce(enough).nonzero()[0]
    sums = np.minimum(state.sums.take(kept, axis=0), suffices)
    return _merged(Tally(state.scope, state.cell[kept], sums, state.counts[kept]))


def combine(left: Tally, right: Tally, sizes: Sequence[int], work: Work) -> Tally:
    """Add every sum of `left` to every sum of the same cell of `right`.

    Args:
        left: Sums for the cells of a table.
        right: Sums for the cells of a table over some of the same issues.
        sizes: Options per issue.
        work: Pays for every pair.

    Raises:
        TooMuchWork: If there are too many pairs.
    """
    target = project(left.cell, left.scope, right.scope, sizes)
    first = np.searchsorted(right.cell, target, side="left")
    many = np.searchsorted(right.cell, target, side="right") - first
    work.spend(int(many.sum()))
    i = np.repeat(np.arange(len(target)), many)
    j = np.arange(len(i)) - np.repeat(np.cumsum(many) - many - first, many)
    return Tally(
        left.scope,
        left.cell[i],
        left.sums.take(i, axis=0) + right.sums.take(j, axis=0),
        left.counts[i] * right.counts[j],
    )


def decide(state: Tally, sizes: Sequence[int]) -> Tally:
    """Decide the last issue of the scope; equal sums are not yet counted together.

    Args:
        state: Sums for every cell of a table over at least one issue.
        sizes: Options per issue.
    """
    *others, issue = state.scope
    return Tally(tuple(others), state.cell // sizes[issue], state.sums, state.counts)


def total(sums: Iterable[Ints]) -> Ints:
    """Add up; nothing is zero."""
    return sum(sums, np.zeros(1, dtype=np.int64))


def _merged(state: Tally) -> Tally:
    """Count equal sums of a cell together."""
    if not len(state.sums):
        return state
    order, starts = group([state.cell, *state.sums.T])
    kept = order[starts]
    counts = np.add.reduceat(state.counts[order], starts)
    return Tally(state.scope, state.cell[kept], state.sums.take(kept, axis=0), counts)
