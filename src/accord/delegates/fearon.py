"""Make the one offer that is best against whoever may be at the other side."""

import random
from functools import lru_cache
from typing import ClassVar

import numpy as np
from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.kernels.ties import TIE, Floats
from accord.model import Agenda, Interests, Range
from accord.tactics.bargaining import Possible, possible
from accord.tactics.leaving import sides
from accord.tactics.negotiator import Negotiator
from accord.tactics.turn import Turn, open_options
from accord.talks import Options


@frozen(kw_only=True)
class Fearon(Negotiator):
    """Makes the offer that brings it most on average, not knowing what the other settles for.

    It knows what deals are worth to the others but not their walk-away values: each lies
    somewhere in a range, at every place as likely. The more an offer leaves, the more of them
    accept it and the less is left to itself; where it is refused, both have what no deal is
    worth. It makes the same offer whenever it is asked, as one does who may make one alone, and
    accepts what is no worse than no deal. So talks can fail although a deal suits both. Of
    offers that bring as much it makes that with the smaller risk.

    Source:
        Fearon (1995), Rationalist explanations for war, International Organization 49(3),
        379-414, on private information about the costs of war: there the demand is
        min(1, p + (C - c) / 2).

    Attributes:
        others: What it believes that deals are worth to the other parties, with the ranges of
            their walk-away values; other ranges at their middle; private, and so not shown.
    """

    name: ClassVar[str] = "fearon"
    of_a_model: ClassVar[bool] = True

    others: tuple[Interests, ...] = field(default=(), repr=False)

    @property
    def goes_by(self) -> tuple[Interests | Worth, ...]:
        """Its own numbers, and what it believes those of the others to be."""
        return (self.interests, *self.others)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer what brings most on average."""
        view, own = turn.view, turn.own
        known = {one.party: one for one in self.others if one.walk_away is not None}
        rest = [one for one in sides(turn) if one != view.seat]
        if not all(one in known for one in rest):
            return own.above(own.highest)
        found = _best(
            view.agenda,
            self.interests.as_moved({view.party: view.moved}),
            tuple(known[one] for one in rest),
            frozendict(open_options(view)),
            view.walk_away,
        )
        return own.above(own.highest) if found is None else found

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept: what is worse than no deal is not asked about."""
        return True


def chance_of_yes(points: Floats, walk_away: Range) -> Floats:
    """Return how likely a side accepts what is worth so much to it.

    Args:
        points: What it is worth, in points.
        walk_away: Between what its walk-away value lies, at every place as likely.
    """
    if walk_away.is_point:
        return np.asarray(points >= walk_away.low - TIE, dtype=np.float64)
    return np.clip((points - walk_away.low) / (walk_away.high - walk_away.low), 0, 1)


@lru_cache(maxsize=64)
def _best(
    agenda: Agenda,
    own: Interests | Worth,
    others: tuple[Interests, ...],
    allowed: frozendict[str, tuple[str, ...]],
    moved: float,
) -> Options | None:
    """Return the offer that brings most on average; None where no deal could suit all."""
    least = tuple(
        evolve(one, walk_away=Range(one.walk_away_value.low, one.walk_away_value.low))
        for one in others
    )
    away = frozendict({own.party: moved} if moved else {})
    deals: Possible = possible(agenda, (own, *least), allowed, away)
    if not len(deals.points):
        return None
    chance = np.ones(len(deals.points))
    for place, one in enumerate(others, 1):
        chance *= chance_of_yes(deals.points[:, place], one.walk_away_value)
    gains = chance * (deals.points[:, 0] - deals.walk_away[0])
    good = np.flatnonzero(gains >= gains.max() - TIE)
    choice = deals.choices[good[np.argmax(chance[good])]]
    named = zip(deals.issues, deals.options, choice.tolist(), strict=True)
    return Options({issue: options[place] for issue, options, place in named})
