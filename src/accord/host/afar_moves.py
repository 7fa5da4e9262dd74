"""Moves that a delegation's own machine keeps until the host has them, each checked anew.

The table itself is with the host, so what is checked here is what a seat can tell from what it
sees: that the kind of move is still legal, that what it answers still stands, and that nothing
was said or done by others since it was written. The rest the host says.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from accord.talks import (
    Accept,
    Amend,
    Carry,
    Consent,
    Event,
    Instruct,
    Move,
    Object,
    Propose,
    Refer,
    Reject,
    Reopen,
    Retract,
    Settle,
    State,
    Suggest,
    View,
    move_from_json,
    move_to_json,
)
from accord.talks.words import KINDS, listed


@frozen(kw_only=True)
class AfarMove:
    """A move that was made here and that the host has not confirmed.

    Attributes:
        key: What tells it from others, so that it is never made twice.
        table: The id of the table.
        move: The move.
        by: Who made it here, in words.
        at: When.
        heard: How much the seat had heard then.
        until: Where it was sent and nobody knows whether it got there: until when, by the
            host's clock, the host would make it; None where it was not sent, or is known not to
            have been made.
        draft: Whether it is not sent by itself any more: somebody has to look at it.
        why: Why not, in sentences.
    """

    key: str
    table: str
    move: Move
    by: str
    at: datetime
    heard: int
    until: datetime | None = None
    draft: bool = False
    why: tuple[str, ...] = ()

    @property
    def tried(self) -> bool:
        """Whether it was sent, and nobody knows whether it got there."""
        return self.until is not None

    def as_draft(self, *why: str) -> "AfarMove":
        """Return it as what somebody has to look at, with why."""
        return evolve(self, draft=True, why=why)

    def to_json(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return {
            "key": self.key,
            "table": self.table,
            "move": move_to_json(self.move),
            "by": self.by,
            "at": self.at.isoformat(),
            "heard": self.heard,
            "until": self.until and self.until.isoformat(),
            "draft": self.draft,
            "why": list(self.why),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "AfarMove":
        """Read it from what JSON held.

        Raises:
            AccordError: If it holds no move.
            ValueError: If it is not as it was written.
            KeyError: If something is left out.
        """
        read = {"move": move_from_json(plain["move"]), "why": tuple(map(str, plain["why"]))}
        at, until = datetime.fromisoformat(plain["at"]), plain["until"]
        until = None if until is None else datetime.fromisoformat(until)
        return cls(**{**plain, **read, "at": at, "until": until})


def pinned(seen: View, move: Move) -> Move:
    """Return a move with what it is about by its name: what is last now may be another later.

    Args:
        seen: What the seat sees when it makes the move.
        move: The move.
    """
    if isinstance(move, Refer) and not move.proposal:
        # What was referred already is not meant again: the offer, else the last of the others.
        there = (*seen.proposals, *([seen.offer] if seen.offer else []))
        open_ids = [one.id for one in there if one.id not in seen.referred]
        return evolve(move, proposal=open_ids[-1]) if open_ids else move
    if isinstance(move, Accept | Reject) and not move.proposal and seen.offer:
        return evolve(move, proposal=seen.offer.id)
    if isinstance(move, Retract) and not move.proposal:
        own = [one.id for one in seen.proposals if one.seat == seen.seat]
        return evolve(move, proposal=own[-1]) if own else move
    if isinstance(move, Consent | Object) and move.motion is None:
        open_ = [
            one.number
            for one in seen.motions
            if isinstance(move, Object) or seen.seat not in one.consents
        ]
        return evolve(move, motion=open_[-1]) if open_ else move
    return move


def why_not(seen: View, move: Move) -> Iterator[str]:
    """Yield why a move cannot be made, as far as a seat can tell from what it sees.

    Args:
        seen: What the seat sees.
        move: The move.
    """
    if seen.over:
        yield "The talks are over."
        return
    if move.kind not in seen.legal:
        legal = [KINDS[one] for one in dict.fromkeys(seen.legal)]
        now = f"what it may do now: {listed(legal, 'or')}" if legal else "there is nothing now"
        yield f"This seat may not {KINDS[move.kind]} now; {now}."
    open_ = {one.id for one in seen.proposals}
    for one in _proposals(move):
        if one not in open_:
            yield f"The proposal {one} is not open any more."
    motions = {None, *(one.number for one in seen.motions)}
    if isinstance(move, Consent | Object) and move.motion not in motions:
        yield f"Motion {move.motion} is not open any more."
    for issue, option in _options(move):
        if (known := seen.agenda.issues.get(issue)) is None:
            yield f"The issue '{issue}' is not on the agenda any more."
        elif option and option not in known.choices:
            yield f"The option '{option}' of “{known.name}” is not on the agenda any more."


def _proposals(move: Move) -> Iterator[str]:
    if isinstance(move, Accept | Reject | Refer | Retract) and move.proposal:
        yield move.proposal
    if isinstance(move, Accept):
        yield from move.also


def _options(move: Move) -> Iterator[tuple[str, str]]:
    """Yield the issues that a move names, each with an option; with an empty text for none."""
    match move:
        case Propose() | State() | Suggest() | Carry():
            yield from move.deal.items()
        case Settle():
            yield from move.options.items()
        case Instruct():
            yield from ((i, o) for i, options in move.mandate.items() for o in options)
        case Reject():
            yield from ((i, o) for i, options in move.rather.items() for o in options)
        case Accept() | Reopen():
            yield from ((issue, "") for issue in move.issues)
        case Amend() if move.on:
            yield move.on, ""


def by_others(seen: View, since: int) -> tuple[Event, ...]:
    """Return what a seat has heard since, but for what its own side said and did.

    Args:
        seen: What the seat sees.
        since: How much it had heard.
    """
    own = {one.id for one in seen.seats if one.ear == seen.ear} | {seen.seat}
    return tuple(event for event in seen.heard[since:] if event.seat not in own)


def heard_by_then(seen: View, since: int, seat: str) -> int:
    """Return how much a seat has heard with its own move and what followed from it.

    Where others did something before that, it is what the seat had heard then.

    Args:
        seen: What the seat sees after its move.
        since: How much it had heard before.
        seat: Id of the seat.
    """
    own = {one.id for one in seen.seats if one.ear == seen.ear}
    for number, event in enumerate(seen.heard[since:], since):
        if event.seat == seat:
            number += 1
            while number < len(seen.heard) and not seen.heard[number].seat:
                number += 1
            return number
        if event.seat not in own:
            break
    return since
