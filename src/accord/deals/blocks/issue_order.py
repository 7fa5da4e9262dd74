"""A space of deals, issue after issue, with what could stand in the way of each deal."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.kernels.tables import Ban, DealSpace, Factor, WorthTable
from accord.kernels.ties import TIE, Ints

Looked = tuple[tuple[int, ...], Ints]
"""Issues, and a number for every combination of their options."""


@dataclass(frozen=True)
class Stage:
    """What deciding one more issue settles.

    Attributes:
        issue: The issue.
        tables: Those whose issues are now all decided.
        bans: The same of the bans that may be crossed, each with its number.
        forbidden: The same of the bans that may not.
        pending: For everything of which some issues are decided: the combinations of these
            that leave the same to come have the same number.
        waiting: The tables still to come.
        most: Shape (parties,), the most that these add.
        least: The least.
    """

    issue: int
    tables: tuple[WorthTable, ...]
    bans: tuple[tuple[int, Ban], ...]
    forbidden: tuple[Ban, ...]
    pending: tuple[Looked, ...]
    waiting: tuple[WorthTable, ...]
    most: Ints
    least: Ints


@dataclass(frozen=True)
class Course:
    """Deals issue after issue.

    Obstacles are numbered: first the bans that may be crossed, then the parties, whose
    obstacle a deal meets by being worth less than the floor.

    Attributes:
        space: What deals are worth.
        floor: Shape (parties,), on the grid.
        bans: How many bans may be crossed.
        stages: One for every issue.
    """

    space: DealSpace
    floor: Ints
    bans: int
    stages: tuple[Stage, ...]

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        factors: Sequence[Factor],
        bans: Sequence[Ban],
        floor: npt.ArrayLike,
        tie: npt.ArrayLike = TIE,
        forbidden: Sequence[Ban] = (),
    ) -> "Course":
        """Put the issues in an order in which little hangs between those decided and the rest.

        Args:
            sizes: Options per issue.
            factors: Tables whose entries at a deal add up to what it is worth to each party.
            bans: Combinations that stand in the way of a deal that takes them.
            floor: Shape (parties,), below which a deal stands in a party's way.
            tie: Within how much a floor is reached; a number or shape (parties,).
            forbidden: Combinations that no deal may take.

        Raises:
            ValueError: If tables do not fit or entries cannot be added exactly.
        """
        space = DealSpace.of(sizes, factors, [*bans, *forbidden], tie)
        scopes = [t.scope for t in space.tables] + [scope for scope, _ in space.bans]
        order = _order(sizes, scopes)
        place = {issue: n for n, issue in enumerate(order)}
        crossable, barred = space.bans[: len(bans)], space.bans[len(bans) :]

        def end(scope: Sequence[int]) -> int:
            return max((place[issue] for issue in scope), default=0)

        def stage(now: int) -> Stage:
            waiting = tuple(t for t in space.tables if end(t.scope) > now)
            none = np.zeros(space.parties, np.int64)
            left: list[tuple[tuple[int, ...], npt.NDArray[np.generic]]]
            left = [(t.scope, t.sums) for t in waiting]
            left += [(s, ban[..., None]) for s, ban in space.bans if end(s) > now]
            done = set(order[: now + 1])
            return Stage(
                order[now],
                tuple(t for t in space.tables if end(t.scope) == now),
                tuple((n, ban) for n, ban in enumerate(crossable) if end(ban[0]) == now),
                tuple(ban for ban in barred if end(ban[0]) == now),
                tuple(_alike(scope, table, done) for scope, table in left if done & {*scope}),
                waiting,
                sum((t.top for t in waiting), none),
                sum((t.bottom for t in waiting), none),
            )

        stages = tuple(map(stage, range(len(order))))
        return cls(space, space.lowest(floor), len(bans), stages)

    @property
    def obstacles(self) -> int:
        """Count the obstacles."""
        return self.bans + self.space.parties


def _order(sizes: Sequence[int], scopes: Sequence[Sequence[int]]) -> list[int]:
    """Order issues so that those decided are tied to few that are not.

    The next issue is always the one after which the decided issues that are tied to undecided
    ones have the fewest combinations (a greedy bound of the pathwidth).

    Source: H. Bodlaender, A partial k-arboretum of graphs with bounded treewidth, Theoretical
    Computer Science 209 (1998), 1-45, section 7 (vertex separation).
    """
    tying = [set(scope) for scope in scopes if len(scope) > 1]
    left, order = list(range(len(sizes))), list[int]()

    def tied(issue: int) -> float:
        done = {*order, issue}
        live = {i for scope in tying if scope & done and scope - done for i in scope & done}
        return sum(math.log(sizes[i]) for i in live)

    while left:
        order.append(min(left, key=tied))
        left.remove(order[-1])
    return order


def _alike(
    scope: Sequence[int], table: npt.NDArray[np.generic], done: Collection[int]
) -> Looked:
    """Number the combinations of decided issues; those with the same rows to come are alike."""
    axes = [axis for axis, issue in enumerate(scope) if issue in done]
    rest = [axis for axis in range(table.ndim) if axis not in axes]
    shape = tuple(table.shape[axis] for axis in axes)
    rows = table.transpose(*axes, *rest).reshape(math.prod(shape), -1)
    number = np.unique(rows, axis=0, return_inverse=True)[1]
    return tuple(scope[axis] for axis in axes), number.reshape(shape).astype(np.int64)
