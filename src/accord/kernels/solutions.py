"""Fair compromises on a finite set of points, each by its own definition.

Every function takes points (k, parties) and the disagreement point d (parties,), looks only at
points that give every party at least d, and gives the indices of ALL points that are best,
ascending: none if no point does. Equality is within `TIE`. A party that gets the same from
every point changes nothing.
"""

import numpy as np

from accord.kernels.ties import TIE, Floats, Ints

_EQUAL_PRODUCTS = 1e-9
"""Logarithms of products that differ by no more are equal: their errors are far smaller."""


def nash(points: Floats, disagreement: Floats, ideal: Floats) -> Ints:
    """Maximise the product of the gains over the disagreement point.

    Where every point leaves some party without a gain all products are zero; then the points
    at which the most parties gain are compared by the product of the gains of those who do,
    each as a share of the party's largest. Products are equal within one part in 10^9.

    Source: J. Nash, The bargaining problem, Econometrica 18 (1950), 155-162; for zero products
    I. Caragiannis et al., The unreasonable fairness of maximum Nash welfare, ACM Transactions
    on Economics and Computation 7 (2019), definition 2.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
        ideal: Shape (parties,), the best each party gets at any point that counts.
    """
    index, gains = _gains(points, disagreement)
    if not len(index):
        return index
    gaining = (gains > TIE).sum(axis=1)
    most = gaining == gaining.max()
    index, gains = index[most], gains[most]
    shares = np.where(gains > TIE, gains / _span(disagreement, ideal), 1.0)
    # A sum of logarithms neither underflows nor overflows, however many parties there are.
    logarithm = np.log(shares).sum(axis=1)
    return np.asarray(index[logarithm >= logarithm.max() - _EQUAL_PRODUCTS])


def kalai_smorodinsky(points: Floats, disagreement: Floats, ideal: Floats) -> Ints:
    """Maximise the smallest share of the ideal gain, then the next smallest (leximin).

    A party's ideal gain is the most it gains at any point that counts; a party that gains
    nowhere has no share. This is the rule for finite sets; on a convex set it gives the point
    where all shares are equal. Shares are equal within `TIE` percent.

    Source: E. Kalai and M. Smorodinsky, Other solutions to Nash's bargaining problem,
    Econometrica 43 (1975), 513-518; lexicographic extension as in H. Imai, Individual
    monotonicity and lexicographic maxmin solution, Econometrica 51 (1983), 389-401.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
        ideal: Shape (parties,), the best each party gets at any point that counts.
    """
    index, gains = _gains(points, disagreement)
    able = ideal - disagreement > TIE
    shares = 100 * gains[:, able] / _span(disagreement, ideal)[able]
    return index[_leximin(shares)]


def egalitarian(points: Floats, disagreement: Floats) -> Ints:
    """Maximise the smallest gain, then the next smallest (leximin).

    A party that gains nowhere would keep the smallest gain at zero; leximin passes on to the
    others.

    Source: E. Kalai, Proportional solutions to bargaining situations, Econometrica 45 (1977),
    1623-1630; lexicographic extension as in Imai (1983).

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    index, gains = _gains(points, disagreement)
    return index[_leximin(gains)]


def utilitarian(points: Floats, disagreement: Floats) -> Ints:
    """Maximise the sum of the gains.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    index, gains = _gains(points, disagreement)
    total = gains.sum(axis=1)
    return np.asarray(index[total >= total.max(initial=0.0) - TIE])


def _gains(points: Floats, disagreement: Floats) -> tuple[Ints, Floats]:
    """Return the points at which no party loses, and what each gains there."""
    index = np.flatnonzero((points >= disagreement - TIE).all(axis=1))
    return index, np.maximum(points[index] - disagreement, 0.0)


def _span(disagreement: Floats, ideal: Floats) -> Floats:
    """Return the ideal gains, 1 for a party that gains nowhere."""
    gain = np.asarray(ideal - disagreement)
    return np.where(gain > TIE, gain, 1.0)


def _leximin(values: Floats) -> Ints:
    """Find the rows that, sorted from the smallest up, are lexicographically largest."""
    left = np.arange(len(values))
    for column in np.sort(values, axis=1).T:
        if len(left):
            left = left[column[left] >= column[left].max() - TIE]
    return left
