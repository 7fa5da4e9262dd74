"""The open floor: no turns, for people and for the replay of a real record."""

from typing import ClassVar

from attrs import frozen

from accord.model import Agenda
from accord.talks import answers
from accord.talks.events import Event
from accord.talks.guards import ACCEPTABLE, REJECTABLE, RETRACTABLE
from accord.talks.procedure import Procedure, Row
from accord.talks.ruleset import Rules
from accord.talks.seats import Role
from accord.talks.table import Changes, OpenProposal, Table

FLOOR = "floor"
_D = Role.DELEGATION


@frozen(kw_only=True, slots=False)
class OpenFloor(Rules):
    """Anybody at the table proposes and answers when it likes; several proposals may be open.

    A proposal is open until all to whom it was made have rejected it, or all have accepted it.
    A delegation may go back on its answer until then. A round is over when a recess ends it.
    """

    name: ClassVar[str] = "open-floor"
    title: ClassVar[str] = "the open floor"
    takes_turns: ClassVar[bool] = False
    chair_ends_rounds: ClassVar[bool] = True
    several_open: ClassVar[bool] = True
    chosen_ears: ClassVar[frozenset[Role]] = frozenset({_D, Role.MEDIATOR, Role.HOST})

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        return (
            "Anybody may propose and answer at any time, and several proposals may be open at "
            "once. A proposal that all accept is the agreement; until then each may go back on "
            "its answer."
        )

    def most_moves(self, sides: int) -> tuple[int, int]:
        """Count one move of each, the recess that ends a round, and its end.

        Before the first round there is no such end, after the last no recess.
        """
        return -2, sides + 2


class OpenFloorProcedure(Procedure, of=OpenFloor):
    """How talks go under the open floor."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(FLOOR, _D, "propose", (), (FLOOR,)),
        Row(FLOOR, Role.MEDIATOR, "propose", (), (FLOOR,)),
        Row(FLOOR, Role.HOST, "propose", (), (FLOOR,)),
        Row(FLOOR, _D, "retract", (RETRACTABLE,)),
        Row(FLOOR, Role.MEDIATOR, "retract", (RETRACTABLE,)),
        Row(FLOOR, Role.HOST, "retract", (RETRACTABLE,)),
        Row(FLOOR, _D, "accept", (ACCEPTABLE,), (FLOOR, "capitals", "agreed")),
        Row(FLOOR, _D, "reject", (REJECTABLE,), (FLOOR,)),
    )

    def start(self, table: Table) -> Changes:
        """Await nobody."""
        return {"stage": FLOOR, "turn": ()}

    def propose(self, table: Table, event: Event) -> Changes:
        """Add the proposal to those that are open."""
        return {"proposals": (*table.proposals, answers.proposal(table, event))}

    def accept(self, table: Table, event: Event) -> Changes:
        """Note the acceptance; close the proposal if all accept it."""
        found = answers.accepted(table, event)
        done = all(found.accepted_by(one) for one in self._others(table, found))
        left = answers.replaced(table, found)
        return {
            "proposals": _closed(left, found) if done else left,
            "due": answers.outcome(table, found),
        }

    def reject(self, table: Table, event: Event) -> Changes:
        """Note the rejection; close the proposal if all who heard it reject it."""
        found = answers.rejected(table, event)
        left = answers.replaced(table, found)
        asked = [one for one in self._others(table, found) if found.heard_by(one)]
        done = all(one in found.rejected for one in asked)
        return {"proposals": _closed(left, found) if done else left}

    def amended(self, table: Table, before: Agenda) -> Changes:
        """Keep those proposals that still stand on the agenda."""
        fit = tuple(one for one in table.proposals if answers.fits(table.agenda, one.deal))
        return {"proposals": fit}

    @staticmethod
    def _others(table: Table, found: OpenProposal) -> list[str]:
        return [one for one in table.seating.delegations if one != found.seat]


def _closed(
    proposals: tuple[OpenProposal, ...], found: OpenProposal
) -> tuple[OpenProposal, ...]:
    return tuple(one for one in proposals if one.id != found.id)
