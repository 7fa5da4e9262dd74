"""Rows of whole numbers in order, equal ones together."""

from collections.abc import Sequence

import numpy as np

from accord.kernels.ties import Ints

_LARGEST_KEY = 2**62


def group(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Sort rows by their columns, and find where each distinct row starts.

    The sort is stable: of equal rows the first comes first.

    Args:
        columns: At least one, each of shape (n,).

    Returns:
        The order, shape (n,), and the places in it at which a new row starts.
    """
    order = _order(columns)
    new = np.zeros(len(order), dtype=np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= np.diff(column[order]) != 0
    return order, np.flatnonzero(new)


def _order(columns: Sequence[Ints]) -> Ints:
    """Sort by one key, which is faster, where it fits."""
    key, room = np.zeros_like(columns[0]), 1
    for column in columns:
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        room *= span
        if room > _LARGEST_KEY:
            return np.lexsort(columns[::-1])
        key = key * span + (column - low)
    return np.argsort(key, kind="stable")
