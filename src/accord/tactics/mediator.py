"""What all who mediate share: when they speak, carry a proposal and put a text to the vote."""

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Agenda, Interests, IssueInterest, Range
from accord.tactics.drafts import standing
from accord.tactics.heard import delegations, named, offers, wished_alone
from accord.tactics.own import Own
from accord.tactics.parameters import number
from accord.tactics.turn import open_options
from accord.tactics.unvalued import valued
from accord.talks import (
    Close,
    Move,
    Options,
    Phase,
    Propose,
    Resume,
    Role,
    State,
    View,
)

TRIES = 8
"""So many times another text is looked for where one is an offer of theirs."""


@frozen(kw_only=True)
class Mediator(ABC):
    """Sits as the mediator under any rules; a tactic says which text to propose.

    It has no interests of its own and knows nobody's. It opens the table again after a recess,
    and hears in a caucus what a party would propose. A single text it puts to the vote at its
    last chances: first the text that stands, then what it would draft. Where no limit is set it
    closes the talks when its votes have failed. Between delegations that do not meet it carries
    texts of its own. What one side asked for first and another has not named it leaves out of
    them where there is something between. What no side has named it does not bring in, unless
    it lies between two options that were named; a single text it drafts from all options.

    Attributes:
        votes: How many times it puts a text to the vote.
        horizon: After how many rounds it does so where the rules set no limit.
    """

    name: ClassVar[str]
    role: ClassVar[Role] = Role.MEDIATOR

    votes: int = number(2, at_least=1)
    horizon: int = number(20, at_least=1)

    @abstractmethod
    def text(self, view: View, deals: Own, rng: random.Random) -> Options:
        """Draft a whole deal that the agenda allows.

        Args:
            view: The table as the mediator sees it.
            deals: Finds deals; all of them are worth the same.
            rng: Where everything drawn comes from.
        """

    def carried(self, view: View, deals: Own, rng: random.Random) -> Propose:
        """Choose what to carry between delegations that do not meet: a text, to all of them.

        It is no side's latest offer as it stands, unless no other text is found.

        Args:
            view: The table as the mediator sees it.
            deals: Finds deals.
            rng: Where everything drawn comes from.
        """
        theirs = offers(view).values()
        text = self.text(view, deals, rng)
        for _ in range(TRIES):
            if text not in theirs:
                break
            text = self.text(view, deals, rng)
        return Propose(deal=text, to=delegations(view))

    def move(self, view: View, rng: random.Random) -> Move:
        """Choose a move.

        Args:
            view: The table as the mediator sees it.
            rng: Where everything drawn comes from.

        Raises:
            AccordError: If the seat is not that of a mediator.
        """
        if view.role is not Role.MEDIATOR:
            raise AccordError(f"'{view.seat}' is not the seat of a mediator.")
        if view.phase is Phase.CAUCUS and view.heard[-1].kind == "caucus":
            return State(text="What would you propose, between us?")
        if "resume" in view.legal:
            return Resume()
        if "propose" not in view.legal:
            return State(text="Please go on.")
        nobody, allowed = indifferent(view.agenda), open_options(view)
        view = valued(view, (nobody,)).view
        deals = Own.of(view.agenda, nobody, allowed)
        if not deals.has_deal:
            return Close(reason="The constraints of the agenda leave no deal.")
        if view.rules.votes:
            return self._drafted(view, deals, rng)
        heard = [within(view, allowed)]
        if view.rules.takes_turns:
            heard.insert(0, between(view, heard[0]))
        nearer = (Own.of(view.agenda, nobody, one) for one in heard)
        deals = next((one for one in nearer if one.has_deal), deals)
        if view.rules.takes_turns:
            return self.carried(view, deals, rng)
        if view.heard[-1].seat == view.seat:
            return State(text="Please go on.")
        text = self.text(view, deals, rng)
        if any(one.deal == text for one in view.proposals):
            return State(text="Please say what you think of what is on the table.")
        return Propose(deal=text)

    def _drafted(self, view: View, deals: Own, rng: random.Random) -> Move:
        """Draft a text, or put one to the vote."""
        failed = voted_down(view)
        rules = view.rules
        if rules.rounds is None and rules.moves is None and len(failed) >= self.votes:
            return Close(reason="No text has found the agreement of all.")
        final = self._is_late(view)
        stands = standing(view)
        if final and stands is not None and stands not in failed:
            return Propose(deal=stands, final=True)
        return Propose(deal=self.text(view, deals, rng), final=final)

    def _is_late(self, view: View) -> bool:
        """Return whether no more rounds than votes are left."""
        rules = view.rules
        if rules.moves is not None:
            left = rules.moves - view.moves
            if left < (self.votes + 1) * (len(delegations(view)) + 1):
                return True
        if rules.rounds is not None:
            return view.round > rules.rounds - self.votes
        return rules.moves is None and view.round >= self.horizon


def within(view: View, allowed: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the options that a side has named, or that lie between two that were named.

    Args:
        view: The table as the mediator sees it.
        allowed: The options that are open, by issue; all, for an issue it does not name.

    Returns:
        By issue, in the order of the agenda; what was allowed, for an issue that no side has
        named an option of.
    """
    found = dict(allowed)
    for issue, by_seat in named(view).items():
        options = list(view.agenda.issues[issue].choices)
        places = [options.index(one) for said in by_seat.values() for one in said]
        near = options[min(places) : max(places) + 1]
        if left := tuple(one for one in near if one in allowed.get(issue, near)):
            found[issue] = left
    return found


def between(
    view: View, allowed: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Leave out the options that are wished for by one side alone, where others are left.

    Args:
        view: The table as the mediator sees it.
        allowed: The options to leave them out of, by issue.
    """
    found = dict(allowed)
    for issue, wished in wished_alone(view).items():
        if left := tuple(one for one in allowed[issue] if one not in wished):
            found[issue] = left
    return found


def voted_down(view: View) -> tuple[Options, ...]:
    """Return the texts that were put to the vote, to no avail, oldest first."""
    return tuple(
        event.what.deal
        for event in view.heard
        if isinstance(event.what, Propose) and event.what.final
    )


@lru_cache(maxsize=64)
def indifferent(agenda: Agenda) -> Interests:
    """Return interests to which all deals are worth the same.

    Args:
        agenda: The issues and options.
    """
    some = Range(1, 1)
    return Interests(
        id="nobody",
        party="nobody",
        held_by="nobody",
        issues=frozendict(
            {
                issue: IssueInterest(
                    weight=some, values=frozendict(dict.fromkeys(given.choices, some))
                )
                for issue, given in agenda.issues.items()
            }
        ),
        walk_away=Range(0, 0),
    )
