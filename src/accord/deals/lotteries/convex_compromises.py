"""Fair compromises over lotteries of points: the convex hull instead of the points alone.

Every function takes points (k, parties) and the disagreement point d (parties,), looks at
lotteries whose expected worth gives every party at least d, and gives the best: None if no
lottery does. For two parties they follow the boundary of the hull and are exact up to rounding;
for more they solve linear programs, and Nash's a convex one with a stated gap. The best is
always such that no lottery gives some party more and none less; a party that can gain nowhere
changes nothing.

On a convex set these rules are the ones of the theory; `solutions` has those for finite sets.
"""

from collections.abc import Callable

import numpy as np

from accord.deals.lotteries.lottery_optimum import (
    Flags,
    Secured,
    largest,
    largest_product,
    leximin,
)
from accord.kernels.hull import Chain, Part
from accord.kernels.lottery import Lottery, draw_by
from accord.kernels.ties import TIE, Floats

_Rule = Callable[[Chain, Floats, Part], float]


def nash(points: Floats, disagreement: Floats) -> Lottery | None:
    """Maximise the product of the expected gains of all who can gain.

    The gap of the lottery is how much larger the logarithm of the product can be.

    Source: J. Nash, The bargaining problem, Econometrica 18 (1950), 155-162.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    if points.shape[1] == 2:
        return _on_chain(points, disagreement, _nash_place)
    gains = _gains(points, disagreement)
    ideal = _ideal(gains)
    start = None if ideal is None else _equal_shares(gains, ideal)
    if ideal is None or start is None:
        return None
    able = ideal > TIE
    if not able.any():
        return draw_by(points, start.weights)
    # Who can gain nowhere must only not lose; half a tie is left, so that there is room.
    values = np.where(able, gains / np.where(able, ideal, 1.0), gains + TIE / 2)
    matter = able | (gains < 0).any(axis=0)
    best = largest_product(values[:, matter], able[matter], start.weights)
    return draw_by(points, best.weights, best.gap)


def kalai_smorodinsky(points: Floats, disagreement: Floats) -> Lottery | None:
    """Find the gains that are the same share of the ideal for all, as large as can be.

    The ideal gain of a party is the most it can expect while nobody gets less than d. Where,
    with three parties or more, somebody could get more at nobody's expense, the next smallest
    share is raised (leximin).

    Source: E. Kalai and M. Smorodinsky, Other solutions to Nash's bargaining problem,
    Econometrica 43 (1975), 513-518; for three or more H. Imai, Individual monotonicity and
    lexicographic maxmin solution, Econometrica 51 (1983), 389-401.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    if points.shape[1] == 2:
        return _on_chain(points, disagreement, _equal_share_place)
    gains = _gains(points, disagreement)
    ideal = _ideal(gains)
    found = None if ideal is None else _equal_shares(gains, ideal)
    return None if found is None else draw_by(points, found.weights)


