"""Who hears what, and what everybody knows of."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from accord.talks.answers import find
from accord.talks.events import Event, NoOverlap, Opened, Revealed
from accord.talks.moves import (
    Accept,
    Carry,
    Instruct,
    Join,
    Move,
    Propose,
    Refer,
    Reject,
    Retract,
    State,
)
from accord.talks.procedure import procedure
from accord.talks.seats import Seat, SeatingPlan
from accord.talks.table import CAUCUS, Table, changed

_OFFERS = (Propose, Accept, Reject)
_TO_SOME = (Propose, State)
_TO_CAPITAL = (Instruct, Refer)
_TO_PROPOSAL = (Accept, Reject)
_TOGETHER = (Revealed, NoOverlap)


def hearers(table: Table, seat: Seat, move: Move) -> tuple[str, ...]:
    """Return who hears a move, each by its ear; nobody: everybody does.

    Who is out of the room does not hear what is said in it.
    """
    if isinstance(move, Join):
        return _ears(table.seating, (*table.seating.present, seat.id))
    return _hearers(table, seat, move) or table.seating.present


def _hearers(table: Table, seat: Seat, move: Move) -> tuple[str, ...]:
    seating = table.seating
    if isinstance(move, _OFFERS) and not (isinstance(move, Propose) and move.to):
        ears = procedure(table).hearers(table, seat, move.kind)
        if ears:
            return ears
        return find(table, move.proposal).heard if isinstance(move, _TO_PROPOSAL) else ()
    if isinstance(move, _TO_CAPITAL):
        return (seat.ear,)
    if isinstance(move, State) and is_aside(table, seat):
        return _ears(seating, (seating.mediator, table.caucus))
    if isinstance(move, Carry):
        return _ears(seating, (seat.id, *move.to))
    if isinstance(move, _TO_SOME) and move.to:
        return _ears(seating, (seat.id, *move.to))
    if isinstance(move, Retract):
        return find(table, move.proposal).heard
    return ()


def is_aside(table: Table, seat: Seat) -> bool:
    """Whether a seat is in a caucus: what it says there is for those in it alone."""
    return table.phase is CAUCUS and seat.ear in (table.caucus, table.seating.mediator)


def _ears(seating: SeatingPlan, named: Iterable[str]) -> tuple[str, ...]:
    """Return the ears of some seats, in the order of the seats; nobody where they are all."""
    wanted = {seating.by_id[one].ear for one in named}
    ears = tuple(ear for ear in seating.ears if ear in wanted)
    return () if len(ears) == len(seating.ears) else ears


def told(table: Table, event: Event) -> Mapping[str, tuple[Event, ...]]:
    """Return what each has heard, with an event added, numbered as the one hears it."""
    if isinstance(event.what, Opened):
        setup, opened = event.what.setup, {}
        capitals = setup.principals
        for ear in {"", *capitals}:
            hidden = {seat for party, seat in capitals.items() if party != ear}
            seats = tuple(seat for seat in setup.seats if seat.id not in hidden)
            public = Opened(setup=evolve(setup, seats=seats, mandates={}, ratifies=()))
            opened[ear] = (changed(event, {"what": public}),)
        return {ear: opened[ear if ear in capitals else ""] for ear in setup.ears}
    heard = dict(table.heard)
    before: tuple[Event, ...] | None = None
    after: tuple[Event, ...] = ()
    carried = None
    if isinstance(event.what, Carry):
        carried = changed(event, {"what": _as_heard(table, event.what)})
    for ear in event.heard or heard:
        if carried is not None and ear != table.seating.mediator:
            heard[ear] = (*heard[ear], changed(carried, {"number": len(heard[ear]) + 1}))
            continue
        if heard[ear] is not before:
            # Those who have heard the same share it.
            before, number = heard[ear], len(heard[ear]) + 1
            one = event if number == event.number else changed(event, {"number": number})
            after = (*before, one)
        heard[ear] = after
    return heard


def _as_heard(table: Table, move: Carry) -> Carry | State:
    """Return what is carried as those hear it to whom it is: from its id they would know whose.

    What is not carried as somebody's words is the mediator's own, which nothing may tell from
    what else the mediator says.
    """
    if move.of:
        return changed(move, {"note": ""})
    to = () if table.phase is CAUCUS else move.to
    return State(text=move.text, deal=move.deal, to=to, question=move.question)


def known_moves(event: Event, sides: int, present: tuple[str, ...] = ()) -> int:
    """Return how many moves everybody knows to have been made once an event has happened.

    A move that not all in the room hear is not among them, so that neither a count nor a limit
    of moves tells of it. Of sealed proposals and answers all know when they are opened, or when
    it is said that nothing overlaps: one of every delegation.

    Args:
        event: The event.
        sides: How many delegations are in the room.
        present: Who is in the room, where somebody is not.
    """
    if event.seat:
        # Who joins was not in the room before, and all in it hear of that.
        return event.heard in ((), present) or isinstance(event.what, Join)
    return sides if isinstance(event.what, _TOGETHER) else 0
