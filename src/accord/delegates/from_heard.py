"""Mediate by what was heard: propose what all are thought to live with."""

import random
from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from accord.delegates.fields import number
from accord.delegates.frequency_model import frequency_model
from accord.delegates.mediator import Mediator, delegations
from accord.delegates.model import Model, mixed
from accord.delegates.others import good_for
from accord.delegates.own import Own
from accord.talks import Accept, Mandate, Options, Propose, Reject, View

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
    delegations do not meet, it carries in turn a proposal of one of them, the one that those
    who have not heard it are thought to like best, and a text of its own.

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
        known = {
            event.what.deal
            for event in view.heard
            if isinstance(event.what, Propose) and event.seat == view.seat
        }
        text = good_for(deals, 0, models)
        for _ in range(TRIES):
            if text not in known:
                break
            text = self._varied(deals, models, rng)
        return text

    def carried(self, view: View, deals: Own, rng: random.Random) -> Propose:
        """Carry in turn a proposal of theirs and a text."""
        carried = [
            event.what
            for event in view.heard
            if isinstance(event.what, Propose) and event.seat == view.seat
        ]
        waiting = self._waiting(view, carried)
        if waiting and len(carried) % 2 == 0:
            return max(waiting, key=lambda move: self._rated(view, move))
        return super().carried(view, deals, rng)

    @staticmethod
    def _waiting(view: View, carried: list[Propose]) -> list[Propose]:
        """Give the latest proposal of every delegation, for those who have not heard it."""
        sides = delegations(view)
        latest = {
            event.seat: event.what.deal
            for event in view.heard
            if isinstance(event.what, Propose) and event.seat in sides
        }
        found = []
        for seat, deal in latest.items():
            heard = {one for move in carried if move.deal == deal for one in move.to}
            left = tuple(one for one in sides if one != seat and one not in heard)
            if left and _is_open(view, deal):
                found.append(Propose(deal=deal, to=left))
        return found

    @staticmethod
    def _rated(view: View, move: Propose) -> float:
        """Say how the worst of those who would hear it is thought to like a proposal."""
        said = said_by(view)
        rated = [
            frequency_model(view.agenda, said[one]).worth(move.deal)
            for one in move.to
            if said[one]
        ]
        return min(rated, default=0.0)

    def _varied(self, deals: Own, models: list[Model], rng: random.Random) -> Options:
        """Give what is best for all when shares and values are varied at random."""
        liked = mixed(models, [rng.random() for _ in models])
        varied = {
            issue: {
                option: value * (1 + (2 * rng.random() - 1) * self.vary)
                for option, value in values.items()
            }
            for issue, values in liked.items()
        }
        return deals.toward(0, varied)


def said_by(view: View) -> Mapping[str, list[Options | Mandate]]:
    """Give what every delegation asked for, as far as a seat has heard it.

    Args:
        view: The table as the seat sees it.

    Returns:
        By delegation, oldest first: deals and parts of deals that it proposed or accepted, and
        the options that it would have liked better.
    """
    said: dict[str, list[Options | Mandate]] = {one: [] for one in delegations(view)}
    proposed: dict[int | None, Options] = {}
    accepted: dict[int | None, set[str]] = {}
    stands = Options()
    for event in view.heard:
        what = event.what
        if isinstance(what, Propose):
            proposed[event.number] = what.deal
        if event.seat not in said:
            continue
        if isinstance(what, Propose):
            said[event.seat].append(what.deal)
        elif isinstance(what, Accept) and what.proposal in proposed:
            deal = proposed[what.proposal]
            kept = what.issues or tuple(deal)
            if view.rules.votes:
                kept = tuple(issue for issue in kept if deal[issue] != stands.get(issue))
                accepted.setdefault(what.proposal, set()).add(event.seat)
                if len(accepted[what.proposal]) == len(said):
                    stands = deal
            if kept:
                said[event.seat].append(Options({issue: deal[issue] for issue in kept}))
        elif isinstance(what, Reject) and what.rather:
            said[event.seat].append(what.rather)
    return said


def _is_open(view: View, deal: Options) -> bool:
    """Tell whether what is settled and the constraints still let a deal, or a part, be made."""
    settled = view.common if view.rules.binding_issues else Options()
    after = {**deal, **settled}
    return (
        all(after[issue] == option for issue, option in deal.items())
        and any(issue not in settled for issue in deal)
        and not any(
            all(after.get(issue) in options for issue, options in one.never.items())
            for one in view.agenda.constraints
        )
    )
