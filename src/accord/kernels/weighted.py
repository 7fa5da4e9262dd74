"""The deal with the largest weighted sum, for many sets of numbers at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accord.kernels.elimination import elimination_order
from accord.kernels.tables import Ban, allowed, cells
from accord.kernels.ties import Floats, Ints

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
    return eliminate(sizes, weighings, forbidden).best()


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
    sets = weighings[0][1].shape[0]
    # With the sets as the last axis numpy adds and compares long rows.
    tables = [(scope, np.ascontiguousarray(np.moveaxis(t, 0, -1))) for scope, t in weighings]
    bans = list(forbidden)
    scopes = [scope for scope, _ in tables] + [scope for scope, _ in bans]
    steps = []
    for issue in elimination_order(sizes, scopes):
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
    start = np.full(shape, -np.inf)
    start.reshape(-1)[allowed(sizes, scope, bans)] = 0.0
    total = np.repeat(start[..., None], sets, axis=-1)
    for own, table in tables:
        order = sorted(range(len(own)), key=lambda axis: scope.index(own[axis]))
        lined = table.transpose(*order, len(own))
        total += lined.reshape(*(sizes[i] if i in own else 1 for i in scope), sets)
    return total
