"""What all rule sets have in common: limits, rows of the transition table, and hooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen, validators

from accord.talks.seats import DELEGATION, Role, Seat

if TYPE_CHECKING:
    from accord.talks.events import Event
    from accord.talks.moves import Options, Propose
    from accord.talks.setup import Setup
    from accord.talks.table import Proposal, Table

_limit = validators.optional(validators.ge(1))

Changes = dict[str, Any]
"""Fields of the table that an event changes."""


@frozen
class Guard:
    """A condition of a row of the transition table.

    Attributes:
        text: The condition, in a few words.
        holds: Tells whether it holds for a seat at a table.
        why_not: Says in a clause why it does not.
        fact: What it comes down to, if that is settled from the start (`Setup.facts`).
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


@frozen(kw_only=True, slots=False)
class Rules:
    """The rules of the table, as a value.

    Attributes:
        rounds: The talks end after so many rounds; None for no limit.
        sessions: The talks end after so many sessions; None for no limit.
        moves: The talks end after so many moves; None for no limit.
        binding_issues: Whether an issue on which all agree is settled. If not, nothing is
            agreed until everything is agreed.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    rows: ClassVar[tuple[Row, ...]]
    needs_mediator: ClassVar[bool] = False
    in_order: ClassVar[bool] = False
    """Whether the seats whose move is awaited move one after the other."""
    takes_turns: ClassVar[bool] = True
    """Whether a delegation that has asked its capital waits for the answer."""
    parts: ClassVar[bool] = True
    """Whether a part of a proposal can be accepted."""
    votes: ClassVar[bool] = False
    """Whether a text can be put to the vote."""
    chosen_ears: ClassVar[frozenset[Role]] = frozenset()
    """Who may say which seats alone are to hear a proposal."""

    rounds: int | None = field(default=None, validator=_limit)
    sessions: int | None = field(default=None, validator=_limit)
    moves: int | None = field(default=None, validator=_limit)
    binding_issues: bool = False

    def start(self, setup: Setup) -> Changes:
        """Give stage and turn with which a round begins."""
        raise NotImplementedError

    def again(self, table: Table, refused: Options | None = None) -> Changes:
        """Begin anew: after a capital refused a deal, or after proposals did not overlap."""
        return {"proposals": (), **self.start(table.setup)}

    def propose(self, table: Table, event: Event) -> Changes:
        """Take up a proposal."""
        raise NotImplementedError

    def accept(self, table: Table, event: Event) -> Changes:
        """Take up an acceptance."""
        raise NotImplementedError

    def reject(self, table: Table, event: Event) -> Changes:
        """Take up a rejection."""
        raise NotImplementedError

    def reveal(self, table: Table) -> Changes:
        """Open what was sealed."""
        raise NotImplementedError

    def hearers(self, table: Table, seat: Seat, kind: str) -> tuple[str, ...]:
        """Give who hears proposals and answers where not everybody does; nobody: all do."""
        return ()

    def binds(self, table: Table) -> bool:
        """Tell whether what is accepted now binds who accepts it."""
        return True

    def offer(self, table: Table, seat: Seat) -> Proposal | None:
        """Give the latest proposal that a delegation has to answer."""
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

    def problem(self, table: Table, seat: Seat, move: Propose) -> str:
        """Say why a proposal does not go with the rules, or nothing."""
        return ""


def without(seats: tuple[str, ...], seat: str) -> tuple[str, ...]:
    """Give the seats without one."""
    return tuple(one for one in seats if one != seat)
