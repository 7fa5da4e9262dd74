"""Concede as far toward a fair deal as the others have."""

import random
from collections.abc import Sequence
from typing import ClassVar

from attrs import field, frozen

from accord.tactics.acceptance import Combi, Condition
from accord.tactics.bayesian_model import bayesian_model
from accord.tactics.fair_choice import best_for_others
from accord.tactics.model import Model
from accord.tactics.negotiator import Tactic
from accord.tactics.own import Own
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.talks import Options


def nash_worth(own: Own, models: Sequence[Model]) -> float:
    """Return what the deal with the largest product of gains is thought to be worth to oneself.

    Gains are one's own above the walk-away value, and the others' ratings from 0 to 1.

    Args:
        own: The party's interests.
        models: The others, at least one.

    Returns:
        Points.
    """
    return own.worth(own.fair([model.layout.named(model.scaled) for model in models]))


@frozen(kw_only=True)
class NiceTitForTat(Tactic):
    """Goes as large a part of its way to a fair deal as the others have gone of theirs.

    It learns by Bayes' rule what the others want (see `bayesian_model`), and takes for fair the
    Nash point: the deal with the largest product of what all gain. How far the others have come
    is the best that they have offered it, less their first offer, as a share of what lies
    between that first offer and the fair deal. It comes down from its best deal by the same
    share, and late in the talks, by more and more, all the way: so it is nice. Of the deals
    worth as much it proposes the one that the others are thought to like best; but never one
    worse for itself than what they have offered already, which it then proposes to them. Of
    several others, the one that has come the least way counts. Also known as the Nice Tit for
    Tat agent.

    The corrections of the source for discount factors, of which there are none here, and for
    the size of the agenda are left out.

    Source:
        Baarslag, Hindriks and Jonker (2013), A tit for tat negotiation strategy for real-time
        bilateral negotiations, in Complex Automated Negotiations: Theories, Models, and
        Software Competitions.

    Attributes:
        accept: When to accept; by default what is worth its next proposal, or in the end what
            is as good as all that was offered of late.
        late: From when it comes all the way, a share of the talks, 0 to 1.
        concession: How much of their range others are thought to concede over the whole talks,
            0 to 1.
    """

    name: ClassVar[str] = "nice-tit-for-tat"

    accept: Condition = field(factory=lambda: Combi(t=0.98))
    late: float = number(0.91, at_least=0, at_most=1)
    concession: float = number(0.2, at_least=0, at_most=1)

    def target(self, turn: Turn, fair: float) -> float:
        """Return what to ask for now.

        Args:
            turn: What the delegation goes by.
            fair: What the fair deal is worth to it, in points.

        Returns:
            Points.
        """
        best = turn.own.highest
        share = min(
            self._come(turn, [offer.deal for offer in offers], fair)
            for offers in turn.speakers.values()
        )
        asked = best - share * (best - fair)
        return asked - self._bonus(turn.time) * (asked - fair)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Offer what the others like best of what is worth the target."""
        own = turn.own
        models = self._models(turn)
        if not models:
            return own.above(own.highest)
        fair = nash_worth(own, models)
        mine = best_for_others(own, self.target(turn, fair), models)
        heard = [turn.whole(offer.deal, mine) for offer in turn.received]
        heard = [deal for deal in heard if own.acceptable(deal)]
        return max([mine, *heard], key=own.worth)

    def _models(self, turn: Turn) -> list[Model]:
        return [
            bayesian_model(
                turn.view.agenda,
                [(o.deal, 1 - self.concession * turn.time_at(o.place)) for o in offers],
            )
            for offers in turn.speakers.values()
            if offers
        ]

    @staticmethod
    def _come(turn: Turn, offers: Sequence[Options], fair: float) -> float:
        """Return the share of the way to the fair deal that somebody has come, 0 to 1."""
        if not offers:
            return 0.0
        best = turn.own.above(turn.own.highest)
        worths = [turn.own.worth(turn.whole(deal, best)) for deal in offers]
        if worths[0] >= fair:
            return 1.0
        return min(1.0, (max(worths) - worths[0]) / (fair - worths[0]))

    def _bonus(self, time: float) -> float:
        """Return the share of what is left that it gives besides: from nothing to all, late."""
        if self.late == 1:
            return float(time >= 1)
        return max(0.0, (time - self.late) / (1 - self.late))
