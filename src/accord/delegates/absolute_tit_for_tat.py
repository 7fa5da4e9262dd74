"""Concede by as many points as the other side has."""

import random
from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from accord.tactics.parameters import number
from accord.tactics.tit_for_tat import TitForTat
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class AbsoluteTitForTat(TitForTat):
    """Lowers its target by as many points as the other side's offers have become better.

    With y the worth of their offers to oneself and delta how far it looks back, the target is
    the one before plus y(n - delta) - y(n - delta + 1). What it asks for may be shifted up or
    down at random, so that two who imitate each other do not run in circles; shifts are not
    carried on.

    Source:
        Faratin, Sierra and Jennings (1998), Negotiation decision functions for autonomous
        agents, Robotics and Autonomous Systems 24, section 4.3, random absolute tit-for-tat.

    Attributes:
        delta: How many offers ago the concession was made that it answers.
        shift: The most by which the target is shifted at random, in points.
    """

    name: ClassVar[str] = "absolute-tit-for-tat"

    delta: int = number(1, at_least=1)
    shift: float = number(0.0, at_least=0)

    def answer(self, before: float, theirs: Sequence[float]) -> float:
        """Add the difference of their offers."""
        if len(theirs) <= self.delta:
            return before
        return before + theirs[-1 - self.delta] - theirs[-self.delta]

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer the deal nearest above the target, shifted."""
        asked = self.target(turn)
        if self.shift:
            asked += (2 * rng.random() - 1) * self.shift
        return turn.own.above(asked)
