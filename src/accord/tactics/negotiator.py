"""What all who sit for a delegation share: which kind of move is asked for, and made."""

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from attrs import evolve, field, frozen

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.model import Interests
from accord.tactics.acceptance import Condition, Next
from accord.tactics.drafts import criticism, standing
from accord.tactics.parameters import number
from accord.tactics.turn import Turn
from accord.tactics.unvalued import valued
from accord.talks import (
    Accept,
    Amend,
    Communique,
    Consent,
    Join,
    Move,
    Object,
    OpenProposal,
    Options,
    Phase,
    Propose,
    Refer,
    Reject,
    Reopen,
    Resume,
    Role,
    State,
    Suggest,
    View,
    Withdraw,
)
from accord.talks.answers import fits
from accord.talks.motions import amended
from accord.talks.seats import DELEGATION
from accord.talks.table import CAUCUS
from accord.talks.words import listed

_HALTED = (Phase.RECESS, Phase.ADJOURNED, Phase.CAPITALS, Phase.AGREED, Phase.ENDED)
"""The phases in which a delegation has nothing to negotiate."""


@frozen(kw_only=True)
class Negotiator(ABC):
    """Sits for a delegation under any rules; a tactic says what it offers and accepts.

    It accepts nothing below its walk-away value, across its red lines or beyond a mandate that
    nobody could ratify. What goes beyond its mandate it offers and accepts ad referendum where
    its principal sits; if it refers, it first asks that principal about an offer that it would
    accept so, and accepts it outright if the new mandate covers it. Where no deal is left that
    it could accept, it leaves the table and says so. A draft of a single text it likes if it is
    no worse than the text that stands, and otherwise says on which issue it would rather have
    what; in the vote it takes what is no worse than no deal.

    Attributes:
        interests: What deals are worth to its party; private, and so not shown.
        horizon: How many rounds to reckon with where the rules set no limit.
        refers: Whether it asks its principal before it accepts what goes beyond its mandate,
            but for secret answers.
    """

    name: ClassVar[str]
    role: ClassVar[Role] = DELEGATION
    of_a_model: ClassVar[bool] = False
    """Whether it goes by the numbers of a model, and so sits where it is asked for alone."""

    interests: Interests | Worth = field(repr=False)
    horizon: int = number(20, at_least=1)
    refers: bool = field(default=False)

    @abstractmethod
    def offer(self, turn: Turn, rng: random.Random) -> Options:
        """Choose what to propose: a whole deal that is acceptable to oneself.

        Args:
            turn: What the delegation goes by.
            rng: Where everything drawn comes from.
        """

    @abstractmethod
    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Return whether to accept an offer that is no worse than no deal.

        Args:
            turn: What the delegation goes by.
            deal: The offer, completed to a whole deal.
            mine: What the delegation would propose otherwise.
        """

    def likes(self, turn: Turn, draft: Options) -> bool:
        """Return whether there is no objection to a draft of a single text.

        Args:
            turn: What the delegation goes by.
            draft: The draft, completed to a whole deal.
        """
        before = standing(turn.view)
        if before is None:
            return turn.own.acceptable(draft)
        own = turn.own
        before = turn.whole(before, draft)
        allowed = own.is_allowed(draft), own.is_allowed(before)
        if allowed[0] != allowed[1]:
            return allowed[0]
        return own.sum(draft) >= own.need(own.worth(before))

    def move(self, view: View, rng: random.Random) -> Move:
        """Choose a move.

        Args:
            view: The table as the delegation sees it.
            rng: Where everything drawn comes from.

        Raises:
            AccordError: If the seat is not that of a delegation of the party whose interests
                these are, or they do not fit the agenda.
        """
        if view.role is not DELEGATION or view.party != self.interests.party:
            raise AccordError(
                f"These interests are those of '{self.interests.party}': they cannot sit as "
                f"'{view.seat}'."
            )
        if view.phase in _HALTED or view.out:
            return self._waiting(view)
        known = valued(view, self.goes_by)
        if known.issues:
            named = listed([view.agenda.issues[one].name for one in known.issues], "and")
            return Withdraw(reason=f"We have no numbers for what came on the agenda: {named}.")
        turn = Turn.of(known.view, self.interests, self.horizon)
        if not turn.own.has_deal:
            return Withdraw(reason="We see no deal on this agenda that we could agree to.")
        mine = self.offer(turn, rng)
        if not isinstance(mine, Mapping):
            raise TypeError(f"its 'offer' gives {mine!r}, which is no deal")
        if view.phase is CAUCUS:
            return self._aside(turn, mine)
        if "consent" in view.legal:
            return self._on_motion(turn, mine, view)
        if known.unread is not None and "reject" in view.legal:
            return self._unread(turn, mine, known.unread)
        if view.rules.votes and "reject" in view.legal:
            return self._read(turn, mine)
        return self._at_table(turn, mine)

    @property
    def goes_by(self) -> tuple[Interests | Worth, ...]:
        """The numbers that it goes by: what is without it does not value."""
        return (self.interests,)

    def _unread(self, turn: Turn, mine: Options, offer: OpenProposal) -> Move:
        """Reject what there are no numbers for, unless something else can be accepted."""
        view = turn.view
        several = view.rules.several_open and "accept" in view.legal
        if several and (wanted := self._wanted(turn, mine)):
            return self._taken(turn, wanted)
        return Reject(proposal=offer.id, reason="We have no numbers for all of this.")

    def _on_motion(self, turn: Turn, mine: Options, view: View) -> Move:
        """Consent to what was moved last, or object.

        What would be agreed is judged as a proposal is, and words that settle nothing may be
        joint. A change of the agenda may pass if what it would propose itself stands on the
        agenda then.
        """
        last = [one for one in view.motions if view.seat not in one.consents][-1]
        if isinstance(last.what, Amend):
            after = amended(view.agenda, last.what)
            new = valued(evolve(view, agenda=after), self.goes_by).issues
            if new or not fits(after, mine):
                reason = "We have no numbers for it." if new else "That is what we ask for."
                return Object(motion=last.number, reason=reason)
            return Consent(motion=last.number)
        if isinstance(last.what, Communique):
            return Consent(motion=last.number)
        if isinstance(last.what, Reopen):
            return Object(motion=last.number, reason="We stand by what is settled.")
        options = last.what.deal if isinstance(last.what, Suggest) else last.what.options
        beyond, whole = turn.is_beyond(options), turn.whole(options, mine)
        if (
            not fits(turn.view.agenda, options)
            or (beyond and not turn.has_principal)
            or not turn.own.acceptable(whole)
            or not self.accepts(turn, whole, mine)
        ):
            return Object(motion=last.number, reason="We cannot agree to this.")
        return Consent(motion=last.number, ad_referendum=beyond)

    def _at_table(self, turn: Turn, mine: Options) -> Move:
        """Answer what there is to answer, or propose."""
        return self._answer(turn, mine) or self._propose(turn, mine)

    @staticmethod
    def _waiting(view: View) -> Move:
        """Come in, or open the table where that is for the delegations; else wait aloud."""
        if view.out:
            return Join()
        return Resume() if "resume" in view.legal else State(text="We are waiting.")

    @staticmethod
    def _aside(turn: Turn, mine: Options) -> Move:
        """Name to the mediator alone what it would propose, then go back to the table."""
        view = turn.view
        if "resume" not in view.legal or view.heard[-1].seat == view.seat:
            return Negotiator._waiting(view)
        return State(text="This is what we would propose.", deal=mine)

    def _read(self, turn: Turn, mine: Options) -> Move:
        """Answer a text: criticise a draft, or vote."""
        offer = turn.view.offer
        assert offer is not None
        text = turn.whole(offer.deal, mine)
        if turn.view.stage != "vote":
            if self.likes(turn, text):
                return Accept()
            return Reject(rather=criticism(turn.own, text))
        if "accept" in turn.view.legal and turn.own.acceptable(text):
            return self._taken(turn, [offer])
        return Reject()

    def _answer(self, turn: Turn, mine: Options) -> Move | None:
        """Accept or reject what there is to answer; nothing where a proposal answers it."""
        view = turn.view
        wanted = self._wanted(turn, mine) if "accept" in view.legal else []
        if wanted:
            return self._taken(turn, wanted)
        if view.offer is None or "reject" not in view.legal or self._can_counter(view, mine):
            return None
        return Reject()

    def _taken(self, turn: Turn, wanted: Sequence[OpenProposal]) -> Move:
        """Accept proposals, or ask the capital about one that goes beyond the mandate."""
        view, beyond = turn.view, [one for one in wanted if turn.is_beyond(one.deal)]
        if self.refers and "refer" in view.legal:
            for one in beyond:
                if one.id not in view.referred:
                    return Refer(proposal=one.id, text="We would accept this.")
        return Accept(
            proposal=wanted[0].id,
            also=tuple(one.id for one in wanted[1:]),
            ad_referendum=bool(beyond),
        )

    @staticmethod
    def _can_counter(view: View, mine: Options) -> bool:
        """Return whether one can propose: on the open floor not twice, or alike, in a row."""
        if "propose" not in view.legal:
            return False
        if view.rules.takes_turns:
            return True
        for event in reversed(view.heard):
            if event.seat == view.seat and event.kind == "propose":
                return False
            if event.seat not in ("", view.seat):
                break
        return not any(p.seat == view.seat and p.deal == mine for p in view.proposals)

    def _wanted(self, turn: Turn, mine: Options) -> list[OpenProposal]:
        """Return the proposals to accept now: several where that is possible."""
        view, own = turn.view, turn.own
        if view.rules.several_open:
            others = [p for p in view.proposals if p.seat != view.seat]
            open_ = [p for p in others if not p.accepted_by(view.seat)]
        else:
            open_ = [] if view.offer is None else [view.offer]
        found = [(turn.whole(p.deal, mine), p) for p in open_]
        found = [(deal, p) for deal, p in found if own.acceptable(deal)]
        if len(found) > 1 and not view.rules.several_accepted:
            found = [max(found, key=lambda pair: own.worth(pair[0]))]
        return [p for deal, p in found if self.accepts(turn, deal, mine)]

    @staticmethod
    def _propose(turn: Turn, mine: Options) -> Move:
        if Negotiator._can_counter(turn.view, mine):
            return Propose(deal=mine, ad_referendum=turn.is_beyond(mine))
        return State(text="We stand by what we have said.")


@frozen(kw_only=True)
class Tactic(Negotiator):
    """A negotiator with an acceptance condition of one's choice.

    Attributes:
        accept: When to accept, such as `next`, `const(60)` or `next|time(0.9)&const(50)`.
    """

    accept: Condition = field(factory=Next)

    def accepts(self, turn: Turn, deal: Options, mine: Options) -> bool:
        """Go by the acceptance condition."""
        return self.accept.accepts(turn, deal, mine)
