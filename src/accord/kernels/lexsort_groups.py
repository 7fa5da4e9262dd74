"""Rows of whole numbers in order, equal ones together."""

from collections.abc import Sequence

import numpy as np

from accord.kernels.ties import Ints

_LARGEST_KEY = 2**62
"""Keys up to here fit in 64 bits."""


def group(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Sort rows by their columns, and find where each distinct row starts.

    The sort is stable: of equal rows the first comes first.

    Args:
        columns: At least one, each of shape (n,).

    Returns:
        The order, shape (n,), and the places in it at which a new row starts.
    """
    keys = _keys(columns)
    order = np.lexsort(keys[::-1]) if len(keys) > 1 else np.argsort(keys[0], kind="stable")
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = False
    for key in keys:
        ordered = key[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    return order, new.nonzero()[0]


def _keys(columns: Sequence[Ints]) -> Sequence[Ints]:
    """Put the columns into one, which is faster to sort, where they fit."""
    key, room = None, 1
    for column in columns:
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        room *= span
        if room > _LARGEST_KEY:
            return columns
        key = column - low if key is None else key * span + (column - low)
    return columns if key is None else [key]
