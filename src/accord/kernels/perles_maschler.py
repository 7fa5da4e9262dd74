"""The super-additive solution of Perles and Maschler, for two parties.

Both start from their best point and concede along the boundary towards each other, at speeds at
which the product of what one gives up and the other gains, -dx dy, is the same for both; where
they meet is the solution. On a straight side of the boundary the way so measured is
sqrt(|change of x| |change of y|), so on a polygon the solution is exact.

Source: M. Perles and M. Maschler, The super-additive solution for the Nash bargaining game,
International Journal of Game Theory 10 (1981), 163-193.
"""

import numpy as np

from accord.kernels.hull import Chain
from accord.kernels.lottery import Lottery
from accord.kernels.ties import TIE, Floats, Ints

_EQUAL_WAYS = 1e-9
"""Ways whose lengths differ by a smaller part of the whole are equal."""


def perles_maschler(points: Floats, disagreement: Floats) -> Lottery | None:
    """Find where the two meet, over lotteries of the points.

    The boundary is the part of the hull that gives both at least d.

    Args:
        points: Shape (k, 2).
        disagreement: Shape (2,).

    Returns:
        The lottery; None if none gives both at least d.
    """
    if not len(points):
        return None
    chain = Chain.of(points)
    part = chain.above(disagreement)
    if part is None:
        return None
    inside = chain.places[(chain.places > part[0]) & (chain.places < part[1])]
    places = np.concatenate(([part[0]], inside, [part[1]]))
    way = _way(np.array([chain.value(place) for place in places]))
    return chain.lottery(float(np.interp(way[-1] / 2, way, places)))


def nearest_to_meeting(points: Floats, disagreement: Floats) -> Ints:
    """Find the points at which the two come closest to meeting, on a finite set.

    The solution is defined for convex sets; this rule for finite ones is Accord's. Both concede
    from point to point along the frontier, the way between neighbours measured as on a straight
    side. The best points are those from which the longer of the two ways is shortest. Like the
    solution itself this does not depend on the scales of the points, and where the corners of
    a convex boundary are the only points and one of them is the solution, that one is best.
    Ways are equal within one part in 10^9 of the whole.

    Args:
        points: Shape (k, 2).
        disagreement: Shape (2,).

    Returns:
        Indices of all points that are best, ascending: none if no point gives both at least d.
    """
    index = np.flatnonzero((points >= disagreement - TIE).all(axis=1))
    order = index[np.lexsort((-points[index, 1], -points[index, 0]))]
    heights = np.append(-np.inf, points[order, 1])
    order = order[heights[1:] > np.maximum.accumulate(heights)[:-1]]
    if not len(order):
        return order
    way = _way(points[order])
    longer = np.maximum(way, way[-1] - way)
    best = order[longer <= longer.min() + _EQUAL_WAYS * way[-1]]
    same = (points[index, None] == points[None, best]).all(axis=2).any(axis=1)
    return np.asarray(index[same])


def two_at_stake(points: Floats) -> list[int] | None:
    """Find the two parties whom the points are about.

    Where more than two parties are given, those that get the same at every point have nothing
    at stake and are passed over.

    Args:
        points: Shape (k, parties).

    Returns:
        Two columns; None if three parties or more have something at stake, or one is alone.
    """
    places = list(range(points.shape[1]))
    if len(places) > 2 and len(points):
        places = np.flatnonzero(np.ptp(points, axis=0) > TIE).tolist()
        idle = [place for place in range(points.shape[1]) if place not in places]
        places = sorted(places + idle[: max(0, 2 - len(places))])
    return places if len(places) == 2 else None


def _way(points: Floats) -> Floats:
    """Measure the way from the first point to every point, sqrt(|dx| |dy|) on each stretch."""
    stretches = np.sqrt(np.abs(np.diff(points, axis=0)).prod(axis=1))
    return np.concatenate(([0.0], np.cumsum(stretches)))
