"""Sets of obstacles as rows of whole numbers, one bit for every obstacle."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from accord.kernels.lexsort_groups import group
from accord.kernels.ties import Ints

Set = frozenset[int]
Flags = npt.NDArray[np.bool_]

_BITS = 62
"""Obstacles in one whole number of 64 bits, its sign left free."""


def no_bits(rows: int, obstacles: int) -> Ints:
    """Return rows of no obstacle: shape (rows, words)."""
    return np.zeros((rows, -(-max(obstacles, 1) // _BITS)), dtype=np.int64)


def add_bit(rows: Ints, obstacle: int, where: npt.NDArray[np.bool_]) -> None:
    """Add an obstacle to the rows flagged."""
    rows[:, obstacle // _BITS] |= where.astype(np.int64) << obstacle % _BITS


def as_rows(sets: Sequence[Iterable[int]], obstacles: int) -> Ints:
    """Return one row for every set."""
    rows = no_bits(len(sets), obstacles)
    for row, members in zip(rows, sets, strict=True):
        for obstacle in members:
            row[obstacle // _BITS] |= 1 << obstacle % _BITS
    return rows


def flags(rows: Ints, obstacles: int) -> Flags:
    """Return for every row which obstacles it holds: shape (rows, obstacles)."""
    numbers = np.arange(obstacles)
    return np.asarray(rows[:, numbers // _BITS] >> numbers % _BITS & 1, dtype=np.bool_)


def as_set(row: Ints) -> Set:
    """Return the obstacles of one row."""
    return frozenset(np.flatnonzero(flags(row[None, :], _BITS * len(row))[0]).tolist())


def contained(inner: Ints, outer: Ints) -> Flags:
    """Return which rows are part of which others: shape (inner, outer)."""
    return np.asarray(((inner[:, None] & ~outer[None, :]) == 0).all(axis=2))


def distinct(rows: Ints) -> tuple[Ints, Ints]:
    """Find the distinct rows: the place of one of each, and for every row which it equals."""
    order, starts = group(list(rows.T))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
    return order[starts], number
