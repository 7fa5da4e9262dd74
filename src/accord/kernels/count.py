"""How many deals cross no ban and reach every floor."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.dominance import weight_reaching
from accord.kernels.sample import Uniform
from accord.kernels.tables import MOST_AXES, Ban, DealSpace, Factor, spread
from accord.kernels.tallies import SumTally, Tallying, TooMuchWork, Work, total
from accord.kernels.ties import TIE, Ints, TooLarge

MOST_WORK = 2**16
"""How many partial sums are formed, by default, before an estimate is made instead."""

_HOPE = 4
"""So many times the work allowed may be forecast: sums turn out equal, or are dropped."""

_COMPARISONS = 64
"""So many comparisons cost as much as to form and sort one sum."""

_LISTED = 32
"""So many worths of whole deals cost as much."""


class Count(NamedTuple):
    """How many deals there are.

    Attributes:
        number: The number, exactly; None where it was not counted.
        among: How many deals cross no ban, exactly.
        hits: Of the deals drawn, how many reach every floor; 0 where counted.
        draws: How many deals were drawn, each with the same chance; 0 where counted.
    """

    number: int | None
    among: int
    hits: int = 0
    draws: int = 0


def count_deals(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban] = (),
    floor: npt.ArrayLike | None = None,
    tie: npt.ArrayLike = TIE,
    *,
    most_work: int = MOST_WORK,
    draws: int = 10_000,
    seed: int = 0,
) -> Count:
    """Count the deals that cross no ban and reach every floor.

    Without a floor this is variable elimination. With one, partial deals are counted by what
    they are worth: those worth the same to everybody are counted together, and so are those
    that for some party are sure to reach its floor, however much they are above; those that
    cannot reach one are dropped. Issues that do not hang together are gathered into two halves,
    and only the pairs that reach the floor are counted, not formed. Where that needs too much
    work, deals are listed if they are few enough for that, and otherwise drawn.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        floor: Shape (parties,): the least a deal must be worth to each; minus infinity for
            no floor.
        tie: Within how much a floor is reached; a number or shape (parties,).
        most_work: How many partial sums are formed before deals are drawn instead.
        draws: How many deals are drawn.
        seed: Where the draws start.

    Raises:
        ValueError: If tables do not fit, or too many issues hang together.
    """
    space = DealSpace.of(sizes, factors, forbidden, tie)
    every = Uniform.of(sizes, forbidden)
    if floor is None or not every.total:
        return Count(every.total, every.total)
    lowest = space.lowest(floor)
    try:
        return Count(_count(space, lowest, Work(most_work)), every.total)
    except (TooMuchWork, TooLarge):
        few = math.prod(sizes) * space.parties <= _LISTED * most_work
        if few and len(sizes) <= MOST_AXES:
            return Count(_listed(space, lowest), every.total)
        drawn = every.draw(np.random.default_rng(seed), draws)
        sums = total(t.sums[tuple(drawn[:, t.scope].T)] for t in space.tables)
        hits = int((sums >= lowest).all(axis=1).sum())
        return Count(None, every.total, hits, draws)


def _count(space: DealSpace, floor: Ints, work: Work) -> int:
    """Count exactly, or raise `TooMuchWork`."""
    algebra = Tallying(space, floor, work)
    left = algebra.eliminate()
    if left is None:
        return 0
    tallies = [piece for piece in left.pieces if isinstance(piece, SumTally)]
    return _in_halves(algebra, algebra.start(left), tallies)


def _listed(space: DealSpace, floor: Ints) -> int:
    """Count by going through all deals."""
    issues = range(len(space.sizes))
    good = np.ones(space.sizes, dtype=np.bool_)
    # From the last issue on: most sums are added up while they are about few issues.
    tables = sorted(space.tables, key=lambda table: -min(table.scope, default=0))
    for party, least in enumerate(floor):
        sums = np.zeros((1,) * len(issues), np.int64)
        for table in tables:
            sums = sums + spread(table.sums[..., party], table.scope, issues)
        good &= sums >= least
    for scope, ban in space.bans:
        good &= ~spread(ban, scope, issues)
    return int(good.sum())


def _in_halves(algebra: Tallying, start: SumTally, tallies: Sequence[SumTally]) -> int:
    """Gather tallies over no issues into two halves; count the pairs that reach the floor."""
    work, floor = algebra.work, algebra.floor
    waiting = sorted(tallies, key=lambda tally: len(tally.sums))
    _forecast(waiting, work)
    halves = [start, replace(start, sums=np.zeros_like(start.sums))]
    while waiting:
        small, other = sorted(halves, key=lambda half: len(half.sums))
        added = algebra.add(small, waiting.pop())
        if not len(other.sums):
            return 0
        halves = [algebra.cut(added, [other, *waiting]), other]
        if not len(halves[0].sums):
            return 0
    first, second = halves
    if not (len(first.sums) and len(second.sums)):
        return 0
    if len(floor) > 2:  # every two are compared
        work.spend(len(first.sums) * len(second.sums) // _COMPARISONS)
    reached = weight_reaching(second.sums, second.counts, floor - first.sums)
    return int((first.counts * reached).sum())


def _forecast(waiting: Sequence[SumTally], work: Work) -> None:
    """Raise `TooMuchWork` at once where hardly any sums will turn out equal or be dropped."""
    if not waiting:
        return
    room, small, large, formed = _different(waiting), 1, 1, 0
    for tally in reversed(waiting):
        formed += small * len(tally.sums)
        small, large = sorted((min(small * len(tally.sums), room), large))
    if formed > _HOPE * work.left:
        raise TooMuchWork


def _different(tallies: Sequence[SumTally]) -> int:
    """Bound how many different sums there can be: steps between the least and the most.

    Parties whose sums follow from those of others add none (a party that loses what another
    gains).
    """
    spread = total(tally.top - tally.bottom for tally in tallies)
    apart = np.concatenate([t.sums - t.sums[0] for t in tallies])
    steps = spread // np.maximum(1, np.gcd.reduce(apart, axis=0)) + 1
    chosen: list[int] = []
    for party in np.argsort(steps).tolist():
        if np.linalg.matrix_rank(apart[:, [*chosen, party]]) > len(chosen):
            chosen.append(party)
    return math.prod(int(steps[party]) for party in chosen)
