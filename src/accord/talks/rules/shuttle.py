"""Shuttle talks: offers pass only through the mediator."""

from typing import Any, ClassVar

from attrs import frozen

from accord.model import Agenda
from accord.talks import answers
from accord.talks.events import Event, Outcome
from accord.talks.guards import ACCEPTABLE, REJECTABLE, RETRACTABLE, TURN
from accord.talks.moves import Accept, Options, Propose, Reject
from accord.talks.procedure import Procedure, Row, without
from accord.talks.ruleset import Rules
from accord.talks.seats import Role, Seat
from accord.talks.table import Changes, OpenProposal, Table

OPEN, CARRY, HEAR = "open", "carry", "hear"
_D = Role.DELEGATION
_MOST_ANSWERS = 2
"""So many answers for every delegation end a round even if they come from some alone: programs
would otherwise go on without end, for no limit counts what not all hear."""
_END = (HEAR, CARRY, "capitals", "agreed")


@frozen(kw_only=True, slots=False)
class Shuttle(Rules):
    """The delegations do not meet: each speaks to the mediator only.

    First every delegation gives the mediator a proposal. Then the mediator carries a proposal,
    theirs or its own, to one party or several; each accepts, rejects, or proposes otherwise.
    A delegation stands behind what it proposed or accepted last, until it rejects that. There
    is a deal when all stand behind the same. The mediator ends a round, as a rule when it has
    heard every delegation: none of them knows when that is.
    """

    name: ClassVar[str] = "shuttle"
    title: ClassVar[str] = "shuttle talks"
    needs_mediator: ClassVar[bool] = True
    parts: ClassVar[bool] = False
    chair_ends_rounds: ClassVar[bool] = True
    words: ClassVar[bool] = False
    chosen_ears: ClassVar[frozenset[Role]] = frozenset({Role.MEDIATOR})

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        return (
            "The delegations do not meet: each speaks to the mediator alone, who carries "
            "what they propose, or a proposal of its own. There is an agreement once all stand "
            "behind the same."
        )

    def most_moves(self, sides: int) -> tuple[int, int]:
        """Count the recess that ends a round, and its end: of all else, not everybody knows."""
        return 0, 2


