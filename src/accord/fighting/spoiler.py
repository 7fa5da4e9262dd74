"""Spoilers: an incident after which a capital cuts what its delegation may agree to."""

import random
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.fighting.fighting_model import (
    BetweenRounds,
    FightingModel,
    Front,
    figure,
)
from accord.model import Range
from accord.model.refs import Combination, PartyId
from accord.talks import Happening, MandateMoved, News
from accord.talks.moves import FULL_POWERS
from accord.talks.setup import mandate_problem


def they_mean_it(before: float, if_meant: float, if_not: float) -> float:
    """Return what somebody believes after something was seen, by Bayes' rule.

    Where neither could have led to it, the belief stays as it was.

    Args:
        before: The belief before, 0 to 1, that the other side means what it says.
        if_meant: How likely it was to be seen if the other side means it.
        if_not: How likely it was otherwise.
    """
    seen = before * if_meant + (1 - before) * if_not
    return before * if_meant / seen if seen else before


@frozen(kw_only=True)
class Spoiler(FightingModel):
    """Lets incidents happen by which somebody would spoil the talks, and a capital answer them.

    Before every round from the second on an incident happens or does not. Where no belief is
    given, the capital cuts the mandate of its delegation at the first one. Otherwise the
    capital believes so much that the other side means the talks, by Bayes' rule more after
    every quiet round and less after every incident; it cuts the mandate when it believes less
    than what it asks for, and gives the one back with which the talks began when it believes
    as much again.

    Source:
        After Kydd and Walter (2002), Sabotaging the peace: the politics of extremist violence,
        International Organization 56, on why violence at the right moment works: the other
        side cannot tell who wants it. The rule here is Bayes' and ours, not theirs.

    Attributes:
        party: Whose capital it is.
        chance: How likely an incident is before a round, 0 to 1.
        mandate: What the mandate leaves once it is cut: options by issue.
        news: What becomes known at the table after an incident, in words; empty for nothing.
        believed: How much the capital believes, as the talks begin, that the other side means
            them, 0 to 1; left out where the first incident is enough.
        if_meant: How likely the capital holds an incident in a round if the other means them.
        if_not: How likely it holds one otherwise.
        asks: Below which belief it cuts the mandate.
    """

    name: ClassVar[str] = "spoiler"

    party: PartyId
    chance: Range = figure(at_least=0, at_most=1)
    mandate: Combination = frozendict()
    news: str = ""
    believed: Range | None = figure(None, at_least=0, at_most=1)
    if_meant: Range | None = figure(None, at_least=0, at_most=1)
    if_not: Range | None = figure(None, at_least=0, at_most=1)
    asks: Range = figure(0.5, at_least=0, at_most=1)

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield the incidents, and the mandates that the capital cuts and gives back."""
        belief = None if self.believed is None else self.believed.low
        cut = False
        for number in range(2, front.last + 1):
            incident = rng.random() < self.chance.low
            belief = self._after(belief, incident)
            happened: list[Happening] = []
            if incident and self.news:
                happened.append(News(text=self.news))
            doubts = incident if belief is None else belief < self.asks.low
            if doubts and not cut:
                why = self._why("cut", belief)
                happened.append(MandateMoved(party=self.party, mandate=self.mandate, why=why))
            elif cut and belief is not None and not doubts:
                begun = front.mandates.get(self.party, FULL_POWERS)
                why = self._why("back", belief)
                happened.append(MandateMoved(party=self.party, mandate=begun, why=why))
            cut = doubts or (cut and belief is None)
            if happened:
                yield BetweenRounds(number, tuple(happened))

    @property
    def brings(self) -> frozenset[str]:
        """Mandates that move, and news."""
        return frozenset({MandateMoved.kind, News.kind})

    def _after(self, belief: float | None, incident: bool) -> float | None:
        """Return the belief after a round with an incident or without."""
        if belief is None or self.if_meant is None or self.if_not is None:
            return belief
        meant, not_ = self.if_meant.low, self.if_not.low
        if not incident:
            meant, not_ = 1 - meant, 1 - not_
        return they_mean_it(belief, meant, not_)

    def _why(self, what: str, belief: float | None) -> str:
        said = "" if belief is None else f" believed={belief:.6g}"
        return f"spoiler {what}={self.party}{said}"

    def problem(self, front: Front) -> str:
        """Return why it cannot go with talks: nothing is cut, or a belief is said in part."""
        if said := super().problem(front):
            return said
        given = (self.believed, self.if_meant, self.if_not)
        if any(one is None for one in given) and any(one is not None for one in given):
            return (
                "spoiler: a belief needs all of 'believed', 'if_meant' and 'if_not', or none "
                "of them."
            )
        if not self.mandate:
            return (
                f"spoiler: 'mandate' must say what is left to the delegation of "
                f"'{self.party}' once it is cut: options by issue, in a file of fighting/."
            )
        if said := mandate_problem(front.agenda, self.mandate):
            return f"The mandate of {self.party} cannot stand: {said}."
        return ""
