"""Propose at random."""

import random
from typing import ClassVar

from attrs import frozen

from accord.tactics.negotiator import Tactic
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class RandomWalker(Tactic):
    """Proposes any deal that is good enough for it, drawn at random.

    It has no strategy: a yardstick for those that have.

    Source:
        The random walker of Genius: Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker (2014),
        Genius: an integrated environment for supporting the design of generic automated
        negotiators, Computational Intelligence 30.

    Attributes:
        least: What a deal it proposes is worth at least, in points; never below its walk-away
            value.
    """

    name: ClassVar[str] = "random-walker"

    least: float = number(0.0)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Draw a deal."""
        return turn.own.draw(self.least, rng)
