"""The exact Pareto frontier of a space of deals too large to list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from accord.kernels.elimination import elimination_order
from accord.kernels.fronts import Fronts, Origin, Prune, combine, decide
from accord.kernels.nondominated import nondominated
from accord.kernels.tables import Ban, Factor, Space, Table, add_up, allowed, join
from accord.kernels.ties import TIE, Floats, Ints, ranks

_Piece = TypeVar("_Piece", Table, Fronts)


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
    found = _sweep(space, None if floor is None else space.lowest(floor), enough=False)
    if found is None:
        return Frontier(np.empty((0, space.parties)), np.empty((0, len(sizes)), np.int64))
    choices = found.origin.choices(np.arange(len(found.sums)), len(sizes))
    points = add_up(factors, choices)
    ranked = np.stack([ranks(c, t) for c, t in zip(points.T, space.tie, strict=True)], axis=1)
    best = nondominated(ranked, np.zeros(len(ranked), dtype=np.int64))
    best = best[np.lexsort(-ranked[best].T[::-1])]
    return Frontier(points[best], choices[best])


def reach(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    floor: npt.ArrayLike,
    tie: npt.ArrayLike = TIE,
) -> Ints | None:
    """Find some deal that reaches the floor, or show that there is none.

    Works as `frontier` does, but partial sums that are sure to reach a party's floor count as
    equal for that party, so that far fewer are kept.

    Args:
        sizes: As for `frontier`.
        factors: As for `frontier`.
        forbidden: As for `frontier`.
        floor: As for `frontier`.
        tie: As for `frontier`.

    Returns:
        The option on every issue, shape (issues,), or None.

    Raises:
        ValueError: As for `frontier`.
    """
    space = Space.of(sizes, factors, forbidden, tie)
    found = _sweep(space, space.lowest(floor), enough=True)
    if found is None:
        return None
    return np.asarray(found.origin.choices(np.zeros(1, np.int64), len(sizes))[0])


def _sweep(space: Space, floor: Ints | None, enough: bool) -> Fronts | None:
    """Eliminate every issue; give the sums that remain, or None if no deal does."""
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
        limits = _limits(floor, enough, hanging, [*tables, *fronts])
        summed = _add_all(state, hanging, sizes, limits)
        if summed is None:
            return None
        fronts.append(decide(summed, sizes))
    fronts.sort(key=lambda front: -len(front.sums))
    limits = _limits(floor, enough, fronts, [])
    return _add_all(_start(space, (), tables, bans), fronts, sizes, limits)


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
    state: Fronts, hanging: Sequence[Fronts], sizes: Sequence[int], limits: Iterator[Prune]
) -> Fronts | None:
    """Add fronts one after the other, dropping what cannot matter; None if nothing is left."""
    kept, sums = next(limits)(state.sums)
    state = Fronts(state.scope, state.cell[kept], sums, state.origin)
    for front in hanging:
        if not len(state.sums):
            break
        state = combine(state, front, sizes, next(limits))
    return state if len(state.sums) else None


def _limits(
    floor: Ints | None,
    enough: bool,
    hanging: Sequence[Fronts],
    rest: Sequence[Table | Fronts],
) -> Iterator[Prune]:
    """Say what may be dropped before the first of `hanging` is added, and after each.

    A sum is dropped when it cannot reach the floor with the best of all that is still to be
    added. Where reaching the floor is enough, a sum that reaches it with the worst of all that
    is still to be added is cut back to what suffices.
    """
    for added in range(len(hanging) + 1):
        if floor is None:
            yield _keep_all
            continue
        waiting = [*hanging[added:], *rest]
        needed = floor - _total(piece.top for piece in waiting)
        suffices = floor - _total(piece.bottom for piece in waiting) if enough else None
        yield _keeper(needed, suffices)


def _total(sums: Iterable[Ints]) -> Ints:
    return sum(sums, np.zeros(1, dtype=np.int64))


def _keep_all(sums: Ints) -> tuple[Ints, Ints]:
    return np.arange(len(sums)), sums


def _keeper(needed: Ints, suffices: Ints | None) -> Prune:
    def keep(sums: Ints) -> tuple[Ints, Ints]:
        kept = np.flatnonzero((sums >= needed).all(axis=1))
        return kept, sums[kept] if suffices is None else np.minimum(sums[kept], suffices)

    return keep
