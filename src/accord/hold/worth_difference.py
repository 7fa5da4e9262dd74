"""What one state is worth more than another to somebody, over all numbers in the ranges."""

from collections.abc import Iterable

import numpy as np

from accord.deals.ranges import PartyRanges
from accord.hold.compliance import ComplianceGame, Shares
from accord.hold.graph_model import Bools
from accord.hold.holding_assumptions import NOTHING
from accord.kernels.ties import Floats, Ints
from accord.model import Range


def worth_difference(game: ComplianceGame, maker: str, state: int, other: int) -> Range | None:
    """Return how many points one state is worth more than another, from least to most.

    Both ends are reached by numbers in the ranges. It is a sum divided by the sum of the
    weights, where these are shares; at its ends each weight is at one of its own (Dinkelbach
    1967), and each value at that which is worse or better for the difference.

    Args:
        game: The game that a deal leaves behind.
        maker: To whom.
        state: The one state.
        other: The other.

    Returns:
        The range; None where one of the two crosses a red line of its own, on which no number
        is put.
    """
    moved = _moved(game, maker, state, other)
    if maker not in game.parties:
        return moved
    place = game.parties.index(maker)
    if any(_crosses(game, place, one) for one in (state, other)):
        return None
    fought = [bool(one & game.fights) for one in (state, other)]
    if all(fought):
        return moved
    side = game.held.ranges[place]
    kept = [game.carried_out(one) for one in (state, other)]
    if any(fought):
        walk, sign = side.walk_away, 1 if fought[0] else -1
        low, high = _ends(side, [] if fought[0] else kept[0], [] if fought[1] else kept[1])
        ends = sorted(sign * walk)
        low, high = low + ends[0], high + ends[1]
    else:
        low, high = _ends(side, *kept)
    return Range(low + moved.low, high + moved.high)


def _crosses(game: ComplianceGame, place: int, state: int) -> bool:
    """Whether what is carried out in a state crosses a red line of a party."""
    if state & game.fights:
        return False
    broken = int(game.closed(game.issues_of(np.array([state])))[0])
    return any(
        one.party == place
        and one.interaction is None
        and broken & one.broken == one.broken
        and not broken & one.kept
        for one in game.joint
    )


def _moved(game: ComplianceGame, maker: str, state: int, other: int) -> Range:
    """Return what striking first, penalties, and the cost of answers add to a difference."""
    terms: list[tuple[int, Range]] = []
    if maker in game.fighting:
        bit = len(game.undertakings) + game.fighting.index(maker)
        sign = (state >> bit & 1) - (other >> bit & 1)
        terms.append((sign, game.first_move.get(maker, NOTHING)))
    for g, one in enumerate(game.guarantees):
        answers = [game.takes_effect(one, at) for at in (state, other)]
        for p, party in enumerate(game.parties):
            if party == maker:
                hit = [
                    bool(at & int(game.answered[g, p])) and answer
                    for at, answer in zip((state, other), answers, strict=True)
                ]
                terms.append((hit[1] - hit[0], one.penalty))
        if one.by == maker and one.responds:
            breached = [
                any(at & int(bits) for bits in game.answered[g]) for at in (state, other)
            ]
            left = [met and not answer for met, answer in zip(breached, answers, strict=True)]
            terms.append((answers[1] - answers[0], one.cost))
            terms.append((left[1] - left[0], one.stake or NOTHING))
    return _sum(terms)


def _sum(terms: Iterable[tuple[int, Range]]) -> Range:
    low = high = 0.0
    for sign, one in terms:
        ends = sorted((sign * one.low, sign * one.high))
        low, high = low + ends[0], high + ends[1]
    return Range(low, high)


def _ends(side: PartyRanges, mine: Shares, theirs: Shares) -> tuple[float, float]:
    """Return the least and the most that one deal is worth more; none is worth nothing."""
    both = [*mine, *((-share, choice) for share, choice in theirs)]
    issues = len(side.values)
    least, most = np.zeros(issues), np.zeros(issues)
    for place, values in enumerate(side.values):
        counts = np.zeros(values.shape[1])
        for share, choice in both:
            if choice[place] >= 0:
                counts[choice[place]] += share
        ends = values * counts
        least[place], most[place] = ends.min(axis=0).sum(), ends.max(axis=0).sum()
    low = high = 0.0
    for (scope, taken), bonus in zip(side.matches, side.bonuses.T, strict=True):
        count = sum(share * _takes(scope, taken, choice) for share, choice in both)
        few, many = sorted((100 * count * bonus).tolist())
        low, high = low + few, high + many
    return -_most(side, -least, -low), _most(side, most, high)


def _takes(scope: Iterable[int], taken: Bools, choice: Ints) -> int:
    if any(choice[place] < 0 for place in scope):
        return 0
    return int(taken[tuple(choice[[*scope]])])


def _most(side: PartyRanges, terms: Floats, more: float) -> float:
    """Return the largest value of a weighted sum of terms with some more, in points."""
    low, high = side.weights
    if not side.relative:
        return float(np.maximum(low * terms, high * terms).sum() + more) / 100
    weights, found = high, -np.inf
    while True:
        now = float(weights @ terms + more) / float(side.unit(weights))
        if now <= found:
            return found
        found = now
        weights = np.where(terms > found, high, low)
        if not weights.any():  # nothing counts but at the high end of one weight alone
            return max(found, *_alone(high, terms, more))


def _alone(high: Floats, terms: Floats, more: float) -> list[float]:
    return [float(w * t + more) / float(w) for w, t in zip(high, terms, strict=True) if w]
