"""Mediate by what was heard: propose what all are thought to live with."""

import random
from typing import ClassVar

from attrs import frozen

from accord.tactics.fair_choice import best_for_others
from accord.tactics.frequency_model import frequency_model
from accord.tactics.heard import delegations, offers, said_by
from accord.tactics.mediator import Mediator
from accord.tactics.model import Model, mixed
from accord.tactics.offers import gather
from accord.tactics.own import Own
from accord.tactics.parameters import number
from accord.tactics.similarity import likeness
from accord.talks import Options, Propose, View

TRIES = 8
"""So many times a text is varied to find one that was not proposed before."""


@frozen(kw_only=True)
class FromHeard(Mediator):
    """Proposes what is best for the party thought to fare worst, by what it has heard.

    It models every delegation by what that asked for, accepted and criticised (see
    `frequency_model`), in the open, in confidence or through the mediator, and looks for the
    deal in which the one that fares worst fares best. It begins with a text drawn at random;
    where it has proposed its text already, it varies at random what the parties are thought to
    like. Of a draft that is accepted, only what it changes in the text counts. Where the
    delegations do not meet, it carries in turn an offer of one of them that it has amended
    towards the others, and a text of its own.

    Source:
        Raiffa (1982), The Art and Science of Negotiation, chapter 14, on the mediator who
        suggests a single text after hearing the parties; the counting is that of van Krimpen,
        Looije and Hajizadeh (2013), HardHeaded.

    Attributes:
        vary: By how much at most the value of an option is varied, as a share of it, 0 to 1.
    """

    name: ClassVar[str] = "from-heard"

    vary: float = number(0.5, at_least=0, at_most=1)

    def text(self, view: View, deals: Own, rng: random.Random) -> Options:
        """Draft what is best for the one that fares worst."""
        models = [frequency_model(view.agenda, said) for said in said_by(view).values() if said]
        if not models:
            return deals.draw(0, rng)
        known = {*_made(view), *offers(view).values()}
        text = best_for_others(deals, 0, models)
        for _ in range(TRIES):
            if text not in known:
                break
            text = self._varied(deals, models, rng)
        return text

    def carried(self, view: View, deals: Own, rng: random.Random) -> Propose:
        """Carry in turn an offer of theirs that it has amended, and a text."""
        theirs = offers(view).values()
        for amended in self._amended(view, deals) if len(_made(view)) % 2 == 0 else ():
            if amended not in theirs:
                return Propose(deal=amended, to=delegations(view))
        return super().carried(view, deals, rng)

    @staticmethod
    def _amended(view: View, deals: Own) -> list[Options]:
        """Return the latest offer of each side, amended; first what the others may like best.

        One issue is changed to what others asked for last: the one that is thought to weigh
        most for them, for what it weighs for who made the offer.
        """
        agenda = view.agenda
        models = {
            seat: frequency_model(agenda, said) for seat, said in said_by(view).items() if said
        }
        stands = gather(view.seat, view.heard).stands
        found: list[tuple[float, Options]] = []
        for seat, own in models.items():
            others = [one for one in models if one != seat]
            offer = stands[seat] if seat in stands else Options()
            asked: dict[tuple[str, str], float] = {}
            for one in others:
                for issue, option in stands.get(one, {}).items():
                    if offer.get(issue, option) != option:
                        gain = models[one].weights[issue] / own.weights[issue]
                        asked[issue, option] = asked.get((issue, option), 0.0) + gain
            if asked:
                near = dict(likeness(agenda, offer))
                issue, option = max(asked, key=lambda one: asked[one])
                near[issue] = {option: 2.0}
                deal = deals.toward(0, near)
                found.append((min(models[one].worth(deal) for one in others), deal))
        return [deal for _, deal in sorted(found, key=lambda one: -one[0])]

    def _varied(self, deals: Own, models: list[Model], rng: random.Random) -> Options:
        """Return what is best for all when shares and values are varied at random."""
        liked = mixed(models, [rng.random() for _ in models])
        varied = {
            issue: {
                option: value * (1 + (2 * rng.random() - 1) * self.vary)
                for option, value in values.items()
            }
            for issue, values in liked.items()
        }
        return deals.toward(0, varied)


def _made(view: View) -> list[Options]:
    """Return what the seat itself has proposed, oldest first."""
    return [
        event.what.deal
        for event in view.heard
        if isinstance(event.what, Propose) and event.seat == view.seat
    ]
