"""The Pareto sum: elimination that keeps the nondominated partial sums of every cell.

Source: E. Rollon and J. Larrosa, Bucket elimination for multiobjective optimization problems,
Journal of Heuristics 12 (2006), 307-328, section 4.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from accord.kernels.elimination import Bucket, eliminate
from accord.kernels.nondominated import nondominated
from accord.kernels.partial_sums import PartialSums, first_sums, matches, pairs
from accord.kernels.tables import DealSpace, WorthTable
from accord.kernels.ties import Ints, TooLarge

MOST_POINTS = 2**20
"""The most partial sums that are kept at once; above it a problem is refused."""

_BATCH = 2**18
"""How many sums are formed before the dominated ones among them are dropped."""


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
        """Return the option on every issue for some of the sums.

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
class Fronts(PartialSums):
    """Nondominated partial sums for every cell of a table.

    Attributes:
        origin: How the sums were formed.
    """

    origin: Origin


Worths: TypeAlias = WorthTable | Fronts

Prune = Callable[[Ints], tuple[Ints, Ints]]
"""Takes sums (n, parties); gives the indices worth keeping, and those sums."""

Limit = Callable[[Sequence[Worths]], Prune]
"""Takes what is added later; says what may be dropped before."""

Select = Callable[[Ints, Ints], Ints]
"""Takes sums (n, parties) and their cells (n,); gives the indices to keep, by cell."""

NextSelect = Callable[[], Select]
"""Says, before every step of the elimination, which sums to keep in it."""


def pareto_sum(
    space: DealSpace, limit: Limit | None = None, step: NextSelect = lambda: nondominated
) -> Fronts | None:
    """Eliminate every issue; return the sums that remain, or None if no deal does.

    Args:
        space: The deals.
        limit: Says what may be dropped; nothing by default.
        step: Asked before every step which sums to keep in it.

    Raises:
        ValueError: If more than `MOST_POINTS` sums remain at once.
    """
    algebra = _ParetoSum(space, limit or _drop_nothing, step)
    left = eliminate(space.sizes, space.tables, space.bans, algebra)
    if left is None:
        return None
    return algebra.combine(left._replace(pieces=sorted(left.pieces, key=_fewer_sums)))


def _fewer_sums(piece: Worths) -> int:
    return -len(piece.sums)


def _drop_nothing(waiting: Sequence[Worths]) -> Prune:
    return lambda sums: (np.arange(len(sums)), sums)


@dataclass(frozen=True)
class _ParetoSum:
    """The algebra: adds every sum to every other of its cell (Minkowski sums), keeps maxima."""

    space: DealSpace
    limit: Limit
    step: NextSelect

    def decide(self, bucket: Bucket[Worths]) -> Fronts | None:
        """Keep of each cell of the other issues the nondominated sums."""
        state = self.combine(bucket)
        if state is None:
            return None
        *others, issue = state.scope
        cell, option = np.divmod(state.cell, self.space.sizes[issue])
        best = self.step()(state.sums, cell)
        origin = Origin(((state.origin, best),), issue, option[best])
        return Fronts(tuple(others), cell[best], state.sums[best], origin)

    def combine(self, bucket: Bucket[Worths]) -> Fronts | None:
        """Add pieces one after the other, dropping what cannot matter; None for no sum."""
        tables = [piece for piece in bucket.pieces if isinstance(piece, WorthTable)]
        fronts = [piece for piece in bucket.pieces if isinstance(piece, Fronts)]
        first = first_sums(self.space, bucket.scope, tables, bucket.bans)
        kept, sums = self.limit([*fronts, *bucket.waiting])(first.sums)
        state = Fronts(bucket.scope, first.cell[kept], sums, Origin())
        for place, front in enumerate(fronts, 1):
            if not len(state.sums):
                return None
            prune = self.limit([*fronts[place:], *bucket.waiting])
            state = _add(state, front, self.space.sizes, prune, self.step())
        return state if len(state.sums) else None


def _add(
    left: Fronts, right: Fronts, sizes: Sequence[int], prune: Prune, select: Select
) -> Fronts:
    """Add every sum of `left` to every sum of the same cell of `right`."""
    first, many = matches(left, right, sizes)
    index_left, index_right, sums = [], [], []
    for part in _batches(many):
        i, j = pairs(first[part], many[part], part.start)
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
