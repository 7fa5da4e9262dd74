"""What models of a war between two sides share: who fights, and what a war is worth to each."""

import random
from abc import abstractmethod
from collections.abc import Iterator
from itertools import islice

from attrs import frozen
from frozendict import frozendict

from accord.fighting.fighting_model import (
    BetweenRounds,
    FightingModel,
    Front,
    per_party,
)
from accord.model import Range
from accord.model.refs import PartyId
from accord.talks import WalkAwayMoved
from accord.talks.outside import MOST_POINTS

FORESEEN = 12
"""For how many rounds a model says by itself how things go."""

TAKEN = {"win": 100.0, "lose": 0.0, "cost": 0.0}
"""Points that are taken where nobody says them of a side: the ends of the scale."""

_SMALLEST = 1e-9
"""A move of fewer points is none: it is what rounding leaves of no difference."""


@frozen(kw_only=True)
class WarProspect:
    """What a side expects of a war from now on.

    Attributes:
        won: What it expects to win, of all that winning is worth, 0 to 1.
        spent: What it will still spend, in the units that `cost` is for.
    """

    won: float
    spent: float = 0.0


@frozen(kw_only=True)
class TwoSided(FightingModel):
    """A war between two sides, in which no deal is worth to each what it expects of the war.

    That is lose + (win - lose) x what it expects to win - cost x what it will still spend. A
    walk-away value moves by how much this differs from the round before.

    Attributes:
        one: The side that the numbers are about.
        two: The other side; the other party where there are two.
        win: What winning is worth to a side, in points; 100 where it is not said.
        lose: What losing is worth to it, in points; 0 where it is not said.
        cost: What fighting costs it, in points a unit of what it spends; 0 where not said.
    """

    one: PartyId = ""
    two: PartyId = ""
    win: frozendict[PartyId, Range] = per_party(at_least=-MOST_POINTS, at_most=MOST_POINTS)
    lose: frozendict[PartyId, Range] = per_party(at_least=-MOST_POINTS, at_most=MOST_POINTS)
    cost: frozendict[PartyId, Range] = per_party(at_least=0, at_most=MOST_POINTS)

    @abstractmethod
    def prospects(
        self, sides: tuple[str, str], rng: random.Random
    ) -> Iterator[tuple[str, tuple[WarProspect, WarProspect]]]:
        """Yield what each side expects, before each round from the first on, and why.

        It ends where nothing moves any more. The reason is a code that `telling` turns into a
        sentence.

        Args:
            sides: The side that the numbers are about, and the other.
            rng: Where everything drawn comes from.
        """

    def sides(self, parties: tuple[str, ...] = ()) -> tuple[str, str]:
        """Return the side that the numbers are about, and the other.

        Args:
            parties: The parties at the table; of none, those that it names, or `one` and `two`.
        """
        one = self.one or "one"
        others = [party for party in parties if party != one]
        return one, self.two or (others[0] if len(others) == 1 else "two")

    def called(self) -> tuple[str, str]:
        """Return what the sides are called in what it says by itself."""
        return self.one or "side one", self.two or "side two"

    def problem(self, front: Front) -> str:
        """Return why it cannot go with talks: it must say between whom the war is."""
        if said := super().problem(front):
            return said
        named = ", ".join(front.parties)
        if not self.one:
            return f"{self.name}: set 'one', the side that its numbers are about: {named}."
        if self.one == self.two:
            return f"{self.name}: 'one' and 'two' are both '{self.one}'."
        if not self.two and len(front.parties) != 2:
            return f"{self.name}: set 'two', the other side: {named}."
        return ""

    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield by how much walk-away values move before each round."""
        sides = self.sides(front.parties)
        before: tuple[float, ...] = ()
        steps = islice(self.prospects(sides, rng), front.last)
        for number, (why, prospects) in enumerate(steps, start=1):
            now = tuple(map(self.worth, sides, prospects))
            moved = tuple(
                WalkAwayMoved(party=side, by=to - was, why=why)
                for side, was, to in zip(sides, before or now, now, strict=True)
                if abs(to - was) > _SMALLEST
            )
            if moved:
                yield BetweenRounds(number, moved)
            before = now

    def worth(self, side: str, prospect: WarProspect) -> float:
        """Return what a war is worth to a side, in points.

        Args:
            side: The side.
            prospect: What it expects of the war.
        """
        win, lose, cost = (
            given[side].low if side in given else TAKEN[name]
            for name, given in (("win", self.win), ("lose", self.lose), ("cost", self.cost))
        )
        return lose + (win - lose) * prospect.won - cost * prospect.spent
