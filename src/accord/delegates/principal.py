"""The capital: ratify what is better than no deal, and give more leave with time."""

import random
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from attrs import field, frozen

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.model import Interests
from accord.tactics.clock import TalkPlace
from accord.tactics.concession import target
from accord.tactics.own import Own
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.tactics.unvalued import valued
from accord.talks import (
    Instruct,
    Mandate,
    Move,
    Options,
    Propose,
    Ratify,
    Refuse,
    Role,
    State,
    View,
)
from accord.talks.answers import fits


@frozen(kw_only=True)
class Principal:
    """Ratifies what is worth its walk-away value, and widens the mandate round by round.

    What was agreed subject to its word it ratifies if that is worth the walk-away value and a
    margin, and crosses no red line; otherwise it refuses, and says why in general terms. The
    mandate it gives leaves those options to the delegation with which a deal can still be had
    that is worth a target; the target falls with time from its best deal to its walk-away value
    and margin. This mandate takes the place of the one before, even of a wider one. It
    instructs when it is asked, and when it may speak and the mandate is to change. It knows the
    interests of its own party only.

    Source:
        Putnam (1988), Diplomacy and domestic politics: the logic of two-level games,
        International Organization 42, on ratification; the course of the target is that of
        Faratin, Sierra and Jennings (1998).

    Attributes:
        interests: What deals are worth to its party; private, and so not shown.
        margin: How much above the walk-away value a deal must be worth, in points.
        beta: How the leave it gives is spread: below 1 late, above 1 early.
        horizon: How many rounds to reckon with where the rules set no limit.
    """

    name: ClassVar[str] = "principal"
    role: ClassVar[Role] = Role.PRINCIPAL

    interests: Interests | Worth = field(repr=False)
    margin: float = number(0.0, at_least=0)
    beta: float = number(1.0, above=0)
    horizon: int = number(20, at_least=1)

    def move(self, view: View, rng: random.Random) -> Move:
        """Choose a move.

        Args:
            view: The table as the principal sees it.
            rng: Where everything drawn comes from.

        Raises:
            AccordError: If the seat is not that of the principal of the party whose interests
                these are, or they do not fit the agenda.
        """
        if view.role is not Role.PRINCIPAL or view.party != self.interests.party:
            raise AccordError(
                f"These interests are those of '{self.interests.party}': they cannot sit as "
                f"'{view.seat}'."
            )
        if "ratify" in view.legal and view.deal is not None:
            known = valued(view, (self.interests,)).view.agenda
            if not fits(known, view.deal):
                return Refuse(reason="We have no numbers for all of it.")
            own = Own.of(known, self.interests, {}, view.walk_away, view.moved)
            return self._judged(view.deal, own)
        if "instruct" in view.legal:
            mandate = self.mandate(view)
            if view.seat in view.turn or mandate != view.mandate:
                return Instruct(mandate=mandate)
        return State(text="We are following the talks.")

    def mandate(self, view: View) -> Mandate:
        """Return the options to leave to the delegation now.

        Args:
            view: The table as the principal sees it.

        Returns:
            The options by issue, for the issues where not all are left to it. Where no deal is
            good enough, it is what the best deal takes, or as before if there is none.
        """
        known = valued(view, (self.interests,))
        if known.issues:
            return _as_before(view)
        turn = Turn.of(known.view, self.interests, self.horizon)
        own = turn.own
        if own.highest == float("-inf"):
            return _as_before(view)
        made = sum(
            isinstance(event.what, Propose) and event.seat == view.party for event in view.heard
        )
        time = turn.time_at(TalkPlace(*turn.now[:3], made))
        low = min(own.walk_away + self.margin, own.highest)
        asked = target(time, low, own.highest, self.beta)
        left = reached(own, asked)
        return Mandate(
            {
                issue: left[issue]
                for issue, given in view.agenda.issues.items()
                if len(left[issue]) < len(given.choices)
            }
        )

    def _judged(self, deal: Options, own: Own) -> Move:
        if not own.is_allowed(deal):
            return Refuse(reason="It crosses a line that we have drawn.")
        if own.worth(deal) < own.walk_away + self.margin - TIE:
            return Refuse(reason="It does not give us enough.")
        return Ratify()


def _as_before(view: View) -> Mandate:
    """Return the mandate that holds, without what is no longer on the agenda."""
    left = view.agenda.part(view.mandate)
    return Mandate({issue: options for issue, options in left.items() if options})


@lru_cache(maxsize=256)
def reached(own: Own, asked: float) -> Mapping[str, tuple[str, ...]]:
    """Return the options with which a deal can be had that is worth so much.

    Deals worth enough are found one after the other, each with as many options as possible that
    none before has; when there is none left with a new option, no deal has the others. On
    agendas too large to list, an option may be missed in rare cases (`ByIssue.toward`).

    Args:
        own: The party's interests.
        asked: What the deal is worth at least, in points.

    Returns:
        The options by issue, in the order of the agenda.
    """
    agenda = own.agenda
    new = {issue: dict.fromkeys(given.choices, 1.0) for issue, given in agenda.issues.items()}
    while True:
        deal = own.toward(asked, new)
        fresh = [issue for issue, option in deal.items() if new[issue][option]]
        if not fresh:
            break
        for issue in fresh:
            new[issue][deal[issue]] = 0.0
    return {
        issue: tuple(option for option, counts in options.items() if not counts)
        for issue, options in new.items()
    }
