"""Partial deals counted by their sum: elimination that tells how many deals reach a floor."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from accord.kernels.dominance import Counts, ones
from accord.kernels.elimination import Bucket, eliminate
from accord.kernels.lexsort_groups import group
from accord.kernels.partial_sums import PartialSums, first_sums, matches, pairs
from accord.kernels.tables import DealSpace, WorthTable
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


@dataclass(frozen=True, eq=False)
class SumTally(PartialSums):
    """How many partial deals have which sum, for every cell of a table.

    Attributes:
        counts: Shape (n,), how many partial deals have it.
    """

    counts: Counts


Counted: TypeAlias = WorthTable | SumTally


@dataclass(frozen=True)
class Tallying:
    """The algebra: adds every sum to every other of its cell, and counts equal ones together.

    Sums that cannot reach the floor are dropped; of those that are sure to, it is forgotten by
    how much.

    Attributes:
        space: The deals.
        floor: Shape (parties,), on the grid.
        work: Pays for every sum that is formed.
    """

    space: DealSpace
    floor: Ints
    work: Work

    def eliminate(self) -> Bucket[Counted] | None:
        """Eliminate every issue.

        Raises:
            TooMuchWork: If there are too many sums.
        """
        return eliminate(self.space.sizes, self.space.tables, self.space.bans, self)

    def decide(self, bucket: Bucket[Counted]) -> SumTally | None:
        """Count for each cell of the other issues the sums of all options."""
        tallies = [piece for piece in bucket.pieces if isinstance(piece, SumTally)]
        state = self.start(bucket)
        for place, tally in enumerate(tallies, 1):
            state = self.cut(self.add(state, tally), [*tallies[place:], *bucket.waiting])
        *others, issue = state.scope
        cell = state.cell // self.space.sizes[issue]
        state = SumTally(tuple(others), cell, state.sums, state.counts)
        state = self.cut(state, bucket.waiting)
        return state if len(state.sums) else None

    def start(self, bucket: Bucket[Counted]) -> SumTally:
        """Count one partial deal for every assignment that is not excluded."""
        sizes = self.space.sizes
        self.work.spend(math.prod(sizes[i] for i in bucket.scope))
        tables = [piece for piece in bucket.pieces if isinstance(piece, WorthTable)]
        first = first_sums(self.space, bucket.scope, tables, bucket.bans)
        return SumTally(
            first.scope, first.cell, first.sums, ones(len(first.cell), math.prod(sizes))
        )

    def add(self, left: SumTally, right: SumTally) -> SumTally:
        """Add every sum of `left` to every sum of the same cell of `right`."""
        first, many = matches(left, right, self.space.sizes)
        self.work.spend(int(many.sum()))
        i, j = pairs(first, many)
        sums = left.sums.take(i, axis=0) + right.sums.take(j, axis=0)
        return SumTally(left.scope, left.cell[i], sums, left.counts[i] * right.counts[j])

    def cut(self, state: SumTally, waiting: Sequence[Counted]) -> SumTally:
        """Drop what cannot reach the floor with the best of what is waiting to be added."""
        needed = self.floor - total(piece.top for piece in waiting)
        suffices = self.floor - total(piece.bottom for piece in waiting)
        enough = [sums >= least for sums, least in zip(state.sums.T, needed, strict=True)]
        kept = np.logical_and.reduce(enough).nonzero()[0]
        sums = np.minimum(state.sums.take(kept, axis=0), suffices)
        return _merged(SumTally(state.scope, state.cell[kept], sums, state.counts[kept]))


def total(sums: Iterable[Ints]) -> Ints:
    """Add up; nothing is zero."""
    return sum(sums, np.zeros(1, dtype=np.int64))


def _merged(state: SumTally) -> SumTally:
    """Count equal sums of a cell together."""
    if not len(state.sums):
        return state
    order, starts = group([state.cell, *state.sums.T])
    kept = order[starts]
    counts = np.add.reduceat(state.counts[order], starts)
    return SumTally(state.scope, state.cell[kept], state.sums.take(kept, axis=0), counts)
