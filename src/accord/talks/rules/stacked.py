"""Stacked alternating offers, for any number of delegations."""

from typing import ClassVar

from attrs import frozen

from accord.talks import answers
from accord.talks.events import Event
from accord.talks.guards import ACCEPTABLE, RETRACTABLE, TURN
from accord.talks.procedure import Procedure, Row
from accord.talks.ruleset import Rules
from accord.talks.seats import Role
from accord.talks.table import Changes, Table

FLOOR = "turn"
_D = Role.DELEGATION


@frozen(kw_only=True, slots=False)
class Stacked(Rules):
    """Whose turn it is accepts the proposal on the table or makes a new one.

    There is a deal once all the others have accepted a proposal in a row. Accepting some issues
    of it is noted, and does not pass the turn. A round is over when every delegation has had
    its turn.

    Source:
        Aydoğan, Festen, Hindriks and Jonker (2017), Alternating offers protocols for
        multilateral negotiation: the stacked alternating offers protocol.
    """

    name: ClassVar[str] = "stacked"
    title: ClassVar[str] = "stacked offers"
    in_order: ClassVar[bool] = True
    refuser_offers: ClassVar[bool] = True

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        return (
            "Whoever has the turn accepts the proposal on the table or puts another in its "
            "place. A proposal that all the others have accepted in a row is the agreement."
        )


class StackedProcedure(Procedure, of=Stacked):
    """How talks go under stacked offers."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(FLOOR, _D, "propose", (TURN,), (FLOOR,)),
        Row(FLOOR, _D, "retract", (RETRACTABLE,)),
        Row(FLOOR, _D, "accept", (TURN, ACCEPTABLE), (FLOOR, "capitals", "agreed")),
    )

    def start(self, table: Table) -> Changes:
        """Let the first delegation begin."""
        return {"stage": FLOOR, "turn": table.seating.delegations}

    def propose(self, table: Table, event: Event) -> Changes:
        """Put the proposal on the table in place of the one before."""
        return {"proposals": (answers.proposal(table, event),), **self._next(table)}

    def accept(self, table: Table, event: Event) -> Changes:
        """Note the acceptance; of the whole, pass the turn."""
        found = answers.accepted(table, event)
        due = answers.outcome(table, found)
        whole = found.accepted_by(event.seat)
        others = len(table.seating.delegations) - 1
        done = sum(map(found.accepted_by, found.accepted)) == others
        changes: Changes = {"proposals": () if done else (found,), "due": due}
        return {**changes, **self._next(table)} if whole else changes

    def _next(self, table: Table) -> Changes:
        turn = table.turn[1:] + table.turn[:1]
        over = turn[0] == table.seating.delegations[0]
        return {"turn": turn, "round": table.round + over}
