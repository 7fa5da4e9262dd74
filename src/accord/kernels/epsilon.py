"""A frontier that is short where the exact one would be too long, with a certified error."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.frontier import Goal, listed
from accord.kernels.lexsort_groups import group
from accord.kernels.nondominated import nondominated
from accord.kernels.pareto import MOST_POINTS, Select, pareto_sum
from accord.kernels.tables import Ban, DealSpace, Factor
from accord.kernels.ties import TIE, Floats, Ints

MOST_EXACT = 2**15
"""How many nondominated partial deals are kept before rounding, for three to five parties."""

MOST_EXACT_OF_MANY = 2**13
"""The same for six parties or more, among whom hardly any deal dominates another."""

_FINEST = 250_000
"""The smallest box, in ties: a quarter of a point, below what anybody means by a number."""

_WORTH_TRYING = 2
"""Among at most so many times the sums kept the nondominated ones may be few enough."""

_PER_CELL = 8
"""So many sums are kept in a cell whatever the limit: boxes of fewer would say nothing."""

_KEPT = 8
"""Boxes double until this part of the limit is left, as the next step fills them again."""


class Approximation(NamedTuple):
    """Points that stand for all others, and a deal for each.

    Attributes:
        points: Shape (k, parties), every distinct point once, the first party's best first.
        choices: Shape (k, issues), the option on every issue.
        error: Shape (parties,): for every deal some point listed is lower by at most so much,
            for each party; 0 where nothing was left out.
        programs: Whether mixed-integer programs found them, with the tolerance these have.
    """

    points: Floats
    choices: Ints
    error: Floats
    programs: bool = False


def epsilon_frontier(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban] = (),
    floor: npt.ArrayLike | None = None,
    tie: npt.ArrayLike = TIE,
    *,
    epsilon: npt.ArrayLike | None = None,
    most: int | None = None,
) -> Approximation:
    """List deals such that every deal is, for every party, at most an error above a listed one.

    Works as `frontier` does, and is exact, until a step leaves too many nondominated partial
    sums. They are then compared by boxes of a grid: of all sums in a box one is kept, and none
    whose box another box dominates. So for every sum dropped one is kept that is nowhere lower
    by as much as a box is wide. A step adds the width of its boxes to the error, and so do the
    others. The points listed are true: only what is left out is rounded.

    With a floor, what is left out is within the error of a listed deal if it is above the floor
    by at least the error.

    Source: for the boxes M. Laumanns, L. Thiele, K. Deb and E. Zitzler, Combining convergence
    and diversity in evolutionary multiobjective optimization, Evolutionary Computation 10
    (2002), 263-282 (epsilon-dominance); for rounding in every step of a dynamic program
    C. Papadimitriou and M. Yannakakis, On the approximability of trade-offs and optimal access
    of web sources, FOCS 2000, 86-92.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        floor: Shape (parties,): the least a deal must be worth to each; minus infinity for
            no floor.
        tie: Within how much two sums are equal and a floor is reached; a number or shape
            (parties,).
        epsilon: The largest error allowed, a number or shape (parties,); by default the error
            is what it takes to keep few enough sums.
        most: How many partial sums to keep before rounding; by default `MOST_EXACT`,
            `MOST_EXACT_OF_MANY`, and for two parties as many as there may be at all.

    Raises:
        ValueError: If tables do not fit, or the problem is too large even so.
    """
    space = DealSpace.of(sizes, factors, forbidden, tie)
    if most is None:
        most = MOST_EXACT if space.parties <= 5 else MOST_EXACT_OF_MANY
        most = MOST_POINTS if space.parties <= 2 else most
    allowed = None
    if epsilon is not None:
        allowed = np.floor(np.asarray(epsilon, dtype=float) / space.step).astype(np.int64)
    finest = np.floor(_FINEST * space.tie / space.step).astype(np.int64)
    # Every issue is decided once, and what that leaves is added to something else once.
    rounding = _Rounding(most, finest, allowed, 2 * len(sizes))
    limit = None if floor is None else Goal.of(space, floor).limit
    found = pareto_sum(space, limit, rounding.step)
    points, choices = listed(space, factors, found)
    return Approximation(points, choices, rounding.error * space.step)


@dataclass
class _Rounding:
    """How much has been rounded, and how much may be.

    Attributes:
        most: How many sums to keep before rounding.
        finest: Shape (parties,), the width of the smallest boxes where no error is given.
        allowed: Shape (parties,), the largest error; None for whatever it takes.
        steps: How many steps there are.
        done: The steps so far.
    """

    most: int
    finest: Ints
    allowed: Ints | None
    steps: int
    done: list["_Boxes"] = field(default_factory=list)

    @property
    def error(self) -> Ints:
        """Add up the errors of the steps."""
        return sum((one.error for one in self.done), np.zeros_like(self.finest))

    def step(self) -> Select:
        """Start a step, with an equal part of the error that is still allowed."""
        if self.allowed is None:
            before = max((one.error.tolist() for one in self.done[-1:]), default=[0])
            width = np.maximum(self.finest, np.array(before) // 2)
            boxes = _Boxes(self.most, width, may_double=True)
        else:
            left = max(1, self.steps - len(self.done))
            boxes = _Boxes(self.most, (self.allowed - self.error) // left, may_double=False)
        self.done.append(boxes)
        return boxes.select


@dataclass
class _Boxes:
    """Keeps few sums in one step.

    Boxes double in width until few enough sums are left. Wide boxes are made up of whole
    narrow ones, so that rounding again in the same step costs no more than the widest.

    Attributes:
        most: How many sums to keep before rounding.
        width: Shape (parties,), the width of a box; no rounding where it is zero.
        may_double: Whether it may be doubled.
        used: Whether anything was rounded.
    """

    most: int
    width: Ints
    may_double: bool
    used: bool = False

    @property
    def error(self) -> Ints:
        """Return how much lower a sum that is kept may be than one it stands for."""
        return self.width if self.used else np.zeros_like(self.width)

    def select(self, sums: Ints, cell: Ints) -> Ints:
        """Choose the sums of every cell to keep."""
        if not len(sums):
            return np.empty(0, dtype=np.int64)
        most = max(self.most, _PER_CELL * len(np.unique(cell)))
        if not self.used and len(sums) <= _WORTH_TRYING * most:
            best = nondominated(sums, cell)
            if len(best) <= most:
                return best
        if not self.width.all():
            return nondominated(sums, cell)
        self.used = True
        kept = _thin(sums, cell, self.width)
        spread = sums.max(axis=0) - sums.min(axis=0)
        while self.may_double and len(kept) > most // _KEPT and (self.width < spread).any():
            self.width = 2 * self.width
            kept = kept[_thin(sums[kept], cell[kept], self.width)]
        return kept


def _thin(sums: Ints, cell: Ints, width: Ints) -> Ints:
    """Keep one sum of every box that no other box of its cell dominates."""
    boxes = sums // width
    by_total = np.argsort(-(sums / width).sum(axis=1), kind="stable")
    order, starts = group([cell[by_total], *boxes[by_total].T])
    one = by_total[order[starts]]
    return np.asarray(one[nondominated(boxes[one], cell[one])])
