"""Give way issue by issue, where it costs least for what the others care about."""

import random
from collections.abc import Sequence
from typing import ClassVar

from attrs import field, frozen

from accord.delegates.fields import number
from accord.delegates.frequency_model import frequency_model
from accord.delegates.model import Model, mixed
from accord.delegates.negotiator import Tactic
from accord.delegates.own import Own
from accord.delegates.similarity import likeness
from accord.delegates.time_dependent import target
from accord.delegates.turn import Turn
from accord.kernels.ties import TIE
from accord.talks import Accept, Move, Options, Propose, Reject, View


@frozen(kw_only=True)
class IssueByIssue(Tactic):
    """Gives way on one issue after the other, first where that costs it little for its weight.

    It begins with its best deal and goes over, issue by issue, to what the others ask for: the
    option that they have named most often, or, on an issue of numbers, as near to it as it can.
    First come the issues that cost it the least for what they are thought to weigh for the
    others (see `frequency_model`); on those that matter most to itself it holds out. It goes as
    far as its target allows, which falls with time. Where the rules let a part of a proposal be
    accepted, it accepts the issues on which the others already ask for no more than it would
    give, so that common ground grows. Also known as a logroller, or as trading across issues.

    Source:
        Froman and Cohen (1970), Compromise and logroll: comparing the efficiency of two
        bargaining processes, Behavioral Science 15; Pruitt (1981), Negotiation Behavior,
        chapter 5, on logrolling; the order of issues by cost and weight is ours.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
        parts: Whether it accepts parts of proposals.
    """

    name: ClassVar[str] = "issue-by-issue"

    beta: float = number(1.0, above=0)
    parts: bool = field(default=True)

    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Go over to what the others ask for, as far as the target allows."""
        own, agenda = turn.own, turn.view.agenda
        asked = target(turn.time, own.walk_away, own.highest, self.beta)
        deal = own.above(own.highest)
        models = [
            frequency_model(agenda, [offer.deal for offer in offers])
            for offers in turn.speakers.values()
            if offers
        ]
        if not models:
            return own.above(asked)
        wish = _wished(models)
        alike = likeness(agenda, wish)
        for issue in _order(own, deal, wish, models):
            near = alike[issue]
            for option in sorted(near, key=lambda option: -near[option]):
                if near[option] <= near[deal[issue]]:
                    break
                given = deal.set(issue, option)
                if own.acceptable(given) and own.worth(given) >= asked - TIE:
                    deal = given
                    break
        return deal

    def move(self, view: View, rng: random.Random) -> Move:
        """Choose a move; rather than turn a proposal down, accept what can be accepted of it.

        Args:
            view: The table as the delegation sees it.
            rng: Where everything drawn comes from.
        """
        move = super().move(view, rng)
        if self.parts and isinstance(move, Propose | Reject):
            shared = self._shared(view, rng)
            if shared:
                return Accept(proposal=view.offer.number, issues=shared)  # type: ignore[union-attr]
        return move

    def _shared(self, view: View, rng: random.Random) -> tuple[str, ...]:
        """Name the issues of the proposal to answer that can be accepted now, if not all."""
        offer = view.offer
        if offer is None or not view.rules.parts or "accept" not in view.legal:
            return ()
        turn = Turn.of(view, self.interests, self.horizon)
        mine, done = self.offer(turn, rng), offer.accepted.get(view.seat, ())
        alike = {
            issue
            for issue, option in offer.deal.items()
            if mine[issue] == option and not turn.is_beyond(Options({issue: option}))
        }
        new = [i for i in offer.deal if i in alike and i not in done and i not in view.common]
        return tuple(new) if len(alike.union(done)) < len(offer.deal) else ()


def _wished(models: Sequence[Model]) -> Options:
    """Give for every issue the option that the others want most, by what it adds for them."""
    liked = mixed(models, [1.0] * len(models))
    return Options(
        {
            issue: max(values, key=lambda option: values[option])
            for issue, values in liked.items()
        }
    )


def _order(own: Own, deal: Options, wish: Options, models: Sequence[Model]) -> list[str]:
    """Give the issues on which something is asked for, the cheapest for its weight first."""
    cost = {}
    for issue, option in wish.items():
        weight = sum(model.weights[issue] for model in models)
        if option != deal[issue]:
            lost = own.worth(deal) - own.worth(deal.set(issue, option))
            cost[issue] = lost / weight
    return sorted(cost, key=lambda issue: cost[issue])
