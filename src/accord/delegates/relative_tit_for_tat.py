"""Concede by the share by which the other side has."""

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from accord.tactics.parameters import number
from accord.tactics.tit_for_tat import TitForTat


def ratio(before: float, after: float) -> float:
    """Return how the worth of others' offers has changed; 1 where it cannot be said."""
    return before / after if before > 0 and after > 0 else 1.0


@frozen(kw_only=True)
class RelativeTitForTat(TitForTat):
    """Lowers its target by the share by which the other side's offers have become better.

    With y the worth of their offers to oneself and delta how far it looks back, the target is
    the one before times y(n - delta) / y(n - delta + 1).

    Source:
        Faratin, Sierra and Jennings (1998), Negotiation decision functions for autonomous
        agents, Robotics and Autonomous Systems 24, section 4.3, relative tit-for-tat.

    Attributes:
        delta: How many offers ago the concession was made that it answers.
    """

    name: ClassVar[str] = "relative-tit-for-tat"

    delta: int = number(1, at_least=1)

    def answer(self, before: float, theirs: Sequence[float]) -> float:
        """Multiply by the ratio of their offers."""
        if len(theirs) <= self.delta:
            return before
        return before * ratio(theirs[-1 - self.delta], theirs[-self.delta])
