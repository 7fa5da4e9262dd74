"""Bucket elimination: the one loop under every exact answer about a space of deals.

What deals are worth, and which are excluded, is said by pieces over a few issues each. To
eliminate an issue, all pieces that touch it (its bucket) are combined into one, the issue is
decided for every assignment of the others in it, and the result is put back as a piece over
those. What "combined" and "decided" mean is the algebra's: Minkowski sums and non-dominated
ones (`pareto`), partial deals counted by their sum (`tallies`), a sum and its maximum, a
product and its sum (`semirings`).

Source: R. Dechter, Bucket elimination: a unifying framework for reasoning, Artificial
Intelligence 113 (1999), 41-85: the general algorithm of section 9, whose combination and
elimination operators are the two halves of `Algebra.decide`.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from accord.kernels.tables import Ban


class Piece(Protocol):
    """Anything said about combinations of options of a few issues."""

    @property
    def scope(self) -> tuple[int, ...]:
        """The issues."""


P = TypeVar("P", bound=Piece)


class Bucket(NamedTuple, Generic[P]):
    """All that touches an issue when its turn comes.

    Attributes:
        scope: The issues it is tied to, ascending, and the issue itself as the last one; none
            at the end, when every issue is decided.
        pieces: The pieces to combine, in the order in which they came about.
        bans: The combinations excluded.
        waiting: The pieces that are combined later.
    """

    scope: tuple[int, ...]
    pieces: Sequence[P]
    bans: Sequence[Ban]
    waiting: Sequence[P]


class Algebra(Protocol[P]):
    """What is asked about the deals."""

    def decide(self, bucket: Bucket[P]) -> P | None:
        """Combine the pieces of a bucket and decide its issue, the last of its scope.

        Returns:
            A piece over the other issues of the scope; None where no deal is left.
        """


def eliminate(
    sizes: Collection[int],
    pieces: Iterable[P],
    bans: Sequence[Ban],
    algebra: Algebra[P],
    order: Sequence[int] | None = None,
) -> Bucket[P] | None:
    """Eliminate every issue.

    Args:
        sizes: Options per issue.
        pieces: What is said about deals; each is let go of as soon as it is combined.
        bans: The combinations that no deal may take.
        algebra: How a bucket becomes a piece.
        order: Every issue once; by default the `elimination_order`.

    Returns:
        What is left, over no issues; None where the algebra found that no deal is.
    """
    left, left_bans = list(pieces), list(bans)
    if order is None:
        scopes = [piece.scope for piece in left] + [scope for scope, _ in bans]
        order = elimination_order(sizes, scopes)
    for issue in order:
        mine = [piece for piece in left if issue in piece.scope]
        barring = [ban for ban in left_bans if issue in ban[0]]
        left = [piece for piece in left if issue not in piece.scope]
        left_bans = [ban for ban in left_bans if issue not in ban[0]]
        touched = {i for piece in mine for i in piece.scope}.union(*(s for s, _ in barring))
        scope = (*sorted(touched - {issue}), issue)
        decided = algebra.decide(Bucket(scope, mine, barring, left))
        if decided is None:
            return None
        left.append(decided)
    return Bucket((), left, left_bans, ())


def elimination_order(sizes: Collection[int], scopes: Iterable[Iterable[int]]) -> list[int]:
    """Order variables so that eliminating them one by one needs small tables.

    The next variable is always the one that ties the fewest pairs of neighbours together that
    were not tied before (min-fill), then the one with the fewest neighbours, then the first.

    Source: D. Koller and N. Friedman, Probabilistic Graphical Models (2009), section 9.4.3.

    Args:
        sizes: One entry per variable.
        scopes: The variables of every table.

    Returns:
        Every variable once.
    """
    neighbours: dict[int, set[int]] = {v: set() for v in range(len(sizes))}
    for scope in scopes:
        members = set(scope)
        for v in members:
            neighbours[v] |= members - {v}
    order = []
    while neighbours:
        v = min(neighbours, key=lambda v: (_fill(neighbours, v), len(neighbours[v]), v))
        around = neighbours.pop(v)
        for u in around:
            neighbours[u] |= around - {u}
            neighbours[u].discard(v)
        order.append(v)
    return order


def _fill(neighbours: dict[int, set[int]], v: int) -> int:
    """Count, twice, the pairs of neighbours of `v` that are not neighbours themselves."""
    around = neighbours[v]
    return sum(len(around - neighbours[u]) - 1 for u in around)


def widest(
    sizes: Sequence[int], scopes: Sequence[tuple[int, ...]], order: Sequence[int]
) -> int:
    """Count the cells of the largest table that eliminating issues in an order leads to."""
    left, most = [set(scope) for scope in scopes], 1
    for issue in order:
        touched = set[int]({issue}).union(*(scope for scope in left if issue in scope))
        most = max(most, math.prod(sizes[i] for i in touched))
        left = [scope for scope in left if issue not in scope] + [touched - {issue}]
    return most
