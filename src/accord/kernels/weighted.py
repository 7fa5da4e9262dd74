"""The deal with the largest weighted sum, for many sets of numbers at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accord.kernels.elimination import elimination_order
from accord.kernels.tables import Ban, cells, free, spread
from accord.kernels.ties import Floats, Ints

_ROOM = 2**20  # numbers in the largest table
_FEWEST = 16

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


class Step(NamedTuple):
    """One issue that was eliminated.

    Attributes:
        issue: The issue.
        tied: The issues it was tied to, ascending; all are eliminated later.
        totals: Shape (*sizes of the tied, options, sets): what it and all that was eliminated
            before and hangs on it add at most.
    """

    issue: int
    tied: tuple[int, ...]
    totals: Floats

    def at(self, sets: Ints, choices: Ints) -> Floats:
        """Give the totals of all options.

        Args:
            sets: Shape (k,), the sets asked about.
            choices: Shape (k, issues), what was decided in each.

        Returns:
            Shape (k, options).
        """
        return np.asarray(np.moveaxis(self.totals, -1, 0)[(sets, *choices[:, self.tied].T)])


@dataclass(frozen=True, eq=False)
class Elimination:
    """What elimination leaves.

    Attributes:
        values: Shape (sets,), the largest sum; minus infinity if every deal is excluded.
        steps: One for every issue, in the order of elimination.
    """

    values: Floats
    steps: tuple[Step, ...]

    def best(self) -> Best:
        """Read the best deals off: the last issue first, each at its best for those decided."""
        sets = len(self.values)
        choices = np.zeros((sets, len(self.steps)), dtype=np.int64)
        every = np.arange(sets)
        for step in reversed(self.steps):
            choices[:, step.issue] = step.at(every, choices).argmax(axis=1)
        return Best(self.values, choices)


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
    scopes = [scope for scope, _ in weighings] + [scope for scope, _ in forbidden]
    order = elimination_order(sizes, scopes)
    # Some sets at a time, so that tables stay small.
    many = max(_FEWEST, _ROOM // widest(sizes, scopes, order))
    sets = weighings[0][1].shape[0]
    parts = [
        _eliminate(
            sizes, [(s, t[start : start + many]) for s, t in weighings], forbidden, order
        ).best()
        for start in range(0, sets, many) or [0]
    ]
    if len(parts) == 1:
        return parts[0]
    return Best(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.choices for part in parts]),
    )


def widest(
    sizes: Sequence[int], scopes: Sequence[tuple[int, ...]], order: Sequence[int]
) -> int:
    """Count the cells of the largest table that eliminating issues in an order leads to."""
    left, largest = [set(scope) for scope in scopes], 1
    for issue in order:
        touched = set[int]({issue}).union(*(scope for scope in left if issue in scope))
        largest = max(largest, math.prod(sizes[i] for i in touched))
        left = [scope for scope in left if issue not in scope] + [touched - {issue}]
    return largest


def eliminate(
    sizes: Sequence[int], weighings: Sequence[Weighing], forbidden: Sequence[Ban]
) -> Elimination:
    """Eliminate issues one by one.

    Each is replaced by the most that it adds for every assignment of the issues it is tied to
    (variable elimination).

    Source: U. Bertele and F. Brioschi, Nonserial Dynamic Programming (1972).

    Args:
        sizes: Options per issue.
        weighings: Tables whose entries at a deal add up to what it is worth; at least one.
        forbidden: Tables of combinations that no deal may take.

    Raises:
        ValueError: If a table would be too large.
    """
    scopes = [scope for scope, _ in weighings] + [scope for scope, _ in forbidden]
    return _eliminate(sizes, weighings, forbidden, elimination_order(sizes, scopes))


def _eliminate(
    sizes: Sequence[int],
    weighings: Sequence[Weighing],
    forbidden: Sequence[Ban],
    order: Sequence[int],
) -> Elimination:
    """Eliminate issues in an order."""
    sets = weighings[0][1].shape[0]
    # With the sets as the last axis numpy adds and compares long rows.
    tables = [(scope, np.ascontiguousarray(np.moveaxis(t, 0, -1))) for scope, t in weighings]
    bans = list(forbidden)
    steps = []
    for issue in order:
        mine = [table for table in tables if issue in table[0]]
        tables = [table for table in tables if issue not in table[0]]
        barring = [ban for ban in bans if issue in ban[0]]
        bans = [ban for ban in bans if issue not in ban[0]]
        tied = tuple(sorted({i for scope, _ in [*mine, *barring] for i in scope} - {issue}))
        totals = _sum(sizes, sets, (*tied, issue), mine, barring)
        steps.append(Step(issue, tied, totals))
        tables.append((tied, totals.max(axis=-2)))
    values = np.asarray(sum((table for _, table in tables), np.zeros(sets)))
    if any(bool(ban) for _, ban in bans):
        values = np.full(sets, -np.inf)
    return Elimination(values, tuple(steps))


def _sum(
    sizes: Sequence[int],
    sets: int,
    scope: tuple[int, ...],
    tables: Sequence[Weighing],
    bans: Sequence[Ban],
) -> Floats:
    """Add tables up to one over all their issues, minus infinity where a ban excludes.

    Tables have the sets as their last axis, and so has the sum.
    """
    shape = cells(sizes, scope)
    total = np.zeros((*(1 for _ in scope), sets))
    # Small tables come first: the sum grows with them, and most additions are small.
    for own, table in sorted(tables, key=lambda t: len(t[0])):
        lined = spread(table, own, scope)
        if all(n >= m for n, m in zip(total.shape, lined.shape, strict=True)):
            total += lined
        else:
            total = total + lined
    if total.shape[:-1] != shape:
        total = np.broadcast_to(total, (*shape, sets)).copy()
    if bans:
        total[~free(sizes, scope, bans)] = -np.inf
    return total
