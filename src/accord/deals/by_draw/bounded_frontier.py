"""The exact frontier above a floor, given up after some work."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from accord.kernels.frontier import Goal, listed
from accord.kernels.nondominated import nondominated
from accord.kernels.pareto import pareto_sum
from accord.kernels.tables import Ban, DealSpace, Factor
from accord.kernels.ties import Floats, Ints


class Found(NamedTuple):
    """What a search found.

    Attributes:
        choices: Shape (k, issues), the nondominated deals; None if the search was given up.
        work: How many partial sums were compared.
    """

    choices: Ints | None
    work: int


def search(
    sizes: Sequence[int],
    factors: Sequence[Factor],
    forbidden: Sequence[Ban],
    tie: Floats,
    *,
    floor: Floats,
    most_work: int,
) -> Found:
    """Find the nondominated deals that reach a floor, as `frontier` does, or give up.

    Args:
        sizes: Options per issue.
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        forbidden: Tables of combinations that no deal may take.
        tie: Shape (parties,), within how much two sums are equal and the floor is reached.
        floor: Shape (parties,), finite.
        most_work: After how many partial sums to give up.

    Raises:
        ValueError: If tables do not fit, or the problem is too large to solve exactly.
    """
    space = DealSpace.of(sizes, factors, forbidden, tie)
    counter = _Counter(most_work)
    try:
        swept = pareto_sum(space, Goal.of(space, floor).limit, lambda: counter.select)
    except _TooMuch:
        return Found(None, counter.work)
    return Found(listed(space, factors, swept).choices, counter.work)


class _TooMuch(Exception):
    """Too many partial sums were compared."""


class _Counter:
    """Keeps the nondominated sums, and counts how many were compared."""

    def __init__(self, most: int) -> None:
        self.most, self.work = most, 0

    def select(self, sums: Ints, cell: Ints) -> Ints:
        self.work += len(sums)
        if self.work > self.most:
            raise _TooMuch
        return np.asarray(nondominated(sums, cell))
