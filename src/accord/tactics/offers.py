"""The proposals that a seat has made and heard, as what it has heard grows."""

from collections.abc import Mapping
from typing import NamedTuple

from accord.tactics.clock import TalkPlace
from accord.talks import (
    Accept,
    CaughtUp,
    Event,
    Join,
    Opened,
    Options,
    Propose,
    Revealed,
    Setup,
    WalkOut,
    known_moves,
)

MOST_KEPT = 64
"""How many gatherings are kept to go on from."""


class Offer(NamedTuple):
    """A proposal that a seat made or heard; a named tuple, for at every turn all are gathered.

    Attributes:
        seat: Who made it.
        deal: The options proposed, by issue; may be a part of a deal.
        round: The round in which it was made, from 1.
        session: The session, from 1.
        moves: How many moves everybody knew of before.
        made: How many proposals one had made oneself before.
    """

    seat: str
    deal: Options
    round: int
    session: int
    moves: int
    made: int

    @property
    def place(self) -> TalkPlace:
        """Return its place in the talks."""
        return TalkPlace(self.round, self.session, self.moves, self.made)


class Gathered(NamedTuple):
    """All proposals among some events.

    Attributes:
        heard: The events.
        made: What the seat proposed, oldest first.
        received: What others proposed to it, oldest first.
        moves: How many moves everybody knows of, without those made in the seat's absence.
        deals: Every proposal, by its id.
        stands: The option that each seat proposed or accepted last, by seat and issue; who
            accepts several proposals at once has not said which.
        left: The options that the seat once proposed or accepted, and left since, by issue.
        out: The parties that are out of the room.
    """

    heard: tuple[Event, ...]
    made: tuple[Offer, ...]
    received: tuple[Offer, ...]
    moves: int
    deals: Mapping[str, Options]
    stands: Mapping[str, Mapping[str, str]]
    left: Mapping[str, frozenset[str]]
    out: tuple[str, ...] = ()


NOTHING = Gathered((), (), (), 0, {}, {}, {})

_kept: dict[tuple[str, int], Gathered] = {}


def gather(seat: str, heard: tuple[Event, ...]) -> Gathered:
    """Gather the proposals that a seat has made and heard.

    The last gathering of every talk is kept, so that at the next turn only what was added is
    looked at; it is gone on from only where its events are equal to those at hand.

    Args:
        seat: Id of the seat.
        heard: The events that it has heard, oldest first.
    """
    talks = seat, id(heard[0])
    before = _kept.get(talks, NOTHING)
    if before.heard != heard[: len(before.heard)]:
        before = NOTHING
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    found = _kept[talks] = grown(seat, before, heard)
    return found


def grown(seat: str, before: Gathered, heard: tuple[Event, ...]) -> Gathered:
    """Go on from a gathering.

    Args:
        seat: Id of the seat.
        before: What was gathered of the first events.
        heard: All events.
    """
    _, made, received, moves, *_ = before
    out = before.out
    setup = first.setup if isinstance(first := heard[0].what, Opened) else None
    if setup and not before.heard:
        out = setup.out
    sides, present = _in_the_room(setup, out)
    deals, stands, left = dict(before.deals), dict(before.stands), dict(before.left)

    def stand(by: str, options: Mapping[str, str]) -> None:
        was = stands.get(by, {})
        if by == seat:
            for issue, option in options.items():
                if (old := was.get(issue, option)) != option:
                    left[issue] = left.get(issue, frozenset()) | {old}
        stands[by] = {**was, **options}

    for event in heard[len(before.heard) :]:
        what, by = event.what, event.seat
        if isinstance(what, Propose) and what.deal:
            offer = Offer(by, what.deal, event.round, event.session, moves, len(made))
            if by == seat:
                made += (offer,)
            else:
                received += (offer,)
            deals[what.id] = what.deal
            stand(by, what.deal)
        elif isinstance(what, Accept) and not what.also:
            deal = deals.get(what.proposal, Options())
            kept = what.issues or tuple(deal)
            stand(by, {issue: deal[issue] for issue in kept if issue in deal})
        moves += known_moves(event, sides, present)
        if isinstance(what, WalkOut | Join):
            out = tuple(one for one in out if one != by)
            if isinstance(what, WalkOut):
                out += (by,)
            sides, present = _in_the_room(setup, out)
        if isinstance(what, CaughtUp):
            out = what.out
            sides, present = _in_the_room(setup, out)
        if isinstance(what, Revealed):
            others = [one for one in what.proposals if one.seat != seat]
            received += tuple(
                Offer(one.seat, one.deal, event.round, event.session, moves, len(made))
                for one in others
            )
            for one in what.proposals:
                deals[one.id] = one.deal
                stand(one.seat, one.deal)
    return Gathered(heard, made, received, moves, deals, stands, left, out)


def _in_the_room(setup: Setup | None, out: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Count the delegations in the room, and name who hears there, where somebody is out."""
    if setup is None:
        return 0, ()
    sides = sum(one not in out for one in setup.parties)
    return sides, tuple(ear for ear in setup.ears if ear not in out) if out else ()
