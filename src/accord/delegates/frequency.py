"""Count what others ask for, and trade off toward it."""

from typing import ClassVar

from attrs import frozen

from accord.tactics.frequency_model import frequency_model
from accord.tactics.model import Model
from accord.tactics.trade_off import TradeOff
from accord.tactics.turn import Turn


@frozen(kw_only=True)
class Frequency(TradeOff):
    """Counts what the others ask for, and gives it where that costs itself least.

    An option counts by how often it was asked for, an issue by how often an offer held on to it
    (see `frequency_model`). It asks for less with time; of the deals worth that much to itself,
    it proposes the one that the others are thought to like best. Also known as a frequency
    analysis heuristic.

    Source:
        The model of van Krimpen, Looije and Hajizadeh (2013), HardHeaded; Baarslag, Hendrikx,
        Hindriks and Jonker (2013), Predicting the performance of opponent models in automated
        negotiation, WI-IAT 2013.
    """

    name: ClassVar[str] = "frequency"

    def models(self, turn: Turn) -> list[Model]:
        """Model every other that has proposed something."""
        return [
            frequency_model(turn.view.agenda, [offer.deal for offer in offers])
            for offers in turn.speakers.values()
            if offers
        ]
