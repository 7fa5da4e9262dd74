"""Simple partners to check a delegate against."""

import random
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.delegates.linear import Linear
from accord.delegates.random_walker import RandomWalker
from accord.talks import (
    Instruct,
    Move,
    Options,
    Propose,
    Ratify,
    Resume,
    Role,
    State,
    View,
)


@frozen(kw_only=True)
class Piecemeal(Linear):
    """Proposes parts of deals where the rules allow it."""

    name: ClassVar[str] = "piecemeal"

    def move(self, view: View, rng: random.Random) -> Move:
        """Leave out issues of what it would propose."""
        move = super().move(view, rng)
        if not isinstance(move, Propose) or view.stage == "seal":
            return move
        open_ = [issue for issue in move.deal if issue not in view.common]
        kept = open_[: 1 + int(rng.random() * len(open_))]
        part = frozendict({issue: move.deal[issue] for issue in kept})
        return Propose(deal=part, ad_referendum=move.ad_referendum) if part else move


@frozen
class Chair:
    """A mediator without a plan: drafts at random, carries what it heard last."""

    name: ClassVar[str] = "chair"
    role: ClassVar[Role] = Role.MEDIATOR

    def move(self, view: View, rng: random.Random) -> Move:
        """Draft, carry or open the table again."""
        if "resume" in view.legal:
            return Resume()
        if "propose" not in view.legal or not view.rules.takes_turns:
            return State(text="Please go on.")
        sides = tuple(seat.id for seat in view.seats if seat.role is Role.DELEGATION)
        heard = [(e.seat, e.what.deal) for e in view.heard if isinstance(e.what, Propose)]
        theirs = [(seat, deal) for seat, deal in heard if seat in sides]
        if view.rules.votes:
            return Propose(deal=self._draft(view, rng), final=view.round % 3 == 0)
        seat, deal = theirs[-1 - int(rng.random() * min(2, len(theirs)))]
        return Propose(deal=deal, to=tuple(one for one in sides if one != seat))

    @staticmethod
    def _draft(view: View, rng: random.Random) -> Options:
        """Draw deals until none of the agenda's constraints excludes one."""
        while True:
            deal = frozendict(
                {
                    issue: view.common[issue]
                    if view.rules.binding_issues and issue in view.common
                    else rng.choice(list(given.choices))
                    for issue, given in view.agenda.issues.items()
                }
            )
            if not any(one.crossed_by(deal) for one in view.agenda.constraints):
                return deal


@frozen
class Capital:
    """A principal that ratifies whatever it is asked to, and leaves the mandate as it is."""

    name: ClassVar[str] = "capital"
    role: ClassVar[Role] = Role.PRINCIPAL

    def move(self, view: View, rng: random.Random) -> Move:
        """Ratify, or instruct as before."""
        if "ratify" in view.legal:
            return Ratify()
        left = view.agenda.part(view.mandate)
        return Instruct(mandate={issue: options for issue, options in left.items() if options})


@frozen(kw_only=True)
class Wordy(Linear):
    """Proposes in words every second time, where the rules allow it."""

    name: ClassVar[str] = "wordy"

    def move(self, view: View, rng: random.Random) -> Move:
        """Leave the options out of what it would propose."""
        move = super().move(view, rng)
        said = sum(event.seat == view.seat for event in view.heard)
        if isinstance(move, Propose) and view.rules.words and said % 2 == 0:
            return Propose(deal={}, text="Let us not lose time.")
        return move


PARTNERS: tuple[type[Linear] | type[RandomWalker], ...] = (
    Linear,
    RandomWalker,
    Piecemeal,
    Wordy,
)
"""Those that sit for the other parties."""
