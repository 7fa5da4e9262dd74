"""The most that deals near a given one can gain: bounds for every part of a deal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.deals.improvements.improving import Reference
from accord.kernels.tables import spread
from accord.kernels.ties import Floats, Ints

MOST_ENTRIES = 2**22
"""How many numbers a bound's largest table may hold; interactions that ask more are relaxed."""

_WEIGHTS = 16
"""How many weights bounds are worked out for at once."""


@dataclass(frozen=True, eq=False)
class ChangeTable:
    """What is known of a combination of options once all of its issues are decided.

    Attributes:
        scope: The issues.
        sums: Shape (*sizes, parties), what it adds to the given deal, on the grid.
        gains: The same in ties.
        banned: Shape (*sizes,), whether no deal may take it.
        kept: Whether bounds follow it issue by issue; otherwise it counts with its most.
    """

    scope: tuple[int, ...]
    sums: Ints
    gains: Floats
    banned: npt.NDArray[np.bool_]
    kept: bool


@dataclass(frozen=True, eq=False)
class ChangePlan:
    """In which order issues are decided, and what is known once each is.

    Attributes:
        reference: The given deal.
        order: The issues.
        pieces: For every place in the order, what is known once that issue is decided.
        open: For every place, the issues decided before it on which what follows depends.
    """

    reference: Reference
    order: tuple[int, ...]
    pieces: tuple[tuple[ChangeTable, ...], ...]
    open: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, reference: Reference) -> "ChangePlan":
        """Order the issues so that few of them stay open at any time."""
        space = reference.space
        scopes = [t.scope for t in space.tables] + [scope for scope, _ in space.bans]
        order = _order(space.sizes, scopes)
        kept = _followed(space.sizes, order, scopes)
        pieces: list[list[ChangeTable]] = [[] for _ in order]
        for number, scope in enumerate(scopes):
            if not scope:
                continue
            shape = tuple(space.sizes[i] for i in scope)
            sums, banned = np.zeros((*shape, space.parties), np.int64), np.zeros(shape, bool)
            if number < len(space.tables):
                table = space.tables[number].sums
                sums = table - table[tuple(reference.choice[list(scope)])]
            else:
                banned = space.bans[number - len(space.tables)][1]
            gains = sums * (space.step / space.tie)
            piece = ChangeTable(scope, sums, gains, banned, number in kept)
            pieces[max(map(order.index, scope))].append(piece)
        opened = _open(order, [scopes[n] for n in sorted(kept)])
        return cls(reference, tuple(order), tuple(map(tuple, pieces)), tuple(opened))


@dataclass(frozen=True, eq=False)
class Bounds:
    """The most that the issues not decided yet can add to weighted gains.

    Attributes:
        plan: The order of the issues.
        weights: Shape (sets, parties), of gains in ties.
        most: For every place, and the end: the most that is added from there on by exactly so
            many changes, shape (sets, *sizes of the open issues, changes + 1).
    """

    plan: ChangePlan
    weights: Floats
    most: tuple[Floats, ...]

    @classmethod
    def of(cls, plan: ChangePlan, weights: Floats) -> "Bounds":
        """Eliminate the issues from the last to the first, counting changes.

        Source: U. Bertele and F. Brioschi, Nonserial Dynamic Programming (1972); interactions
        that span too much count with their most, as in R. Dechter and I. Rish, Mini-buckets: a
        general scheme for bounded inference, Journal of the ACM 50 (2003), 107-153.

        Args:
            plan: The order of the issues.
            weights: Shape (sets, parties), none below 0.
        """
        sizes, order = plan.reference.space.sizes, plan.order
        changes = len(order) + 1
        after = np.full((len(weights), changes), -np.inf)
        after[:, 0] = 0.0
        most = [after]
        for place in reversed(range(len(order))):
            issue, scope = order[place], (*plan.open[place], order[place])
            following = plan.open[place + 1] if place + 1 < len(order) else ()
            total = np.zeros((len(weights), *(sizes[i] for i in scope), changes))
            total += spread(after, following, scope, first=1)
            for piece in plan.pieces[place]:
                added = np.moveaxis(piece.gains @ weights.T, -1, 0)
                if piece.kept:
                    added = np.where(piece.banned, -np.inf, added)
                    total += spread(added, piece.scope, scope, first=1)[..., None]
                else:
                    total.T[...] += added.reshape(len(weights), -1).max(axis=1)
            same = int(plan.reference.choice[issue])
            after = total[..., same, :].copy()
            other = np.delete(total, same, axis=-2)
            if other.shape[-2]:
                after[..., 1:] = np.maximum(after[..., 1:], other.max(axis=-2)[..., :-1])
            most.append(after)
        return cls(plan, weights, tuple(reversed(most)))

    def rest(self, place: int, choices: Ints, left: Ints) -> Floats:
        """Return the most that is added from a place on: shape (rows, sets).

        Args:
            place: How many issues are decided.
            choices: Shape (rows, issues); what is not decided is not looked at.
            left: Shape (rows,), how many changes are still to be made.
        """
        scope = self.plan.open[place] if place < len(self.plan.order) else ()
        table = np.moveaxis(self.most[place], 0, -1)
        return np.asarray(table[(*(choices[:, i] for i in scope), left)])

    @property
    def whole(self) -> Floats:
        """Return the most that deals gain: shape (sets, changes + 1), by exactly so many."""
        return self.most[0]


