"""Hold out, and choose what others like among what one would have anyway."""

import random
from typing import ClassVar

from attrs import frozen

from accord.kernels.ties import TIE
from accord.tactics.concession import target
from accord.tactics.frequency_model import frequency_model
from accord.tactics.model import mixed
from accord.tactics.negotiator import Negotiator
from accord.tactics.own import Estimate
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options


@frozen(kw_only=True)
class HardHeaded(Negotiator):
    """Hardly concedes until the very end, and then not far.

    Its target stays near its best deal and falls at the last moment, to a share of its range
    above which it stays whatever happens. Of the deals worth as much it proposes one that the
    others are thought to like best, counting what they ask for (see `frequency_model`; several
    others count alike). If the best that it was ever offered is worth more than that, it
    proposes this. It accepts what is worth at least the lowest of what it has proposed and is
    about to propose. Also known as HardHeaded or the KLH agent.

    The source takes one of the four deals that others like best at random; here the weight that
    each issue is thought to have is varied at random instead, since deals are not listed.

    Source:
        van Krimpen, Looije and Hajizadeh (2013), HardHeaded, in Complex Automated Negotiations:
        Theories, Models, and Software Competitions.

    Attributes:
        least: What it never goes below, as a share of the way from the walk-away value to the
            best deal, 0 to 1.
        beta: How late it concedes; the smaller, the later.
        k: The share that is conceded at once, 0 to 1.
        vary: By how much at most the weight of an issue is varied, as a share of it, 0 to 1.
    """

    name: ClassVar[str] = "hard-headed"

    least: float = number(0.585, at_least=0, at_most=1)
    beta: float = number(0.05, above=0)
    k: float = number(0.05, at_least=0, at_most=1)
    vary: float = number(0.1, at_least=0, at_most=1)

    def target(self, turn: Turn) -> float:
        """Return what to ask for now, in points."""
        low, high = turn.own.walk_away, turn.own.highest
        return target(turn.time, low + self.least * (high - low), high, self.beta, self.k)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer what the others like, or the best they have offered."""
        own = turn.own
        liked = self._liked(turn)
        if not liked:
            return own.above(self.target(turn))
        mine = own.toward(self.target(turn), self._varied(liked, rng))
        heard = [turn.whole(offer.deal, mine) for offer in turn.received]
        return max([mine, *filter(own.acceptable, heard)], key=own.worth)

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Accept what is worth at least the lowest deal proposed, or about to be."""
        own = turn.own
        proposed = [offer.deal for offer in turn.made if own.acceptable(offer.deal)]
        return own.worth(deal) >= min(map(own.worth, [mine, *proposed])) - TIE

    @staticmethod
    def _liked(turn: Turn) -> Estimate:
        """Return what all those who have proposed something like; nothing where nobody has."""
        models = [
            frequency_model(turn.view.agenda, [offer.deal for offer in offers])
            for offers in turn.speakers.values()
            if offers
        ]
        return mixed(models, [1 / len(models)] * len(models)) if models else {}

    def _varied(self, liked: Estimate, rng: random.Random) -> Estimate:
        varied = {}
        for issue, values in liked.items():
            factor = 1 + (2 * rng.random() - 1) * self.vary
            varied[issue] = {option: factor * value for option, value in values.items()}
        return varied
