"""Learn by Bayes' rule what others want, and trade off toward it."""

from typing import ClassVar

from attrs import frozen

from accord.tactics.bayesian_model import bayesian_model
from accord.tactics.model import Model
from accord.tactics.parameters import number
from accord.tactics.trade_off import TradeOff
from accord.tactics.turn import Turn


@frozen(kw_only=True)
class Bayesian(TradeOff):
    """Learns by Bayes' rule what the others want, and gives it where that costs itself least.

    It supposes that others begin with their best and concede evenly, and weighs by that which
    weights of issues and which orders of options go best with what they proposed (see
    `bayesian_model`). It asks for less with time; of the deals worth that much to itself, it
    proposes the one that the others are thought to like best. Also known as the Bayesian
    learning agent, or Bayesian opponent modelling with trade-offs.

    What it takes others to concede matters more than how finely it reckons: supposing far more
    than they do, it takes what they hold on to for what they care little about.

    Source:
        Hindriks and Tykhonov (2008), Opponent modelling in automated multi-issue negotiation
        using Bayesian learning, AAMAS 2008.

    Attributes:
        concession: How much of their range others are thought to concede over the whole talks,
            0 to 1.
    """

    name: ClassVar[str] = "bayesian"

    concession: float = number(0.2, at_least=0, at_most=1)

    def models(self, turn: Turn) -> list[Model]:
        """Model every other that has proposed something."""
        agenda = turn.view.agenda
        return [
            bayesian_model(
                agenda,
                [(o.deal, 1 - self.concession * turn.time_at(o.place)) for o in offers],
            )
            for offers in turn.speakers.values()
            if offers
        ]
