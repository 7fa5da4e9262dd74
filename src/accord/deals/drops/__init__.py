"""By how much walk-away values would have to come down for a deal to open."""

from typing import ClassVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.drops.shortfall import Shortfalls, alone, equal, total
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.kernels.frontier import Frontier
from accord.kernels.solutions import nash
from accord.kernels.ties import TIE, TooLarge, rounded

METHOD = (
    "exact: variable elimination over the issues, partial deals above a walk-away value "
    "counting as equal, or where issues hang together too closely mixed-integer programs; "
    "ranges read at their middle"
)


@frozen(kw_only=True)
class Drop:
    """Walk-away values that come down, and a deal that this opens.

    Attributes:
        points: What was made as small as possible: how many points the one party gives, or
            each at most, or all together.
        give: How many points every party that gives must come down for this deal.
        deal: The deal; no other is better for one party and as good for all.
        within_ranges: Whether all would accept that deal for some of the numbers in the ranges,
            so that these leave open whether anybody has to come down.
    """

    points: float
    give: frozendict[str, float]
    deal: ValuedDeal
    within_ranges: bool = False

    as_json: ClassVar = ("points", "give", "*deal", "within_ranges")


@frozen(kw_only=True)
class Drops:
    """The least by which walk-away values must come down, red lines and constraints kept.

    Attributes:
        needed: Whether no deal is acceptable; if one is, nobody must come down, and the rest
            is empty.
        shut: Whether red lines and constraints exclude every deal, so that no walk-away value
            opens anything.
        alone: The least for every party by itself, the others keeping theirs, by party; None
            where the party alone opens nothing.
        equal: The least number of points that opens a deal when everybody comes down by it.
        total: The least that all together come down, whoever it is.
    """

    needed: bool
    shut: bool = False
    alone: frozendict[str, Drop | None] = frozendict()
    equal: Drop | None = None
    total: Drop | None = None

    @property
    def method(self) -> str:
        """Return how the numbers were found."""
        return METHOD


def find_drops(worth: Worth) -> Drops:
    """Find the smallest drops of walk-away values that open a deal.

    Args:
        worth: The interests.

    Raises:
        ValueError: If the agenda is too large to be solved exactly.
    """
    bans = worth.bans
    if worth.reach(bans, worth.walk_away) is not None:
        return Drops(needed=False)
    count = len(worth.parties)
    aims = {"equal": equal(count), "total": total(count)}
    aims |= {party: alone(n, count) for n, party in enumerate(worth.parties)}
    try:
        worth.refuse_wide(bans)
        search = Shortfalls(worth.sizes, worth.factors, bans, worth.walk_away, worth.unit)
        if not search.any:
            return Drops(needed=True, shut=True)
        found = {name: search.closest(aim) for name, aim in aims.items()}
    except TooLarge:
        found = _by_programs(worth)
        if not any(found.values()):
            return Drops(needed=True, shut=True)

    most = worth.best()

    def least(name: str) -> Drop | None:
        opened = found[name]
        if opened is None:
            return None
        points = opened.points
        lowest = np.minimum(worth.walk_away, points.min(axis=0))
        one = nash(points, lowest, points.max(axis=0))[:1]
        drops = np.maximum(worth.walk_away - points[one[0]], 0.0)
        giving = {p: d for p, d in zip(worth.parties, drops.tolist(), strict=True) if d > TIE}
        return Drop(
            points=rounded(-float(aims[name].value(-drops[None, :])[0])),
            give=frozendict({party: rounded(drop) for party, drop in giving.items()}),
            deal=worth.valued(Frontier(points[one], opened.choices[one]))[0],
            within_ranges=bool((most.points(opened.choices[one])[0] >= -TIE).all()),
        )

    return Drops(
        needed=True,
        alone=frozendict({party: least(party) for party in worth.parties}),
        equal=least("equal"),
        total=least("total"),
    )


def _by_programs(worth: Worth) -> dict[str, Frontier | None]:
    """Find a deal for every drop where issues hang together too closely for elimination.

    Raises:
        ValueError: If one is not proven least in time.
    """
    count = len(worth.parties)
    deals, floor = worth.programs(worth.bans), worth.walk_away
    nowhere = np.full(count, -np.inf)
    picks = {
        "equal": deals.raised(floor, np.ones(count), nowhere),
        "total": deals.least_short(floor),
    }
    for party, own in zip(worth.parties, np.eye(count), strict=True):
        picks[party] = deals.raised(floor, own, np.where(own, -np.inf, floor))
    found: dict[str, Frontier | None] = {}
    for name, pick in picks.items():
        if pick.choice is None or pick.gap:
            if not pick.none:
                raise TooLarge(
                    "by how much walk-away values would have to come down is not found in time"
                )
            found[name] = None
            continue
        choice = deals.undominated(pick.choice)
        found[name] = Frontier(worth.points(choice[None]), choice[None])
    return found
