"""Fair compromises when the parties let chance choose between deals."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.compromises import ByRule
from accord.deals.lotteries import convex_compromises as rules
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.kernels.lottery import Lottery
from accord.kernels.perles_maschler import perles_maschler, two_at_stake
from accord.kernels.ties import Floats, rounded

_Rule = Callable[[Floats, Floats], Lottery | None]
_RULES: dict[str, _Rule] = {
    "nash": rules.nash,
    "kalai_smorodinsky": rules.kalai_smorodinsky,
    "egalitarian": rules.egalitarian,
    "utilitarian": rules.utilitarian,
}


@frozen(kw_only=True)
class Chance:
    """A deal that may be drawn.

    Attributes:
        probability: How likely, above 0.
        deal: The deal.
    """

    probability: float
    deal: ValuedDeal

    as_json: ClassVar = ("probability", "*deal")


@frozen(kw_only=True)
class DealLottery:
    """A fair compromise over lotteries.

    Attributes:
        worth: Expected points for every party, by id.
        lottery: The deals that may be drawn, the most likely first; every party accepts each.
        gap: Bound on how far from the best lottery of the deals listed it is; 0 where exact.
            For Nash with three parties or more: how much larger the logarithm of the product
            of gains can be. Where the frontier is not listed whole, lotteries of other deals
            may give each party up to its error more.
    """

    worth: frozendict[str, float]
    lottery: tuple[Chance, ...]
    gap: float = 0.0


def find_lotteries(
    worth: Worth, acceptable: Sequence[ValuedDeal]
) -> ByRule[DealLottery | None]:
    """Find the fair compromises over lotteries of acceptable deals, by the name of the rule.

    Only deals that every party accepts are drawn: whatever comes out, nobody is below the
    walk-away value. Perles-Maschler is left out where three parties or more have something at
    stake.

    Args:
        worth: The interests.
        acceptable: The acceptable deals that no other dominates.

    Returns:
        A lottery by every rule; None where no deal is acceptable.
    """
    points = np.array([list(deal.worth.values()) for deal in acceptable], dtype=np.float64)
    points, walk_away = points.reshape(len(acceptable), len(worth.parties)), worth.walk_away

    def named(drawn: Lottery | None) -> DealLottery | None:
        return None if drawn is None else _named(worth, acceptable, drawn)

    found = {n: named(rule(points, walk_away)) for n, rule in _RULES.items()}
    pair = two_at_stake(points)
    if pair is not None:
        drawn = perles_maschler(points[:, pair], walk_away[pair])
        found["perles_maschler"] = named(
            drawn and drawn._replace(point=drawn.probability @ points[drawn.drawn])
        )
    return ByRule(found)


def _named(worth: Worth, acceptable: Sequence[ValuedDeal], drawn: Lottery) -> DealLottery:
    chances = [
        Chance(probability=rounded(probability), deal=acceptable[index])
        for index, probability in zip(
            drawn.drawn.tolist(), drawn.probability.tolist(), strict=True
        )
    ]
    return DealLottery(
        worth=frozendict(zip(worth.parties, map(rounded, drawn.point.tolist()), strict=True)),
        lottery=tuple(sorted(chances, key=lambda chance: -chance.probability)),
        gap=drawn.gap,
    )
