"""How much weight lies at or above a threshold in every coordinate, for many thresholds."""

from typing import Any

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Ints

Counts = npt.NDArray[Any]
"""Whole numbers: 64 bits, or Python integers where they can be larger."""

_FITS = 2**62
"""Products up to here, and their sums, fit in 64 bits."""

_BLOCK = 2**20
"""How many comparisons are held at once."""

_LIMB = 24
"""Bits of a limb: 2^29 of them add up exactly as floats."""


def ones(count: int, most: int) -> Counts:
    """Return ones whose sums of products, at most `most`, will be exact."""
    return np.ones(count, dtype=np.int64 if most < _FITS else np.object_)


def weight_reaching(points: Ints, weights: Counts, thresholds: Ints) -> Counts:
    """Add up, for every threshold, the weights of the points that reach it.

    In one or two dimensions time grows with n log(n)^2; in more every point is compared with
    every threshold.

    Args:
        points: Shape (n, dimensions), dimensions at least 1.
        weights: Shape (n,), none negative.
        thresholds: Shape (m, dimensions).

    Returns:
        Shape (m,), exact.
    """
    if points.shape[1] > 2:
        return _one_by_one(points, weights, thresholds)
    return _by_blocks(points[:, [0, -1]], weights, thresholds[:, [0, -1]])


def _by_blocks(points: Ints, weights: Counts, thresholds: Ints) -> Counts:
    """Count in the plane.

    Points are put in the order of falling x, so that those which reach a threshold in x come
    first; how many they are, in binary, cuts them into blocks of 1, 2, 4 and so on, within
    which points are sorted by y (a merge sort tree).

    Source: J. L. Bentley, Multidimensional divide-and-conquer, Communications of the ACM 23
    (1980), 214-229.
    """
    order = np.argsort(-points[:, 0], kind="stable")
    x, weights = -points[order, 0], weights[order]
    heights, y = np.unique(points[order, 1], return_inverse=True)
    first = np.searchsorted(x, -thresholds[:, 0], side="right")
    least = np.searchsorted(heights, thresholds[:, 1], side="left")
    total = np.zeros(len(thresholds), dtype=weights.dtype)
    place, span = np.arange(len(x)), len(heights) + 1
    level = 0
    while 1 << level <= len(x):
        asking = np.flatnonzero(first >> level & 1)
        if len(asking):
            key = (place >> level) * span + y
            within = np.argsort(key, kind="stable")
            summed = np.concatenate((np.zeros(1, weights.dtype), np.cumsum(weights[within])))
            block = (first[asking] >> level) - 1
            low = np.searchsorted(key[within], block * span + least[asking], side="left")
            total[asking] += summed[(block + 1) << level] - summed[low]
        level += 1
    return total


def _one_by_one(points: Ints, weights: Counts, thresholds: Ints) -> Counts:
    """Compare every point with every threshold.

    Weights are cut into limbs that are small enough to be added exactly as floats.
    """
    most = max((int(w) for w in weights), default=0)
    limbs = [
        np.array([w >> shift & (1 << _LIMB) - 1 for w in weights.tolist()], dtype=np.float64)
        for shift in range(0, most.bit_length(), _LIMB)
    ]
    total = np.zeros(len(thresholds), dtype=weights.dtype)
    rows = max(1, _BLOCK // max(1, len(points)))
    for start in range(0, len(thresholds), rows):
        part = thresholds[start : start + rows]
        reached = np.ones((len(part), len(points)), dtype=np.bool_)
        for coordinate, least in zip(points.T, part.T, strict=True):
            reached &= coordinate >= least[:, None]
        counted = reached.astype(np.float64)
        for place, limb in enumerate(limbs):
            added = (counted @ limb).astype(np.int64).astype(weights.dtype)
            total[start : start + rows] += added << place * _LIMB
    return total
