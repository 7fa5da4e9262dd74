"""A single negotiating text: the mediator drafts, the delegations criticise, all vote."""

from typing import ClassVar

from attrs import frozen

from accord.talks import answers
from accord.talks.events import Event
from accord.talks.guards import ACCEPTABLE, REJECTABLE, RETRACTABLE, TURN
from accord.talks.procedure import Procedure, Row, without
from accord.talks.ruleset import Rules
from accord.talks.seats import Role, Seat
from accord.talks.table import Changes, OpenProposal, Table

DRAFT, ANSWER, VOTE = "draft", "answer", "vote"
_D = Role.DELEGATION


@frozen(kw_only=True, slots=False)
class SingleText(Rules):
    """The mediator drafts a text, every delegation answers, the mediator drafts again.

    Accepting a draft says that it is better than the one before, or that there is no objection;
    rejecting it criticises. Neither binds. A text that the mediator calls final is put to the
    vote, and all accepting it makes the deal. A round is over when every delegation has
    answered; answers come in any order.

    Source:
        Fisher (1978), International mediation: a working guide; Raiffa (1982), The art and
        science of negotiation, chapter 14, on the single negotiating text at Camp David.
    """

    name: ClassVar[str] = "single-text"
    title: ClassVar[str] = "a single negotiating text"
    needs_mediator: ClassVar[bool] = True
    parts: ClassVar[bool] = False
    votes: ClassVar[bool] = True

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        return (
            "The mediator drafts one text, every delegation says what is wrong with it, and "
            "the mediator drafts again: an answer to a draft binds nobody. A text that is "
            "called final is put to the vote, and is the agreement if all accept it."
        )


class SingleTextProcedure(Procedure, of=SingleText):
    """How talks go under a single negotiating text."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(DRAFT, Role.MEDIATOR, "propose", (TURN,), (ANSWER, VOTE)),
        Row(ANSWER, _D, "accept", (TURN, ACCEPTABLE), (ANSWER, DRAFT)),
        Row(ANSWER, _D, "reject", (TURN, REJECTABLE), (ANSWER, DRAFT)),
        Row(VOTE, _D, "accept", (TURN, ACCEPTABLE), (VOTE, DRAFT, "capitals", "agreed")),
        Row(ANSWER, Role.MEDIATOR, "retract", (RETRACTABLE,), (DRAFT,)),
        Row(VOTE, Role.MEDIATOR, "retract", (RETRACTABLE,), (DRAFT,)),
        Row(VOTE, _D, "reject", (TURN, REJECTABLE), (VOTE, DRAFT)),
    )

    def start(self, table: Table) -> Changes:
        """Let the mediator draft."""
        return {"stage": DRAFT, "turn": (table.seating.mediator,)}

    def propose(self, table: Table, event: Event) -> Changes:
        """Put the text to all delegations: for criticism, or to the vote."""
        text = answers.proposal(table, event)
        return {
            "stage": VOTE if text.final else ANSWER,
            "turn": table.seating.delegations,
            "proposals": (text,),
        }

    def accept(self, table: Table, event: Event) -> Changes:
        """Note that there is no objection; in the vote, the yes."""
        return self._answered(table, event, answers.accepted(table, event))

    def reject(self, table: Table, event: Event) -> Changes:
        """Note the criticism; in the vote, the no."""
        return self._answered(table, event, answers.rejected(table, event))

    def retract(self, table: Table, event: Event) -> Changes:
        """Let the mediator draft anew."""
        return {"stage": DRAFT, "turn": (table.seating.mediator,), "proposals": ()}

    def binds(self, table: Table) -> bool:
        """Return whether the text is put to the vote."""
        return table.stage == VOTE

    def offer(self, table: Table, seat: Seat) -> OpenProposal | None:
        """Return the text, to a delegation that has not answered it."""
        return None if table.stage == DRAFT else super().offer(table, seat)

    def _answered(self, table: Table, event: Event, found: OpenProposal) -> Changes:
        turn = without(table.turn, event.seat)
        if turn:
            return {"turn": turn, "proposals": (found,)}
        passed = table.stage == VOTE and not found.rejected
        return {
            "stage": DRAFT,
            "turn": (table.seating.mediator,),
            "proposals": (found,),
            "round": table.round + 1,
            "due": answers.outcome(table, found) if passed else None,
        }