def telling_weights(plan: ChangePlan, changes: slice, turns: int = 6) -> Floats:
    """Look for weights under which deals gain least: shape (parties,), adding up to 1.

    Any weights give a right bound; the search only makes it a good one. It draws weights
    around the best so far, always the same ones.

    Args:
        plan: The order of the issues.
        changes: Which numbers of changes count.
        turns: How often to look closer.
    """
    parties = plan.reference.space.parties
    rng = np.random.default_rng(0)
    best, least = np.full(parties, 1 / parties), np.inf
    if parties == 1:
        return best
    for turn in range(turns):
        around = rng.dirichlet(np.ones(parties), _WEIGHTS)
        tried = best + (around - best) * 0.5**turn
        tried[0] = best
        worst = Bounds.of(plan, tried).whole[:, changes].max(axis=1)
        if worst.min() < least:
            least, best = worst.min(), tried[int(worst.argmin())]
    return best


def _order(sizes: Sequence[int], scopes: Sequence[tuple[int, ...]]) -> list[int]:
    """Order issues, always next the one that leaves the fewest combinations open."""
    order: list[int] = []
    left = list(range(len(sizes)))
    while left:
        cost = {v: _combinations(sizes, scopes, {*order, v}) for v in left}
        chosen = min(left, key=lambda v: (cost[v], -sizes[v], v))
        order.append(chosen)
        left.remove(chosen)
    return order


def _combinations(
    sizes: Sequence[int], scopes: Sequence[tuple[int, ...]], decided: set[int]
) -> int:
    open_ = {i for scope in scopes if not decided.issuperset(scope) for i in scope} & decided
    return math.prod(sizes[i] for i in open_)


def _open(order: Sequence[int], scopes: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return, by place, the issues before it that share a table with it or what follows."""
    opened = []
    for place in range(len(order)):
        before = set(order[:place])
        shared = {i for scope in scopes if not before.issuperset(scope) for i in scope}
        opened.append(tuple(sorted(shared & before)))
    return opened


def _followed(
    sizes: Sequence[int], order: Sequence[int], scopes: Sequence[tuple[int, ...]]
) -> set[int]:
    """Choose the combinations that bounds can follow without too large a table."""
    place = {issue: n for n, issue in enumerate(order)}
    kept = {n for n, scope in enumerate(scopes) if scope}
    while True:
        opened = _open(order, [scopes[n] for n in sorted(kept)])
        room = [
            math.prod(sizes[i] for i in (*before, issue))
            for before, issue in zip(opened, order, strict=True)
        ]
        worst = max(range(len(order)), key=room.__getitem__)
        spanning = [
            n
            for n in sorted(kept)
            if len(scopes[n]) > 1
            and min(place[i] for i in scopes[n]) <= worst <= max(place[i] for i in scopes[n])
        ]
        if room[worst] * (len(order) + 1) * _WEIGHTS <= MOST_ENTRIES or not spanning:
            return kept
        kept.remove(max(spanning, key=lambda n: len(scopes[n])))
