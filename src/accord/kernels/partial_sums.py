"""What partial deals are worth, for every cell of a table: the sparse form of elimination."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accord.kernels.tables import Ban, DealSpace, WorthTable, allowed, join
from accord.kernels.ties import Ints


@dataclass(frozen=True, eq=False)
class PartialSums:
    """A set of partial sums for every cell of a table over some issues.

    Attributes:
        scope: The issues, ascending; the table's cells are numbered in C order over them.
        cell: Shape (n,), the cell of every sum, ascending.
        sums: Shape (n, parties).
    """

    scope: tuple[int, ...]
    cell: Ints
    sums: Ints

    @cached_property
    def top(self) -> Ints:
        """The most that a sum offers, for each party by itself."""
        return np.asarray(self.sums.max(axis=0), dtype=np.int64)

    @cached_property
    def bottom(self) -> Ints:
        """The least that a sum offers, for each party by itself."""
        return np.asarray(self.sums.min(axis=0), dtype=np.int64)


def first_sums(
    space: DealSpace, scope: tuple[int, ...], tables: Sequence[WorthTable], bans: Sequence[Ban]
) -> PartialSums:
    """Return the one sum of the tables for every assignment that is not excluded."""
    cell = allowed(space.sizes, scope, bans)
    return PartialSums(scope, cell, join(space.sizes, space.parties, scope, tables)[cell])


def matches(left: PartialSums, right: PartialSums, sizes: Sequence[int]) -> tuple[Ints, Ints]:
    """Find for every sum of `left` those of the same cell of `right`.

    Args:
        left: Sums for the cells of a table.
        right: Sums for the cells of a table over some of the same issues.
        sizes: Options per issue.

    Returns:
        The place of the first, and how many there are; both of shape (sums of `left`,).
    """
    target = _project(left.cell, left.scope, right.scope, sizes)
    first = np.searchsorted(right.cell, target, side="left")
    return first, np.searchsorted(right.cell, target, side="right") - first


def pairs(first: Ints, many: Ints, start: int = 0) -> tuple[Ints, Ints]:
    """List the pairs of sums that match.

    Args:
        first: From `matches`, of consecutive sums on the left.
        many: From `matches`, of the same.
        start: The place of the first of them.

    Returns:
        The places on the left, ascending, and those on the right.
    """
    i = np.repeat(np.arange(start, start + len(many)), many)
    j = np.arange(len(i)) - np.repeat(np.cumsum(many) - many - first, many)
    return i, j


def _project(
    cell: Ints, scope: Sequence[int], onto: Sequence[int], sizes: Sequence[int]
) -> Ints:
    """Number cells of a table as cells of a table over some of its issues."""
    projected = np.zeros_like(cell)
    for issue in onto:
        stride = math.prod(sizes[i] for i in scope[scope.index(issue) + 1 :])
        projected = projected * sizes[issue] + cell // stride % sizes[issue]
    return projected
