"""Tables over a few issues each, which together say what every deal is worth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Floats, Ints, TooLarge, grid

Factor = tuple[tuple[int, ...], Floats]
"""Issues, and what their options add for each party: shape (*sizes of the issues, parties)."""

Ban = tuple[tuple[int, ...], npt.NDArray[np.bool_]]
"""Issues, and which of their combinations are excluded: shape (*sizes of the issues,)."""

MOST_CELLS = 2**21
"""The largest table that is built; an agenda that needs a larger one is refused."""

MOST_AXES = 32
"""The most axes that an array may have, by the NumPy that has the fewest."""

_EXACT = 2**53
"""Integers up to here are floats, too."""

_Entry = TypeVar("_Entry", bound=np.generic)


def add_up(factors: Sequence[Factor], choices: Ints) -> Floats:
    """Return what deals are worth.

    Args:
        factors: Tables whose entries at a deal add up to its worth; at least one.
        choices: Shape (k, issues), the option on every issue.

    Returns:
        Shape (k, parties).
    """
    total = np.zeros((len(choices), factors[0][1].shape[-1]))
    for scope, table in factors:
        total += table[tuple(choices[:, scope].T)]
    return total


def cells(sizes: Sequence[int], scope: Sequence[int]) -> tuple[int, ...]:
    """Return the shape of a table over some issues.

    Args:
        sizes: Options per issue.
        scope: The issues.

    Raises:
        ValueError: If the table would have more than `MOST_CELLS` cells.
    """
    shape = tuple(sizes[issue] for issue in scope)
    if math.prod(shape) > MOST_CELLS:
        raise TooLarge(
            f"{len(scope)} issues hang together so closely that {math.prod(shape):,} of their "
            f"combinations would have to be weighed at once; {MOST_CELLS:,} is the limit"
        )
    return shape


@dataclass(frozen=True, eq=False)
class WorthTable:
    """What combinations of options add, on the grid.

    Attributes:
        scope: The issues, in the order of the axes.
        sums: Shape (*sizes of the issues, parties).
    """

    scope: tuple[int, ...]
    sums: Ints

    @cached_property
    def top(self) -> Ints:
        """Return the most that an entry adds, for each party by itself."""
        return np.asarray(self.sums.max(axis=tuple(range(len(self.scope)))), dtype=np.int64)

    @cached_property
    def bottom(self) -> Ints:
        """Return the least that an entry adds, for each party by itself."""
        return np.asarray(self.sums.min(axis=tuple(range(len(self.scope)))), dtype=np.int64)


@dataclass(frozen=True)
class DealSpace:
    """All deals: what they are worth, on the grid, and which are excluded.

    Attributes:
        sizes: Options per issue.
        tables: Their entries at a deal add up to what it is worth.
        bans: The combinations that no deal may take.
        tie: Shape (parties,), within how much two sums are equal.
        step: Shape (parties,), the step of the grid.
    """

    sizes: tuple[int, ...]
    tables: tuple[WorthTable, ...]
    bans: tuple[Ban, ...]
    tie: Floats
    step: Floats

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        factors: Sequence[Factor],
        forbidden: Sequence[Ban],
        tie: npt.ArrayLike,
    ) -> "DealSpace":
        """Check tables and put them on the grid.

        Raises:
            ValueError: If there is no table, one does not fit, or entries cannot be added
                exactly.
        """
        if not factors:
            raise ValueError("nothing is said about what deals are worth: give a factor")
        ties = np.broadcast_to(np.asarray(tie, dtype=float), factors[0][1].shape[-1:]).copy()
        step = grid(ties)
        for scope, table in factors:
            if table.shape != (*(sizes[i] for i in scope), len(ties)):
                raise ValueError(f"the table over the issues {scope} has shape {table.shape}")
        for scope, ban in forbidden:
            if ban.shape != tuple(sizes[i] for i in scope):
                raise ValueError(f"the ban over the issues {scope} has shape {ban.shape}")
        tables = tuple(
            WorthTable(tuple(scope), _on_grid(table, step)) for scope, table in factors
        )
        if sum(float(np.abs(table.sums).max(initial=0)) for table in tables) >= _EXACT:
            raise TooLarge("numbers are too large to be added exactly")
        bans = tuple((tuple(scope), ban) for scope, ban in forbidden)
        return cls(tuple(sizes), tables, bans, ties, step)

    @property
    def parties(self) -> int:
        """Count the parties."""
        return len(self.tie)

    def lowest(self, floor: npt.ArrayLike) -> Ints:
        """Put a floor on the grid, an infinite one at the end of what deals can be worth.

        Args:
            floor: Shape (parties,).

        Raises:
            ValueError: If it is not a number.
        """
        wanted = np.ceil((np.asarray(floor, dtype=float) - self.tie) / self.step)
        if np.isnan(wanted).any():
            raise ValueError("the floor is not a number")
        least = sum((table.bottom for table in self.tables), np.zeros(1, np.int64))
        most = sum((table.top for table in self.tables), np.ones(1, np.int64))
        return np.asarray(np.clip(wanted, least, most), dtype=np.int64)


def join(
    sizes: Sequence[int], parties: int, scope: tuple[int, ...], parts: Sequence[WorthTable]
) -> Ints:
    """Add tables up to one over all their issues.

    Args:
        sizes: Options per issue.
        parties: How many there are.
        scope: The issues of the result, at least those of the parts.
        parts: The tables.

    Returns:
        Shape (cells of the scope in C order, parties).

    Raises:
        ValueError: If the result has more than `MOST_CELLS` cells.
    """
    total = np.zeros((*cells(sizes, scope), parties), dtype=np.int64)
    for part in parts:
        total += spread(part.sums, part.scope, scope)
    return total.reshape(-1, parties)


def free(
    sizes: Sequence[int], scope: tuple[int, ...], bans: Sequence[Ban]
) -> npt.NDArray[np.bool_]:
    """Return which cells of a table no ban excludes.

    Args:
        sizes: Options per issue.
        scope: The issues of the table, at least those of the bans.
        bans: The combinations excluded.

    Returns:
        Shape (*sizes of the scope,).

    Raises:
        ValueError: If the table has more than `MOST_CELLS` cells.
    """
    excluded = np.zeros(cells(sizes, scope), dtype=np.bool_)
    for ban_scope, ban in bans:
        excluded |= spread(ban, ban_scope, scope)
    return ~excluded


def allowed(sizes: Sequence[int], scope: tuple[int, ...], bans: Sequence[Ban]) -> Ints:
    """List the cells that are `free`, in C order over the scope, ascending."""
    return free(sizes, scope, bans).ravel().nonzero()[0]


def spread(
    table: npt.NDArray[_Entry], scope: Sequence[int], over: Sequence[int], first: int = 0
) -> npt.NDArray[_Entry]:
    """Line up the axes of a table with those of a table over more issues.

    Args:
        table: Axes that are no issues, those of the issues, and again axes that are none.
        scope: The issues of the table, in the order of its axes.
        over: The issues to line up with, in the order wanted; at least those of the scope.
        first: How many axes stand before those of the issues.

    Returns:
        The table with an axis for every issue of `over`, of length 1 where it is about none.
    """
    last = first + len(scope)
    order = sorted(range(len(scope)), key=lambda axis: over.index(scope[axis]))
    before, rest = range(first), range(last, table.ndim)
    turned = table.transpose(*before, *(first + axis for axis in order), *rest)
    shape = [table.shape[first + scope.index(i)] if i in scope else 1 for i in over]
    return turned.reshape((*table.shape[:first], *shape, *table.shape[last:]))


def _on_grid(table: Floats, step: Floats) -> Ints:
    with np.errstate(over="ignore"):
        rounded = np.rint(table / step)
    if not np.all(np.abs(rounded) < _EXACT):
        raise TooLarge("a table holds an entry that is not a number, or too large")
    return rounded.astype(np.int64)