def egalitarian(points: Floats, disagreement: Floats) -> Lottery | None:
    """Raise the same gain for all as far as can be, then the next smallest.

    Source: E. Kalai, Proportional solutions to bargaining situations, Econometrica 45 (1977),
    1623-1630; lexicographic extension as in Imai (1983).

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    if points.shape[1] == 2:
        return _on_chain(points, disagreement, _equal_gain_place)
    gains = _gains(points, disagreement)
    found = _ideal(gains) is not None and leximin(gains, _all(gains), _none(gains))
    return draw_by(points, found.weights) if found else None


def utilitarian(points: Floats, disagreement: Floats) -> Lottery | None:
    """Maximise the sum of the expected gains.

    Of several lotteries with the same sum, up to a tie, the egalitarian one is given.

    Args:
        points: Shape (k, parties).
        disagreement: Shape (parties,).
    """
    if points.shape[1] == 2:
        return _on_chain(points, disagreement, _largest_sum_place)
    gains = _gains(points, disagreement)
    if not len(gains):
        return None
    total = gains.sum(axis=1)
    if (gains >= 0).all():
        tied = np.flatnonzero(total >= total.max() - TIE)
        found = leximin(gains[tied], _all(gains), _none(gains))
        weights = np.zeros(len(gains))
        weights[tied] = found.weights if found else 0.0
        return draw_by(points, weights)
    best = largest(gains, np.ones(gains.shape[1]), _none(gains))
    if best is None:
        return None
    least = np.append(_none(gains), best.levels.sum())
    found = leximin(np.column_stack([gains, total]), np.append(_all(gains), False), least)
    return None if found is None else draw_by(points, found.weights)


def _gains(points: Floats, disagreement: Floats) -> Floats:
    """Return the gains at every point; a loss within a tie is none."""
    gains = points - disagreement
    return np.where((gains < 0) & (gains >= -TIE), 0.0, gains)


def _all(gains: Floats) -> Flags:
    return np.ones(gains.shape[1], dtype=np.bool_)


def _none(gains: Floats) -> Floats:
    return np.zeros(gains.shape[1])


def _ideal(gains: Floats) -> Floats | None:
    """Return the most that each can expect while nobody loses; None if somebody always does."""
    if not len(gains):
        return None
    if (gains >= 0).all():
        return np.asarray(gains.max(axis=0))
    best = [largest(gains, goal, _none(gains)) for goal in np.eye(gains.shape[1])]
    return np.array([b.levels[i] for i, b in enumerate(best) if b]) if all(best) else None


def _equal_shares(gains: Floats, ideal: Floats) -> Secured | None:
    """Raise the smallest share of the ideal gain, then the next, of all who can gain."""
    able = ideal > TIE
    return leximin(gains / np.where(able, ideal, 1.0), able, _none(gains) - TIE)


def _on_chain(points: Floats, disagreement: Floats, rule: _Rule) -> Lottery | None:
    """Apply a rule to the part of the chain that gives both at least d."""
    if not len(points):
        return None
    chain = Chain.of(points)
    part = chain.above(disagreement)
    return None if part is None else chain.lottery(rule(chain, disagreement, part))


def _nash_place(chain: Chain, disagreement: Floats, part: Part) -> float:
    """Maximise the product, a parabola on every side of the chain."""
    one_sided = _nobody_or_one(chain, disagreement, part)
    if one_sided is not None:
        return one_sided
    x, y = (chain.corners - disagreement).T
    dx, dy = np.diff(x), np.diff(y)
    top = chain.places[:-1] + np.clip(-(x[:-1] * dy + y[:-1] * dx) / (2 * dx * dy), 0, 1)
    places = np.append(np.clip(top, *part), part)
    products = [float(np.prod(chain.value(p) - disagreement)) for p in places]
    return float(places[int(np.argmax(products))])


def _equal_share_place(chain: Chain, disagreement: Floats, part: Part) -> float:
    one_sided = _nobody_or_one(chain, disagreement, part)
    if one_sided is not None:
        return one_sided
    first, last = part
    ideal = np.array([chain.value(first)[0], chain.value(last)[1]]) - disagreement
    return _equal_place((chain.corners - disagreement) / ideal, part)


def _equal_gain_place(chain: Chain, disagreement: Floats, part: Part) -> float:
    return _equal_place(chain.corners - disagreement, part)


def _largest_sum_place(chain: Chain, disagreement: Floats, part: Part) -> float:
    """Maximise the sum; between corners that tie go to equal gains."""
    inside = chain.places[(chain.places > part[0]) & (chain.places < part[1])]
    places = np.concatenate(([part[0]], inside, [part[1]]))
    sums = np.array([chain.value(p).sum() for p in places])
    tied = places[sums >= sums.max() - TIE]
    return _equal_place(chain.corners - disagreement, (float(tied[0]), float(tied[-1])))


def _equal_place(values: Floats, part: Part) -> float:
    """Find where the two values are equal, or the end that is nearest to it.

    Args:
        values: Shape (corners, 2).
        part: The part of the chain to stay on.
    """
    ahead = values[:, 0] - values[:, 1]
    place = np.interp(0.0, ahead[::-1], np.arange(len(ahead))[::-1])
    return float(np.clip(place, *part))


def _nobody_or_one(chain: Chain, disagreement: Floats, part: Part) -> float | None:
    """Return the best place of the only party that can gain, if there is no other."""
    first, last = part
    if chain.value(first)[0] - disagreement[0] <= TIE:
        return last
    return first if chain.value(last)[1] - disagreement[1] <= TIE else None
