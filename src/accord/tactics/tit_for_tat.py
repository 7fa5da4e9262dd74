"""What tactics that imitate concessions share."""

import random
from abc import abstractmethod
from collections.abc import Sequence

from attrs import frozen

from accord.tactics.negotiator import Tactic
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class TitForTat(Tactic):
    """Concedes as others have conceded.

    What others concede is measured by what their offers are worth to oneself. It begins with
    its best deal; every target follows from the one before, never outside walk-away value and
    best deal, and it offers the deal nearest at least at its target. Targets, not the deals
    offered, are carried on, so that small concessions add up. Towards several others it does as
    the one that has earned the least. Where others' proposals stay hidden it concedes nothing.
    """

    @abstractmethod
    def answer(self, before: float, theirs: Sequence[float]) -> float:
        """Return the next target towards one other side.

        Args:
            before: The target before, in points.
            theirs: What its offers were worth to oneself, oldest first, in points.
        """

    def target(self, turn: Turn) -> float:
        """Return what to ask for now, in points: follow the targets from the first on."""
        own = turn.own
        best = own.above(own.highest)
        waiting = [
            [(offer.made, own.worth(turn.whole(offer.deal, best))) for offer in offers]
            for offers in turn.speakers.values()
        ]
        heard: list[list[float]] = [[] for _ in waiting]
        asked = own.highest
        for made in range(len(turn.made) + 1):
            for offers, worths in zip(waiting, heard, strict=True):
                while len(worths) < len(offers) and offers[len(worths)][0] <= made:
                    worths.append(offers[len(worths)][1])
            if heard:
                earned = max(self.answer(asked, worths) for worths in heard)
                asked = min(max(earned, own.walk_away), own.highest)
        return asked

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer the deal nearest above the target."""
        return turn.own.above(self.target(turn))