class ShuttleProcedure(Procedure, of=Shuttle):
    """How talks go under shuttle talks."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(OPEN, _D, "propose", (TURN,), (OPEN, CARRY, "capitals", "agreed")),
        Row(CARRY, Role.MEDIATOR, "propose", (TURN,), (HEAR,)),
        Row(HEAR, _D, "accept", (TURN, ACCEPTABLE), _END),
        Row(HEAR, _D, "reject", (TURN, REJECTABLE), (HEAR, CARRY)),
        Row(HEAR, _D, "propose", (TURN,), _END),
        *(Row(stage, _D, "retract", (RETRACTABLE,)) for stage in (OPEN, CARRY, HEAR)),
        Row(HEAR, Role.MEDIATOR, "retract", (RETRACTABLE,), (CARRY,)),
    )

    def start(self, table: Table) -> Changes:
        """Let every delegation give the mediator its proposal."""
        return {
            "stage": OPEN,
            "turn": table.seating.delegations,
            "hidden": {"behind": {}, "heard": (0, ())},
        }

    def problem(self, table: Table, seat: Seat, move: Propose) -> str:
        """Refuse a proposal of the mediator that is carried to nobody."""
        if seat.role is Role.MEDIATOR and (
            not move.to or any(one not in table.seating.delegations for one in move.to)
        ):
            return "the mediator names the delegations to which it carries a proposal"
        return ""

    def hearers(self, table: Table, seat: Seat, kind: str) -> tuple[str, ...]:
        """Let the own side and the mediator hear a delegation."""
        wanted = (seat.ear, table.seating.mediator)
        return tuple(ear for ear in table.seating.ears if ear in wanted)

    def seen(self, table: Table, seat: Seat) -> tuple[str, tuple[str, ...]]:
        """Show to all but the mediator whether their own move is awaited, or the mediator's."""
        mediator = table.seating.mediator
        if seat.ear == mediator:
            return table.stage, table.turn
        if seat.party in table.turn:
            return table.stage, (seat.party,)
        return CARRY, (mediator,)

    def round_done(self, table: Table) -> bool:
        """Whether the mediator has heard every delegation, or goes on with some alone."""
        sides, heard = table.seating.delegations, self._heard(table)
        done = {*heard} == {*sides} or len(heard) >= _MOST_ANSWERS * len(sides)
        return done and table.stage == CARRY

    @staticmethod
    def _heard(table: Table) -> tuple[str, ...]:
        """Return whom the mediator has heard in this round, each as often as it has."""
        number, heard = table.hidden["heard"]
        return heard if number == table.round else ()

    def offer(self, table: Table, seat: Seat) -> OpenProposal | None:
        """Return what the mediator has carried to a delegation that has not answered."""
        return super().offer(table, seat) if seat.id in table.turn else None

    def propose(self, table: Table, event: Event) -> Changes:
        """Take a proposal to the mediator, or carry one to the parties named."""
        move = event.what
        assert isinstance(move, Propose)
        # What somebody else was told before stays open: that it is not would tell of this.
        ears = table.seating.ears
        left = tuple(
            one
            for one in table.proposals
            if one.seat != event.seat or not {*(one.heard or ears)} <= {*(event.heard or ears)}
        )
        proposals = (*left, answers.proposal(table, event))
        if table.seating.by_id[event.seat].ear == table.seating.mediator:
            turn = tuple(one for one in table.seating.delegations if one in move.to)
            return {"stage": HEAR, "turn": turn, "proposals": proposals}
        stands = (move.deal, move.ad_referendum)
        return {"proposals": proposals, **self._answered(table, event, stands)}

    def accept(self, table: Table, event: Event) -> Changes:
        """Note that a delegation stands behind what was carried to it."""
        move = event.what
        assert isinstance(move, Accept)
        carried = answers.find(table, move.proposal)
        return self._answered(table, event, (carried.deal, move.ad_referendum))

    def reject(self, table: Table, event: Event) -> Changes:
        """Note that a delegation does not stand behind what was carried to it."""
        move = event.what
        assert isinstance(move, Reject)
        refused = answers.find(table, move.proposal).deal
        before = table.hidden["behind"].get(event.seat)
        return self._answered(table, event, None if before and before[0] == refused else before)

    def retract(self, table: Table, event: Event) -> Changes:
        """Let a delegation stand behind nothing; let the mediator carry something else."""
        changes = super().retract(table, event)
        if table.seating.by_id[event.seat].ear == table.seating.mediator:
            return {**changes, "stage": CARRY, "turn": (event.seat,)}
        behind = {**table.hidden["behind"], event.seat: None}
        return {**changes, "hidden": {**table.hidden, "behind": behind}}

    def amended(self, table: Table, before: Agenda) -> Changes:
        """Begin anew, unless there are the same deals: nobody else knows what fell."""
        if answers.same_deals(table.agenda, before):
            return {}
        return self.again(table)

    def _answered(
        self, table: Table, event: Event, stands: tuple[Options, bool] | None
    ) -> Changes:
        behind = {**table.hidden["behind"], event.seat: stands}
        turn = without(table.turn, event.seat)
        heard = self._heard(table)
        if table.stage == HEAR:
            heard = (*heard, event.seat)
        changes: Changes = {
            "turn": turn or (table.seating.mediator,),
            "stage": table.stage if turn else CARRY,
            "hidden": {"behind": behind, "heard": (table.round, heard)},
        }
        if stands is not None:
            changes["due"] = self._joint(table, behind, stands[0])
        return changes

    @staticmethod
    def _joint(table: Table, behind: dict[str, Any], options: Options) -> Outcome | None:
        """Return what follows if all stand behind the same."""
        held = [behind.get(one) for one in table.seating.delegations]
        if any(one is None or one[0] != options for one in held):
            return None
        pending = tuple(one for one in table.seating.delegations if behind[one][1])
        return answers.agreement(table, options, pending)
