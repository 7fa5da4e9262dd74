"""Sealed proposals: all propose at once, and accept in secret."""

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen
from frozendict import frozendict

from accord.model import Agenda
from accord.talks import answers
from accord.talks.events import Event, NoOverlap, Outcome, Revealed, SealedProposal
from accord.talks.guards import ACCEPTABLE, REJECTABLE, TURN
from accord.talks.moves import Accept, Options, Propose
from accord.talks.procedure import Procedure, Row, without
from accord.talks.ruleset import Rules
from accord.talks.seats import Role, Seat
from accord.talks.table import Changes, Table, changed

SEAL, ANSWER = "seal", "answer"
_D = Role.DELEGATION

Support = Mapping[Options, bool]
"""The deals that a delegation supports, and whether it does so ad referendum."""


@frozen(kw_only=True, slots=False)
class Sealed(Rules):
    """Every delegation seals a whole deal; what they support beyond it stays secret.

    Shown: the proposals are opened to all together, and each delegation says once and in secret
    which of them it accepts, or that it accepts none. Not shown: the proposals stay sealed and
    pile up from round to round. A deal that all have proposed or accepted is agreed; otherwise
    only that there is no overlap is announced, and the next round begins. Of several such deals
    that of the delegation comes first that is first in the round: each begins a round in turn.

    Attributes:
        shown: Whether the proposals are opened.
    """

    name: ClassVar[str] = "sealed"
    title: ClassVar[str] = "sealed proposals"
    parts: ClassVar[bool] = False
    words: ClassVar[bool] = False
    simultaneous: ClassVar[bool] = True
    several_open: ClassVar[bool] = True
    several_accepted: ClassVar[bool] = True
    secret_answers: ClassVar[bool] = True

    shown: bool = True

    @property
    def in_short(self) -> str:
        """Who moves when, what can be done and how it ends."""
        then = (
            "they are opened together, and each says in secret which of them it accepts"
            if self.shown
            else "they are never opened, and count on from round to round"
        )
        return (
            f"Every delegation seals a whole package, and nobody sees another's; {then}. A "
            "package that all have proposed or accepted is the agreement; otherwise only that "
            "there is none is said, and the next round begins."
        )

    @property
    def unseen(self) -> bool:
        """Whether the proposals are never opened."""
        return not self.shown

    def most_moves(self, sides: int) -> tuple[int, int]:
        """Count a proposal of each, and an answer where they are opened."""
        return 0, sides * (1 + self.shown)


class SealedProcedure(Procedure, of=Sealed):
    """How talks go under sealed proposals."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row(SEAL, _D, "propose", (TURN,), (SEAL, ANSWER, "capitals", "agreed")),
        Row(ANSWER, _D, "accept", (TURN, ACCEPTABLE), (ANSWER, SEAL, "capitals", "agreed")),
        Row(ANSWER, _D, "reject", (TURN, REJECTABLE), (ANSWER, SEAL, "capitals", "agreed")),
    )

    def start(self, table: Table) -> Changes:
        """Let every delegation seal a proposal."""
        return {"stage": SEAL, "turn": table.seating.delegations}

    def again(self, table: Table, refused: Options | None = None) -> Changes:
        """Begin a round; what was never opened stays, but for a deal that was refused."""
        kept = table.hidden if table.setup.rules.unseen else {}
        hidden = {
            seat: {deal: subject for deal, subject in support.items() if deal != refused}
            for seat, support in kept.items()
        }
        return {**super().again(table, refused), "hidden": hidden}

    def problem(self, table: Table, seat: Seat, move: Propose) -> str:
        """Refuse a part of a deal."""
        whole = len({**table.settled, **move.deal}) == len(table.agenda.issues)
        return "" if whole else "a sealed proposal names an option of every issue"

    def hearers(self, table: Table, seat: Seat, kind: str) -> tuple[str, ...]:
        """Let the own side alone hear proposals and answers."""
        return (seat.ear,)

    def seen(self, table: Table, seat: Seat) -> tuple[str, tuple[str, ...]]:
        """Show to each side whether its own move is awaited: of the others it hears nothing."""
        done = () if seat.party in table.turn else (seat.party,)
        return table.stage, tuple(o for o in table.seating.delegations if o not in done)

    def propose(self, table: Table, event: Event) -> Changes:
        """Take in a sealed proposal; with the last, open them or look for an overlap."""
        move = event.what
        assert isinstance(move, Propose)
        changes: Changes = {
            "proposals": (*table.proposals, answers.proposal(table, event)),
            **self._supporting(table, event, {_whole(table, move.deal): move.ad_referendum}),
        }
        if not changes["turn"] and not table.setup.rules.unseen:
            changes["due"] = Revealed(
                proposals=tuple(
                    SealedProposal(
                        # Named at the opening: what was sealed before and never opened, say
                        # because the round began anew, nobody else knows of.
                        id=table.proposal_id(one.seat, table.seating.present),
                        seat=one.seat,
                        deal=one.deal,
                        text=one.text,
                        ad_referendum=one.ad_referendum,
                    )
                    for one in sorted(
                        changes["proposals"],
                        key=lambda one: table.seating.delegations.index(one.seat),
                    )
                )
            )
        return changes

    def reveal(self, table: Table, event: Event) -> Changes:
        """Open the proposals to all in the room, as they are called from now on."""
        assert isinstance(event.what, Revealed)
        ids = {one.seat: one.id for one in event.what.proposals}
        named = {"heard": table.seating.present}
        return {
            "stage": ANSWER,
            "turn": table.seating.delegations,
            "proposals": tuple(
                changed(one, {**named, "id": ids[one.seat]}) for one in table.proposals
            ),
        }

    def accept(self, table: Table, event: Event) -> Changes:
        """Take in, in secret, what a delegation accepts."""
        move = event.what
        assert isinstance(move, Accept)
        wanted = (answers.find(table, one) for one in (move.proposal, *move.also))
        deals = {_whole(table, one.deal): move.ad_referendum for one in wanted}
        return self._supporting(table, event, deals)

    def reject(self, table: Table, event: Event) -> Changes:
        """Take in, in secret, that a delegation accepts none of the others' proposals."""
        return self._supporting(table, event, {})

    def amended(self, table: Table, before: Agenda) -> Changes:
        """Begin anew, unless there are the same deals: nobody else knows what fell."""
        if answers.same_deals(table.agenda, before):
            return {}
        return {**self.again(table), "hidden": {}}

    def _supporting(self, table: Table, event: Event, deals: Support) -> Changes:
        before: Support = table.hidden.get(event.seat, {})
        opened = table.stage == ANSWER
        own = dict(before)
        for deal, subject in deals.items():
            own[deal] = subject or (opened and before.get(deal, False))
        hidden = {**table.hidden, event.seat: own}
        turn = without(table.turn, event.seat)
        done = not turn and (opened or table.setup.rules.unseen)
        return {
            "hidden": hidden,
            "turn": turn,
            "due": self._overlap(table, hidden) if done else None,
        }

    def _overlap(self, table: Table, hidden: Mapping[str, Any]) -> Outcome:
        """Return the first deal that all support, or say that there is none."""
        sides = table.seating.delegations
        first = (table.round - 1) % len(sides)
        for seat in sides[first:] + sides[:first]:
            for deal in hidden[seat]:
                if all(deal in hidden[one] for one in sides):
                    subject = {one for one in sides if hidden[one][deal]}
                    return answers.agreement(table, deal, subject) or NoOverlap()
        return NoOverlap()


def _whole(table: Table, deal: Options) -> Options:
    """Return a deal with what is settled."""
    return frozendict({**table.settled, **deal})
