"""The exact Pareto frontier of a space of deals too large to list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from accord.kernels.elimination import elimination_order
from accord.kernels.fronts import Fronts, Origin, Prune, Select, combine, decide
from accord.kernels.nondominated import nondominated
from accord.kernels.tables import Ban, Factor, Space, Table, add_up, allowed, join
from accord.kernels.ties import TIE, Floats, Ints, ranks

_Piece = TypeVar("_Piece", Table, Fronts)

Step = Callable[[], Select]
"""Says, before every step of the elimination, which sums to keep in it."""


class Frontier(NamedTuple):
    """Points that no deal dominates, and a deal for each.

    Attributes:
        points: Shape (k, parties), every distinct point once, the first party's best first.
        choices: Shape (k, issues), the option on every issue.
    """

    points: Floats
    choices: Ints


def frontier(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban] = (),
    floor: npt.ArrayLike | None = None,
    tie: npt.ArrayLike = TIE,
) -> Frontier:
    """Find every nondominated deal, without listing the deals.

    Issues are eliminated one by one (bucket elimination): for every assignment of the issues
    it is tied to, an issue and all that hangs on it are replaced by the nondominated partial
    sums they offer. Without interactions that is one Minkowski sum an issue. Sums that cannot
    reach the floor even with the best of the rest are dropped. Cost follows the width of the
    issue graph and the size of the frontier, not the number of deals.

    Sums are exact on a decimal grid a thousand times finer than a tie. Of points that tie in
    every party one is listed, and none is listed that another dominates up to ties.

    Source: E. Rollon and J. Larrosa, Bucket elimination for multiobjective optimization
    problems, Journal of Heuristics 12 (2006), 307-328.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        floor: Shape (parties,): the least a deal must be worth to each; minus infinity for
            no floor.
        tie: Within how much two sums are equal and a floor is reached; a number or shape
            (parties,).

    Raises:
        ValueError: If tables do not fit, or the problem is too large to solve exactly.
    """
    space = Space.of(sizes, factors, forbidden, tie)
    goal = None if floor is None else Goal.of(space, floor)
    found = sweep(space, goal)
    return listed(space, factors, found)


def reach(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    floor: npt.ArrayLike,
    tie: npt.ArrayLike = TIE,
    weights: npt.ArrayLike | None = None,
) -> Ints | None:
    """Find some deal that reaches the floor, or show that there is none.

    Works as `frontier` does, but partial sums that are sure to reach a party's floor count as
    equal for that party, so that far fewer are kept. Weights under which hardly any deal
    reaches the floor make it faster still: what cannot reach the weighted floor is dropped too.

    Args:
        sizes: As for `frontier`.
        factors: As for `frontier`.
        forbidden: As for `frontier`.
        floor: As for `frontier`.
        tie: As for `frontier`.
        weights: Shape (parties,), none below 0; any are right, equal ones by default.

    Returns:
        The option on every issue, shape (issues,), or None.

    Raises:
        ValueError: As for `frontier`.
    """
    space = Space.of(sizes, factors, forbidden, tie)
    found = sweep(space, Goal.of(space, floor, weights, enough=True))
    if found is None:
        return None
    return np.asarray(found.origin.choices(np.zeros(1, np.int64), len(sizes))[0])


def listed(space: Space, factors: Sequence[Factor], found: Fronts | None) -> Frontier:
    """List what a sweep left: of points that tie one, and none that another dominates.

    Args:
        space: The deals.
        factors: What they are worth.
        found: What is left once every issue is eliminated; None for nothing.
    """
    issues = len(space.sizes)
    if found is None:
        return Frontier(np.empty((0, space.parties)), np.empty((0, issues), np.int64))
    choices = found.origin.choices(np.arange(len(found.sums)), issues)
    return sifted(add_up(factors, choices), choices, space.tie)


def sifted(points: Floats, choices: Ints, tie: Floats) -> Frontier:
    """Keep one of the points that tie, and none that another dominates.

    Args:
        points: Shape (k, parties).
        choices: Shape (k, issues).
        tie: Shape (parties,).
    """
    ranked = np.stack([ranks(c, t) for c, t in zip(points.T, tie, strict=True)], axis=1)
    best = nondominated(ranked, np.zeros(len(ranked), dtype=np.int64))
    best = best[np.lexsort(-ranked[best].T[::-1])]
    return Frontier(points[best], choices[best])


@dataclass(frozen=True)
class Goal:
    """What a deal must reach.

    Attributes:
        floor: Shape (parties,), on the grid.
        weights: Shape (parties,): a deal that reaches the floor reaches it in the weighted sum.
        slack: More than the error of a weighted sum.
        enough: Whether any deal that reaches the floor will do.
        peaks: What was found out about pieces.
        ceiling: Shape (parties,), on the grid: sums above it count as equal to it, even where
            not any deal will do; None for no ceiling.
    """

    floor: Ints
    weights: Floats
    slack: float
    enough: bool
    peaks: dict[Table | Fronts, float] = field(default_factory=dict)
    ceiling: Ints | None = None

    @classmethod
    def of(
        cls,
        space: Space,
        floor: npt.ArrayLike,
        weights: npt.ArrayLike | None = None,
        enough: bool = False,
    ) -> "Goal":
        """Put a floor on the grid; `weights` as for `reach`."""
        given = 1 / space.tie if weights is None else np.asarray(weights, dtype=np.float64)
        # A party without a floor has no part in the weighted one.
        scaled = np.where(np.isfinite(np.asarray(floor, dtype=float)), given * space.step, 0.0)
        size = sum(float(np.abs(table.sums @ scaled).max()) for table in space.tables)
        return cls(space.lowest(floor), scaled, 1e-9 * size, enough)

    def limit(self, waiting: Sequence[Table | Fronts]) -> Prune:
        """Say what may be dropped while other pieces wait to be added.

        A sum is dropped when it cannot reach the floor, party by party or weighted, with the
        best of what is waiting. Where any deal will do, a sum that reaches the floor with the
        worst of what is waiting is cut back to what suffices; so is a sum above the ceiling.
        """
        needed = self.floor - sum(piece.top for piece in waiting)
        ceiling = self.floor if self.enough else self.ceiling
        suffices = None
        if ceiling is not None:
            suffices = ceiling - sum(piece.bottom for piece in waiting)
        weighted = float(self.floor @ self.weights) - self.slack
        weighted -= sum(map(self._peak, waiting))

        def keep(sums: Ints) -> tuple[Ints, Ints]:
            kept = np.flatnonzero((sums >= needed).all(axis=1))
            sums = sums[kept] if suffices is None else np.minimum(sums[kept], suffices)
            good = sums @ self.weights >= weighted
            return kept[good], sums[good]

        return keep

    def _peak(self, piece: Table | Fronts) -> float:
        """Give the largest weighted sum that a piece adds."""
        if piece not in self.peaks:
            self.peaks[piece] = float((piece.sums @ self.weights).max())
        return self.peaks[piece]


def _keep_all(sums: Ints) -> tuple[Ints, Ints]:
    return np.arange(len(sums)), sums


def sweep(space: Space, goal: Goal | None, step: Step = lambda: nondominated) -> Fronts | None:
    """Eliminate every issue; give the sums that remain, or None if no deal does.

    Args:
        space: The deals.
        goal: What a deal must reach, if anything.
        step: Asked before every step which sums to keep in it.
    """
    sizes = space.sizes
    tables, bans = list(space.tables), list(space.bans)
    fronts: list[Fronts] = []
    scopes = [t.scope for t in tables] + [scope for scope, _ in bans]
    for issue in elimination_order(sizes, scopes):
        mine, tables = _split(tables, issue)
        hanging, fronts = _split(fronts, issue)
        barring = [ban for ban in bans if issue in ban[0]]
        bans = [ban for ban in bans if issue not in ban[0]]
        touched = [t.scope for t in mine] + [f.scope for f in hanging]
        touched += [scope for scope, _ in barring]
        tied = sorted({i for scope in touched for i in scope} - {issue})
        state = _start(space, (*tied, issue), mine, barring)
        summed = _add_all(state, hanging, [*tables, *fronts], sizes, goal, step)
        if summed is None:
            return None
        fronts.append(decide(summed, sizes, step()))
    fronts.sort(key=lambda front: -len(front.sums))
    return _add_all(_start(space, (), tables, bans), fronts, [], sizes, goal, step)


def _split(pieces: list[_Piece], issue: int) -> tuple[list[_Piece], list[_Piece]]:
    """Part the pieces that an issue is in from the others."""
    return [p for p in pieces if issue in p.scope], [p for p in pieces if issue not in p.scope]


def _start(
    space: Space, scope: tuple[int, ...], tables: Sequence[Table], bans: Sequence[Ban]
) -> Fronts:
    """Give the one sum of the tables for every assignment that is not excluded."""
    cell = allowed(space.sizes, scope, bans)
    sums = join(space.sizes, space.parties, scope, tables)
    return Fronts(scope, cell, sums[cell], Origin())


def _add_all(
    state: Fronts,
    hanging: Sequence[Fronts],
    rest: Sequence[Table | Fronts],
    sizes: Sequence[int],
    goal: Goal | None,
    step: Step,
) -> Fronts | None:
    """Add fronts one after the other, dropping what cannot matter; None if nothing is left.

    Args:
        state: What to add to.
        hanging: What to add.
        rest: What will be added later.
        sizes: Options per issue.
        goal: What a deal must reach, if anything.
        step: Asked before every step which sums to keep in it.
    """

    def prune_before(place: int) -> Prune:
        return _keep_all if goal is None else goal.limit([*hanging[place:], *rest])

    kept, sums = prune_before(0)(state.sums)
    state = Fronts(state.scope, state.cell[kept], sums, state.origin)
    for place, front in enumerate(hanging, 1):
        if not len(state.sums):
            break
        state = combine(state, front, sizes, prune_before(place), step())
    return state if len(state.sums) else None
