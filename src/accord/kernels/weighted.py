"""The deal with the largest weighted sum, for many sets of numbers at once."""

from collections.abc import Sequence
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


def best_sums(
    sizes: Sequence[int], weighings: Sequence[Weighing], forbidden: Sequence[Ban]
) -> Best:
    """Find the deal with the largest sum, for every set of numbers.

    Issues are eliminated one by one, each replaced by the most that it adds for every
    assignment of the issues it is tied to (variable elimination).

    Source: U. Bertele and F. Brioschi, Nonserial Dynamic Programming (1972).

    Args:
        sizes: Options per issue.
        weighings: Tables whose entries at a deal add up to what it is worth; at least one.
        forbidden: Tables of combinations that no deal may take.

    Raises:
        ValueError: If a table would be too large.
    """
    sets = weighings[0][1].shape[0]
    tables, bans = list(weighings), list(forbidden)
    scopes = [scope for scope, _ in tables] + [scope for scope, _ in bans]
    decided: list[tuple[int, tuple[int, ...], Ints]] = []
    for issue in elimination_order(sizes, scopes):
        mine = [table for table in tables if issue in table[0]]
        tables = [table for table in tables if issue not in table[0]]
        barring = [ban for ban in bans if issue in ban[0]]
        bans = [ban for ban in bans if issue not in ban[0]]
        tied = {i for scope, _ in [*mine, *barring] for i in scope} - {issue}
        scope = (*sorted(tied), issue)
        total = _sum(sizes, sets, scope, mine, barring)
        option = total.argmax(axis=-1)
        decided.append((issue, scope[:-1], option))
        tables.append((scope[:-1], np.take_along_axis(total, option[..., None], -1)[..., 0]))
    values = np.asarray(sum((table for _, table in tables), np.zeros(sets)))
    if any(bool(ban) for _, ban in bans):
        values = np.full(sets, -np.inf)
    choices = np.zeros((sets, len(sizes)), dtype=np.int64)
    every = np.arange(sets)
    for issue, scope, option in reversed(decided):
        choices[:, issue] = option[(every, *choices[:, scope].T)]
    return Best(values, choices)


def _sum(
    sizes: Sequence[int],
    sets: int,
    scope: tuple[int, ...],
    tables: Sequence[Weighing],
    bans: Sequence[Ban],
) -> Floats:
    """Add tables up to one over all their issues, minus infinity where a ban excludes."""
    shape = cells(sizes, scope)
    total = np.full((sets, int(np.prod(shape))), -np.inf)
    total[:, allowed(sizes, scope, bans)] = 0.0
    total = total.reshape(sets, *shape)
    for own, table in tables:
        order = sorted(range(len(own)), key=lambda axis: scope.index(own[axis]))
        lined = table.transpose(0, *(axis + 1 for axis in order))
        total += lined.reshape(sets, *(sizes[i] if i in own else 1 for i in scope))
    return total
