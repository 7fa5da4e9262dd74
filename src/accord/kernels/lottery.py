"""A lottery over points: what is drawn with which probability, and what it is worth."""

from typing import NamedTuple

import numpy as np

from accord.kernels.ties import Floats, Ints

_NEVER = 1e-9
"""A smaller share of all weights is rounding, not chance."""


class Lottery(NamedTuple):
    """Points drawn with probabilities that sum to one.

    Attributes:
        point: Shape (parties,), the expected worth.
        drawn: Shape (m,), the points that may be drawn, ascending; m is at most parties + 1.
        probability: Shape (m,), above 0.
        gap: Certified bound on how far the lottery is from the best, in the measure of its
            rule; 0 where it is exact up to rounding.
    """

    point: Floats
    drawn: Ints
    probability: Floats
    gap: float = 0.0


def draw_by(points: Floats, weights: Floats, gap: float = 0.0) -> Lottery:
    """Draw every point with a probability proportional to its weight.

    Args:
        points: Shape (k, parties).
        weights: Shape (k,); shares below one in 10^9 count as none.
        gap: As in the lottery.
    """
    drawn = np.flatnonzero(weights > _NEVER * weights.sum())
    probability = weights[drawn] / weights[drawn].sum()
    return Lottery(probability @ points[drawn], drawn, probability, gap)
