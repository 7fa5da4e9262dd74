"""Concede as time passes."""

import random
from typing import ClassVar

from attrs import frozen

from accord.tactics.concession import target
from accord.tactics.negotiator import Tactic
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class TimeDependent(Tactic):
    """Asks for less as time passes, whatever others do, down to its walk-away value.

    It offers the deal whose worth is the nearest at least at its target.

    Source:
        Faratin, Sierra and Jennings (1998), Negotiation decision functions for autonomous
        agents, Robotics and Autonomous Systems 24.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
        k: The share that is conceded at once, 0 to 1.
    """

    name: ClassVar[str] = "time-dependent"

    beta: float = number(1.0, above=0)
    k: float = number(0.0, at_least=0, at_most=1)

    def target(self, turn: Turn) -> float:
        """Return what to ask for now, in points."""
        own = turn.own
        return target(turn.time, own.walk_away, own.highest, self.beta, self.k)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer the deal nearest above the target."""
        return turn.own.above(self.target(turn))
