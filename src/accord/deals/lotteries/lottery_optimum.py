"""Lotteries over points for any number of parties, by linear and convex programs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.kernels.ties import Floats

Flags = npt.NDArray[np.bool_]

_PRICE = 1e-7
"""A party with a lower price could have more at no cost to the others."""

_SLACK = 1e-9
"""More than the tolerance of the solver."""

_GAP = 1e-11
"""A gap in the logarithm of the product that counts as none."""

_ROUNDS = 500
"""How many deals are taken in before the gap is told instead."""

_STEPS = 50
"""How many Newton steps for one weight of the barrier; a few suffice."""


class Secured(NamedTuple):
    """What a lottery secures.

    Attributes:
        levels: Shape (parties,), the expected value of each.
        weights: Shape (k,), the probability of every point, at most parties of them above 0.
    """

    levels: Floats
    weights: Floats


def largest(values: Floats, goal: Floats, least: Floats) -> Secured | None:
    """Maximise a weighted sum of the expected values over lotteries.

    Args:
        values: Shape (k, parties), k at least 1.
        goal: Shape (parties,), the weights.
        least: Shape (parties,), the least expected value of each.

    Returns:
        The levels and a lottery, or None if no lottery gives everybody the least.
    """
    found = _solve(-(values @ goal), -values.T, -least)
    return None if found is None else Secured(found[0] @ values, found[0])


def leximin(values: Floats, free: Flags, least: Floats) -> Secured | None:
    """Maximise the smallest expected value, then the next smallest, over lotteries.

    Each program raises the level of all who are still free. Where a level has a price in the
    dual program, no best lottery gives more, and it is fixed; each program fixes at least one.

    Source: H. Imai, Individual monotonicity and lexicographic maxmin solution, Econometrica 51
    (1983), 389-401; the sequence of programs as in J. Potters and S. Tijs, The nucleolus of a
    matrix game and other nucleoli, Mathematics of Operations Research 17 (1992), 164-174.

    Args:
        values: Shape (k, columns), k at least 1.
        free: Shape (columns,), which of them to compare.
        least: Shape (columns,), the least expected value of the others.

    Returns:
        The levels and a lottery, or None if no lottery gives the others the least.
    """
    levels, rising = least.copy(), free.copy()
    weights = None
    while weights is None or rising.any():
        # Variables: the probabilities and the level. Rows: level <= value, or least <= value.
        table = np.column_stack([-values.T, rising])
        bound = np.where(rising, 0.0, -levels + _SLACK)
        cost = np.append(np.zeros(len(values)), -1.0 if rising.any() else 0.0)
        found = _solve(cost, table, bound, levels=1)
        if found is None:
            return None
        solution, prices = found
        weights, level = solution[:-1], solution[-1]
        prices = np.where(rising, prices, -np.inf)
        reached = rising & (prices >= min(_PRICE, prices.max()))
        levels[reached] = level
        rising &= ~reached
    return Secured(weights @ values, weights)


class Product(NamedTuple):
    """The lottery with the largest product.

    Attributes:
        weights: Shape (k,), the probability of every point.
        gap: No lottery has a logarithm of the product larger by more than this.
    """

    weights: Floats
    gap: float


def largest_product(values: Floats, counts: Flags, start: Floats) -> Product:
    """Maximise the product of expected values over lotteries.

    At prices w at which no point costs more than s, no lottery costs more; so the product of
    its n values times that of their prices is at most (s / n)^n, which certifies the gap. The
    best prices, with s = 1 and the largest product of the prices, are found for a few of the
    points by Newton's method with a barrier. The point that then costs most is added, until
    none costs more than 1.

    Source: for the dual E. Eisenberg and D. Gale, Consensus of subjective probabilities: the
    pari-mutuel method, Annals of Mathematical Statistics 30 (1959), 165-168; for the barrier
    S. Boyd and L. Vandenberghe, Convex Optimization (2004), section 11.3.

    Args:
        values: Shape (k, parties), of size about 1.
        counts: Shape (parties,), which values are multiplied, at least one; the others must
            not be negative.
        start: Shape (k,), a lottery in which every value is above 0.
    """
    chosen = np.union1d(np.flatnonzero(start), values.argmax(axis=0))
    best = Product(start, np.inf)
    for _ in range(_ROUNDS):
        prices = _prices(values[chosen], counts)
        weights = np.zeros(len(values))
        weights[chosen] = _mix(values[chosen], np.where(counts, 1 / prices, 0.0))
        costs = values @ prices
        gap = _gap(costs.max(), (weights / weights.sum() @ values * prices)[counts])
        if gap < best.gap:
            best = Product(weights, gap)
        dearest = int(costs.argmax())
        if best.gap <= _GAP or dearest in chosen:
            break
        chosen = np.append(chosen, dearest)
    return best


def _gap(most: float, spent: Floats) -> float:
    """Bound how much larger the logarithm of the product can be.

    Args:
        most: What the dearest point costs.
        spent: For every party, what its value in the lottery costs.
    """
    return max(0.0, len(spent) * float(np.log(most / len(spent))) - float(np.log(spent).sum()))


def _prices(values: Floats, counts: Flags) -> Floats:
    """Maximise the product of the prices that count, where no point costs more than 1."""
    prices = np.full(values.shape[1], 0.5 / np.abs(values).sum(axis=1).max())
    weight = 1.0
    while weight * _GAP < len(values):
        weight *= 10.0
        pull = np.where(counts, weight, 1.0)
        for _ in range(_STEPS):
            left = 1 - values @ prices
            slope = values.T @ (1 / left) - pull / prices
            bend = (values / left[:, None] ** 2).T @ values + np.diag(pull / prices**2)
            step = np.linalg.solve(bend, -slope)
            decrement = float(np.sqrt(max(0.0, -slope @ step)))
            step /= 1 + decrement if decrement > 0.25 else 1
            while not _inside(values, prices + step):
                step /= 2
            prices = prices + step
            if decrement < 1e-6:
                break
    return np.asarray(prices)


def _inside(values: Floats, prices: Floats) -> bool:
    return bool((prices > 0).all() and (values @ prices < 1).all())


def _mix(shares: Floats, wanted: Floats) -> Floats:
    """Find a lottery over few points whose expected shares are as wanted, or in proportion."""
    found = _solve(
        np.append(np.zeros(len(shares)), -1.0),
        np.column_stack([-shares.T, wanted]),
        np.zeros(shares.shape[1]),
        levels=1,
    )
    assert found is not None  # all weight on any one point, and a low enough level
    return np.maximum(found[0][:-1], 0.0)


def _solve(
    cost: Floats, table: Floats, bound: Floats, levels: int = 0
) -> tuple[Floats, Floats] | None:
    """Minimise a cost over probabilities, and levels that may be negative.

    Args:
        cost: Shape (k + levels,).
        table: Shape (rows, k + levels): table @ variables <= bound.
        bound: Shape (rows,).
        levels: How many variables at the end are levels.

    Returns:
        The variables at a corner, and the price of every row; None if there is no solution.
    """
    from scipy.optimize import linprog  # heavy, and only for lotteries of three or more

    chances = np.append(np.ones(len(cost) - levels), np.zeros(levels))
    found = linprog(
        cost,
        A_ub=table,
        b_ub=bound,
        A_eq=chances[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * (len(cost) - levels) + [(None, None)] * levels,
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if found.x is None:
        return None
    return np.asarray(found.x), -np.asarray(found.ineqlin.marginals)
