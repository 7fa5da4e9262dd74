"""Concede by the share by which the other side has over a window."""

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from accord.delegates.relative_tit_for_tat import ratio
from accord.tactics.parameters import number
from accord.tactics.tit_for_tat import TitForTat


@frozen(kw_only=True)
class AveragedTitForTat(TitForTat):
    """Lowers its target by the share by which offers have become better over a window.

    With y the worth of their offers to oneself and gamma the window, the target is the one
    before times y(n - gamma) / y(n). Until there are so many offers, the first one is taken.

    Source:
        Faratin, Sierra and Jennings (1998), Negotiation decision functions for autonomous
        agents, Robotics and Autonomous Systems 24, section 4.3, averaged tit-for-tat.

    Attributes:
        gamma: Over how many offers it looks.
    """

    name: ClassVar[str] = "averaged-tit-for-tat"

    gamma: int = number(2, at_least=1)

    def answer(self, before: float, theirs: Sequence[float]) -> float:
        """Multiply by the ratio of their offers at both ends of the window."""
        if len(theirs) < 2:
            return before
        return before * ratio(theirs[max(0, len(theirs) - 1 - self.gamma)], theirs[-1])
