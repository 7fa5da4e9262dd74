"""The deal with the largest weighted sum, for many sets of numbers at once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from accord.kernels.elimination import elimination_order, widest
from accord.kernels.semirings import MAXIMUM, Dense, Elimination, eliminate_densely
from accord.kernels.tables import Ban
from accord.kernels.ties import Floats, Ints

_ROOM = 2**20
"""Numbers in the largest table: sets are taken in parts so that it stays within a cache."""

_FEWEST = 16
"""Sets taken together however large tables are: fewer would cost more in calls than in sums."""

Weighing = tuple[tuple[int, ...], Floats]
"""Issues, and what their options add, in every set: shape (sets, *sizes of the issues)."""


class Best(NamedTuple):
    """The best deal of every set.

    Attributes:
        values: Shape (sets,), the largest sum; minus infinity if every deal is excluded.
        choices: Shape (sets, issues), a deal that attains it.
    """

    values: Floats
    choices: Ints


def best_sums(
    sizes: Sequence[int], weighings: Sequence[Weighing], forbidden: Sequence[Ban]
) -> Best:
    """Find the deal with the largest sum, for every set of numbers.

    Args:
        sizes: Options per issue.
        weighings: Tables whose entries at a deal add up to what it is worth; at least one.
        forbidden: Tables of combinations that no deal may take.

    Raises:
        ValueError: If a table would be too large.
    """
    scopes = *(scope for scope, _ in weighings), *(scope for scope, _ in forbidden)
    order, most = _ordered(tuple(sizes), scopes)
    many = max(_FEWEST, _ROOM // most)
    sets = weighings[0][1].shape[0]
    parts = [
        _best(
            largest_sums(
                sizes, [(s, t[start : start + many]) for s, t in weighings], forbidden, order
            )
        )
        for start in range(0, sets, many) or [0]
    ]
    if len(parts) == 1:
        return parts[0]
    return Best(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.choices for part in parts]),
    )


@lru_cache(maxsize=64)
def _ordered(
    sizes: tuple[int, ...], scopes: tuple[tuple[int, ...], ...]
) -> tuple[list[int], int]:
    """Return the `elimination_order`, and the cells of the largest table on the way.

    The same interests are asked many times, with other weights.
    """
    order = elimination_order(sizes, scopes)
    return order, widest(sizes, scopes, order)


def largest_sums(
    sizes: Sequence[int],
    weighings: Sequence[Weighing],
    forbidden: Sequence[Ban],
    order: Sequence[int] | None = None,
) -> Elimination:
    """Replace issues one by one by the most that each adds for every assignment it is tied to.

    Source: U. Bertele and F. Brioschi, Nonserial Dynamic Programming (1972).

    Args:
        sizes: Options per issue.
        weighings: Tables whose entries at a deal add up to what it is worth; at least one.
        forbidden: Tables of combinations that no deal may take.
        order: Every issue once; by default the `elimination_order`.

    Raises:
        ValueError: If a table would be too large.
    """
    tables = (
        Dense(scope, np.ascontiguousarray(np.moveaxis(table, 0, -1)))
        for scope, table in weighings
    )
    nothing = np.zeros(weighings[0][1].shape[0])
    return eliminate_densely(sizes, tables, forbidden, MAXIMUM, nothing, order)


def _best(found: Elimination) -> Best:
    """Read the best deals off: the last issue first, each at its best for those decided."""
    sets = len(found.values)
    choices = np.zeros((sets, len(found.steps)), dtype=np.int64)
    every = np.arange(sets)
    for step in reversed(found.steps):
        choices[:, step.issue] = step.at(every, choices).argmax(axis=1)
    return Best(found.values, choices)
