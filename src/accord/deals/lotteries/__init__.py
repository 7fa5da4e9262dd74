"""Fair compromises when the parties let chance choose between deals."""

from collections.abc import Callable

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.analysis import Deals
from accord.deals.lotteries import convex_compromises as rules
from accord.deals.valued import ValuedDeal, clean
from accord.kernels.lottery import Lottery
from accord.kernels.perles_maschler import perles_maschler, two_at_stake
from accord.kernels.ties import Floats

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


def lotteries(found: Deals) -> frozendict[str, DealLottery | None]:
    """Find the fair compromises over lotteries of acceptable deals, by the name of the rule.

    Only deals that every party accepts are drawn: whatever comes out, nobody is below the
    walk-away value. Perles-Maschler is left out where three parties or more have something at
    stake.

    Args:
        found: The analysis of the deals.

    Returns:
        A lottery by every rule; None where no deal is acceptable.
    """
    listed = found.acceptable
    points = np.array([list(d.worth.values()) for d in listed], dtype=np.float64)
    points = points.reshape(len(listed), len(found.parties))
    walk_away = np.array([found.walk_away[party] for party in found.parties])
    named = {n: _named(found, rule(points, walk_away)) for n, rule in _RULES.items()}
    pair = two_at_stake(points)
    if pair is not None:
        drawn = perles_maschler(points[:, pair], walk_away[pair])
        named["perles_maschler"] = _named(
            found,
            None
            if drawn is None
            else drawn._replace(point=drawn.probability @ points[drawn.drawn]),
        )
    return frozendict(named)


def _named(found: Deals, drawn: Lottery | None) -> DealLottery | None:
    if drawn is None:
        return None
    chances = [
        Chance(probability=probability, deal=found.acceptable[index])
        for index, probability in zip(
            drawn.drawn.tolist(), drawn.probability.tolist(), strict=True
        )
    ]
    return DealLottery(
        worth=frozendict(zip(found.parties, map(clean, drawn.point.tolist()), strict=True)),
        lottery=tuple(sorted(chances, key=lambda chance: -chance.probability)),
        gap=drawn.gap,
    )


def lotteries_to_json(
    found: frozendict[str, DealLottery | None],
) -> dict[str, dict[str, object] | None]:
    """Give lotteries as plain dicts: `lotteries` in `accord deals --lotteries --json`."""
    return {name: None if one is None else _plain(one) for name, one in found.items()}


def _plain(one: DealLottery) -> dict[str, object]:
    return {
        "worth": dict(one.worth),
        "lottery": [
            {
                "probability": clean(chance.probability),
                "deal": dict(chance.deal.deal),
                "worth": dict(chance.deal.worth),
            }
            for chance in one.lottery
        ],
        "gap": one.gap,
    }
