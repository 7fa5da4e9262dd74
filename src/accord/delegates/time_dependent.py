"""Concede as time passes."""

import random
from typing import ClassVar

from attrs import frozen

from accord.delegates.fields import number
from accord.delegates.negotiator import Tactic
from accord.delegates.turn import Turn
from accord.talks import Options


def target(time: float, low: float, high: float, beta: float, k: float = 0.0) -> float:
    """Give what to ask for at a time: low + (1 - a(t)) (high - low).

    Here a(t) = k + (1 - k) t^(1/beta). Below 1, beta gives Boulware tactics, which concede
    late; above 1, conceder tactics, which concede early.

    Source: P. Faratin, C. Sierra and N. Jennings, Negotiation decision functions for autonomous
    agents, Robotics and Autonomous Systems 24 (1998), 159-182, section 4.1 (polynomial).

    Args:
        time: How far the talks have gone, 0 to 1.
        low: What is asked for in the end, in points.
        high: The most there is, in points.
        beta: How the concessions are spread; above 0.
        k: The share that is conceded at once, 0 to 1.
    """
    conceded = k + (1 - k) * float(min(time, 1.0) ** (1 / beta))
    return low + (1 - conceded) * (high - low)


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
        """Give what to ask for now, in points."""
        own = turn.own
        return target(turn.time, own.walk_away, own.highest, self.beta, self.k)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer the deal nearest above the target."""
        return turn.own.above(self.target(turn))
