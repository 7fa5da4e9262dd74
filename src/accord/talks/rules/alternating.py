"""Alternating offers: one offers, all the others answer in turn, then the next one offers."""

from typing import ClassVar

from attrs import frozen

from accord.talks import answers
from accord.talks.events import Event
from accord.talks.guards import ACCEPTABLE, REJECTABLE, RETRACTABLE, TURN
from accord.talks.procedure import Procedure, Row, without
from accord.talks.ruleset import Rules
from accord.talks.seats import Role
from accord.talks.table import Changes, OpenProposal, Table

OFFER, ANSWER = "offer", "answer"
_D = Role.DELEGATION


@frozen(kw_only=True, slots=False)
class Alternating(Rules):
    """One delegation offers, all the others answer in turn, then the next one offers.

    A round is over when every delegation has offered and was answered. To counter is to
    reject, and then to offer.

    Source:
        Rubinstein (1982), Perfect equilibrium in a bargaining model, for two parties.
    """

    name: ClassVar[str] = "alternating"
    title: ClassVar[str] = "alternating offers"
    in_order: ClassVar[bool] = True
    all_answer: ClassVar[bool] = True

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        return (
            "One delegation makes an offer, all the others accept or reject it in turn, and "
            "then the next one offers. What all accept is the agreement; whoever rejects can "
            "make another offer when its turn comes."
        )

    def most_moves(self, sides: int) -> tuple[int, int]:
        """Count an offer of each, and the answers of all the others to it."""
        return 0, sides * sides


class AlternatingProcedure(Procedure, of=Alternating):
    """How talks go under alternating offers."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(OFFER, _D, "propose", (TURN,), (ANSWER,)),
        Row(ANSWER, _D, "accept", (TURN, ACCEPTABLE), (ANSWER, OFFER, "capitals", "agreed")),
        Row(ANSWER, _D, "reject", (TURN, REJECTABLE), (ANSWER, OFFER)),
        Row(ANSWER, _D, "retract", (RETRACTABLE,), (OFFER,)),
    )

    def start(self, table: Table) -> Changes:
        """Let the first delegation offer."""
        return {"stage": OFFER, "turn": table.seating.delegations[:1]}

    def propose(self, table: Table, event: Event) -> Changes:
        """Put the offer to the others."""
        sides = table.seating.delegations
        place = sides.index(event.seat)
        return {
            "stage": ANSWER,
            "turn": sides[place + 1 :] + sides[:place],
            "proposals": (answers.proposal(table, event),),
        }

    def accept(self, table: Table, event: Event) -> Changes:
        """Note the acceptance."""
        return self._answered(table, event, answers.accepted(table, event))

    def reject(self, table: Table, event: Event) -> Changes:
        """Note the rejection."""
        found = answers.rejected(table, event)
        return self._answered(table, event, found)

    def _answered(self, table: Table, event: Event, found: OpenProposal) -> Changes:
        turn = without(table.turn, event.seat)
        if turn:
            return {"turn": turn, "proposals": (found,)}
        return {**self._next(table, found.seat), "due": answers.outcome(table, found)}

    def retract(self, table: Table, event: Event) -> Changes:
        """Let the next delegation offer."""
        return self._next(table, event.seat)

    def _next(self, table: Table, seat: str) -> Changes:
        sides = table.seating.delegations
        following = (sides.index(seat) + 1) % len(sides)
        return {
            "stage": OFFER,
            "turn": (sides[following],),
            "proposals": (),
            "round": table.round + (following == 0),
        }
