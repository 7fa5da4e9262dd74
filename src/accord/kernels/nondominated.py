"""Which points are not dominated, in every cell of a table at once."""

from collections.abc import Iterator
from functools import reduce

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Ints

_LARGEST_KEY = 2**62
"""Keys up to here fit in 64 bits."""

_SMALL = 32
"""Cells with at most so many points are compared pair by pair, many cells at once."""

_BLOCK = 2**22
"""How many comparisons are held at once."""


def nondominated(points: Ints, cell: Ints) -> Ints:
    """Find the points that no other point of their cell dominates.

    One point dominates another when it is at least as large in every coordinate and larger in
    one. Of equal points in one cell a single one is kept.

    Args:
        points: Shape (n, parties), larger is better.
        cell: Shape (n,), from 0: points of different cells do not compete.

    Returns:
        Indices of the points kept, by cell.
    """
    if len(points) == 0:
        return np.empty(0, dtype=np.int64)
    if points.shape[1] <= 2:
        return _staircases(points[:, 0], points[:, -1], cell)
    order = np.argsort(cell, kind="stable")
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    counts = np.diff(starts, append=len(order))
    kept = [
        part[_maxima_of_small_sets(points[part])]
        for count in np.unique(counts[counts <= _SMALL])
        for part in _together(order, starts[counts == count], int(count), points.shape[1])
    ]
    for start, count in zip(starts[counts > _SMALL], counts[counts > _SMALL], strict=True):
        part = order[start : start + count]
        kept.append(part[_maxima(points[part])])
    best = np.concatenate(kept)
    return np.asarray(best[np.argsort(cell[best], kind="stable")])


def _staircases(x: Ints, y: Ints, cell: Ints) -> Ints:
    """Find the maxima of points in the plane: sort by x, keep where y exceeds all before."""
    order = np.argsort(_joint(cell, -x), kind="stable")
    height = _joint(cell, y)[order]
    rising = np.ones(len(order), dtype=np.bool_)
    rising[1:] = height[1:] > np.maximum.accumulate(height)[:-1]
    rises = order[rising]
    # Of points that share x within a cell the last to rise is the highest.
    x, cell = x[rises], cell[rises]
    last = np.ones(len(rises), dtype=np.bool_)
    last[:-1] = (x[1:] != x[:-1]) | (cell[1:] != cell[:-1])
    return np.asarray(rises[last])


def _joint(cell: Ints, values: Ints) -> Ints:
    """Return one number per point that orders by cell, then by value."""
    if not cell.any():
        return values
    low = int(values.min())
    span = int(values.max()) - low + 1
    if (int(cell.max()) + 1) * span > _LARGEST_KEY:
        values = np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
        low, span = 0, int(values.max()) + 1
    return cell * span + (values - low)


def _together(order: Ints, starts: Ints, count: int, parties: int) -> Iterator[Ints]:
    """Gather cells of the same number of points: indices of shape (cells, count)."""
    most = max(1, _BLOCK // (count * count * parties))
    for first in range(0, len(starts), most):
        yield order[starts[first : first + most, None] + np.arange(count)]


def _maxima_of_small_sets(points: Ints) -> npt.NDArray[np.bool_]:
    """Compare every two points of a set, for many sets at once: shape (sets, n, parties)."""
    parties = [points[:, :, party] for party in range(points.shape[2])]
    reaches = reduce(np.logical_and, (p[:, None] >= p[:, :, None] for p in parties))
    # reaches[set, i, j]: j reaches i
    equal = reaches & np.swapaxes(reaches, 1, 2)
    beaten = (reaches & ~equal) | np.tril(equal, -1)
    return np.asarray(~beaten.any(axis=2))


def _maxima(points: Ints) -> Ints:
    """Find the maxima of points in three dimensions or more."""
    import moocore  # C code that is worth its start-up time for three parties only

    exact = points.astype(np.float64)  # below 2**53, so nothing is lost
    return np.flatnonzero(moocore.is_nondominated(exact, maximise=True)).astype(np.int64)
