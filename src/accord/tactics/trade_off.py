"""Trading off: less is asked for with time, and others have what they like best of that."""

import random
from abc import abstractmethod

from attrs import field, frozen

from accord.tactics.concession import target
from accord.tactics.fair_choice import Aim, best_for_others
from accord.tactics.model import Model
from accord.tactics.negotiator import Tactic
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class TradeOff(Tactic):
    """Asks for less with time; of the deals worth that much, proposes the one others like best.

    What others like is modelled from what they proposed, one model for each. While nothing was
    heard, the deal nearest above the target is proposed.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
        aim: Whether of several others the one that fares worst counts, or their mean.
    """

    beta: float = number(1.0, above=0)
    aim: Aim = field(default=Aim.WORST, converter=Aim)

    @abstractmethod
    def models(self, turn: Turn) -> list[Model]:
        """Model the others that have proposed something."""

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Make the trade-off."""
        own = turn.own
        asked = target(turn.time, own.walk_away, own.highest, self.beta)
        models = self.models(turn)
        return best_for_others(own, asked, models, self.aim) if models else own.above(asked)
