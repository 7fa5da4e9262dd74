"""Sets of partial sums, one for every cell of a table, and how each sum came about."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accord.kernels.nondominated import nondominated
from accord.kernels.ties import Ints, TooLarge

MOST_POINTS = 2**20
"""The most partial sums that are kept at once; above it a problem is refused."""

_BATCH = 2**18


@dataclass(frozen=True)
class Origin:
    """How partial sums were formed: enough to say which options attain them.

    Attributes:
        parents: What was added up: each an origin, and the index of the parent's sum for
            every sum here.
        issue: The issue that was decided here, or -1.
        options: The option taken on it, for every sum here.
    """

    parents: tuple[tuple["Origin", Ints], ...] = ()
    issue: int = -1
    options: Ints | None = None

    def choices(self, wanted: Ints, issues: int) -> Ints:
        """Give the option on every issue for some of the sums.

        Args:
            wanted: Indices of sums, shape (k,).
            issues: How many issues there are.

        Returns:
            Shape (k, issues).
        """
        chosen = np.zeros((len(wanted), issues), dtype=np.int64)
        waiting: list[tuple[Origin, Ints]] = [(self, wanted)]
        while waiting:
            origin, index = waiting.pop()
            if origin.options is not None:
                chosen[:, origin.issue] = origin.options[index]
            waiting.extend((parent, sums[index]) for parent, sums in origin.parents)
        return chosen


@dataclass(frozen=True, eq=False)
class Fronts:
    """A set of partial sums for every cell of a table over some issues.

    Attributes:
        scope: The issues, ascending; the table's cells are numbered in C order over them.
        cell: Shape (n,), the cell of every sum, ascending.
        sums: Shape (n, parties).
        origin: How the sums were formed.
    """

    scope: tuple[int, ...]
    cell: Ints
    sums: Ints
    origin: Origin

    @cached_property
    def top(self) -> Ints:
        """Give the most that a sum offers, for each party by itself."""
        return np.asarray(self.sums.max(axis=0), dtype=np.int64)

    @cached_property
    def bottom(self) -> Ints:
        """Give the least that a sum offers, for each party by itself."""
        return np.asarray(self.sums.min(axis=0), dtype=np.int64)


Prune = Callable[[Ints], tuple[Ints, Ints]]
"""Takes sums (n, parties); gives the indices worth keeping, and those sums."""

Select = Callable[[Ints, Ints], Ints]
"""Takes sums (n, parties) and their cells (n,); gives the indices to keep, by cell."""


def combine(
    left: Fronts,
    right: Fronts,
    sizes: Sequence[int],
    prune: Prune,
    select: Select = nondominated,
) -> Fronts:
    """Add every sum of `left` to every sum of the same cell of `right` (Minkowski sums).

    Args:
        left: Sums for the cells of a table.
        right: Sums for the cells of a table over some of the same issues.
        sizes: Options per issue.
        prune: Drops sums that cannot matter.
        select: Which sums of each cell to keep.

    Returns:
        The sums kept of each cell of `left`, by default the nondominated ones.

    Raises:
        ValueError: If more than `MOST_POINTS` sums remain.
    """
    target = project(left.cell, left.scope, right.scope, sizes)
    first = np.searchsorted(right.cell, target, side="left")
    counts = np.searchsorted(right.cell, target, side="right") - first
    index_left, index_right, sums = [], [], []
    for part in _batches(counts):
        many = counts[part]
        i = np.repeat(np.arange(part.start, part.stop), many)
        j = np.arange(len(i)) - np.repeat(np.cumsum(many) - many - first[part], many)
        kept, total = prune(left.sums.take(i, axis=0) + right.sums.take(j, axis=0))
        best = select(total, left.cell[i[kept]])
        index_left.append(i[kept[best]])
        index_right.append(j[kept[best]])
        sums.append(total[best])
        if sum(map(len, sums)) > MOST_POINTS:
            raise TooLarge(
                f"the frontier is too large to list: more than {MOST_POINTS} partial deals "
                "are not dominated"
            )
    i, j, total = np.concatenate(index_left), np.concatenate(index_right), np.concatenate(sums)
    if len(sums) > 1:
        best = select(total, left.cell[i])
        i, j, total = i[best], j[best], total[best]
    origin = Origin(((left.origin, i), (right.origin, j)))
    return Fronts(left.scope, left.cell[i], total, origin)


def decide(state: Fronts, sizes: Sequence[int], select: Select = nondominated) -> Fronts:
    """Decide the last issue of the scope: per cell of the others, keep the nondominated sums.

    Args:
        state: Sums for every cell of a table over at least one issue.
        sizes: Options per issue.
        select: Which sums of each cell to keep.
    """
    *others, issue = state.scope
    cell, option = np.divmod(state.cell, sizes[issue])
    best = select(state.sums, cell)
    origin = Origin(((state.origin, best),), issue, option[best])
    return Fronts(tuple(others), cell[best], state.sums[best], origin)


def project(
    cell: Ints, scope: Sequence[int], onto: Sequence[int], sizes: Sequence[int]
) -> Ints:
    """Number cells of a table as cells of a table over some of its issues.

    Args:
        cell: Shape (n,), in C order over `scope`.
        scope: The issues of the table.
        onto: The issues of the other table, all in `scope`.
        sizes: Options per issue.

    Returns:
        Shape (n,), in C order over `onto`.
    """
    projected = np.zeros_like(cell)
    for issue in onto:
        stride = math.prod(sizes[i] for i in scope[scope.index(issue) + 1 :])
        projected = projected * sizes[issue] + cell // stride % sizes[issue]
    return projected


def _batches(counts: Ints) -> Iterator[slice]:
    """Cut rows into slices of at most `_BATCH` results each, or of one row."""
    ends = np.cumsum(counts)
    start, done = 0, 0
    while start < len(counts):
        stop = max(start + 1, int(np.searchsorted(ends, done + _BATCH, side="right")))
        yield slice(start, stop)
        start, done = stop, int(ends[stop - 1])
    if not len(counts):
        yield slice(0, 0)
