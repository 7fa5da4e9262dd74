"""How talks go under a rule set: rows of the transition table, and hooks."""

from collections.abc import Callable
from typing import ClassVar

from attrs import frozen

from accord.model import Agenda
from accord.talks.answers import fits
from accord.talks.events import Event
from accord.talks.moves import Options, Propose, Retract
from accord.talks.ruleset import Rules
from accord.talks.seats import DELEGATION, Role, Seat
from accord.talks.table import Changes, OpenProposal, Table


@frozen
class Guard:
    """A condition of a row of the transition table.

    Attributes:
        text: The condition, in a few words.
        holds: Tells whether it holds for a seat at a table.
        why_not: Says in a clause why it does not.
        fact: What it comes down to, if that is settled from the start (`SeatingPlan.facts`).
    """

    text: str
    holds: Callable[[Table, Seat], bool]
    why_not: Callable[[Table, Seat], str]
    fact: str = ""


@frozen
class Row:
    """A row of the transition table: who may make which kind of move in which step.

    Attributes:
        stage: The step of the rules, or the phase.
        role: Who.
        kind: The kind of move.
        guards: What must hold besides.
        leads: The steps or phases it may lead to; none: it changes nothing.
    """

    stage: str
    role: Role
    kind: str
    guards: tuple[Guard, ...] = ()
    leads: tuple[str, ...] = ()


class Procedure:
    """What all rule sets have in common: how talks go under them, beside the common rows.

    A rule set is a value, a subclass of `Rules`, and its procedure, in one file:
    `class StackedProcedure(Procedure, of=Stacked)`. A hook returns the fields of the table
    that an event changes.
    """

    rows: ClassVar[tuple[Row, ...]]

    def __init_subclass__(cls, *, of: type[Rules]) -> None:
        """Register the procedure of a rule set."""
        _PROCEDURES[of] = cls()

    def start(self, table: Table) -> Changes:
        """Return stage and turn with which a round begins."""
        raise NotImplementedError

    def again(self, table: Table, refused: Options | None = None) -> Changes:
        """Begin anew: after a capital refused a deal, or after proposals did not overlap."""
        return {"proposals": (), **self.start(table)}

    def propose(self, table: Table, event: Event) -> Changes:
        """Take up a proposal."""
        raise NotImplementedError

    def accept(self, table: Table, event: Event) -> Changes:
        """Take up an acceptance."""
        raise NotImplementedError

    def reject(self, table: Table, event: Event) -> Changes:
        """Take up a rejection."""
        raise NotImplementedError

    def retract(self, table: Table, event: Event) -> Changes:
        """Take a proposal back from those that are open."""
        assert isinstance(event.what, Retract)
        about = event.what.proposal
        return {"proposals": tuple(one for one in table.proposals if one.id != about)}

    def amended(self, table: Table, before: Agenda) -> Changes:
        """Go on after the agenda was changed; where an open proposal lost its place, anew.

        Args:
            table: The table, with its new agenda.
            before: The agenda before.
        """
        whole = all(fits(table.agenda, one.deal) for one in table.proposals)
        return {} if whole else self.again(table)

    def reveal(self, table: Table, event: Event) -> Changes:
        """Open what was sealed, as an event says."""
        raise NotImplementedError

    def hearers(self, table: Table, seat: Seat, kind: str) -> tuple[str, ...]:
        """Return who hears proposals and answers where not everybody does; nobody: all do."""
        return ()

    def binds(self, table: Table) -> bool:
        """Return whether what is accepted now binds who accepts it."""
        return True

    def offer(self, table: Table, seat: Seat) -> OpenProposal | None:
        """Return the latest proposal that a delegation has to answer."""
        if seat.role is not DELEGATION:
            return None
        mine = seat.id
        for proposal in reversed(table.proposals):
            if (
                proposal.seat != mine
                and (not proposal.heard or mine in proposal.heard)
                and mine not in proposal.rejected
                and not proposal.accepted_by(mine)
            ):
                return proposal
        return None

    def seen(self, table: Table, seat: Seat) -> tuple[str, tuple[str, ...]]:
        """Return the stage, and whose move is awaited, as far as a seat may know them."""
        return table.stage, table.turn

    def round_done(self, table: Table) -> bool:
        """Whether the chair should end the round now, where it is the chair that does."""
        return False

    def problem(self, table: Table, seat: Seat, move: Propose) -> str:
        """Return why a proposal does not go with the rules; empty if it does."""
        return ""


_PROCEDURES: dict[type[Rules], Procedure] = {}


def has_procedure(kind: type[Rules]) -> bool:
    """Whether a rule set has a procedure."""
    return kind in _PROCEDURES


def procedure_of(kind: type[Rules]) -> Procedure:
    """Return the procedure of a rule set."""
    return _PROCEDURES[kind]


def procedure(table: Table) -> Procedure:
    """Return the procedure that a table goes by."""
    return _PROCEDURES[type(table.setup.rules)]


def without(seats: tuple[str, ...], seat: str) -> tuple[str, ...]:
    """Return the seats without one."""
    return tuple(one for one in seats if one != seat)
