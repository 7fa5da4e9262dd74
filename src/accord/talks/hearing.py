"""Who hears what, and what of it."""

from collections.abc import Iterable, Mapping

from accord.talks.answers import find
from accord.talks.events import Event, Opened
from accord.talks.moves import Accept, Instruct, Move, Propose, Refer, Reject, State
from accord.talks.procedure import procedure
from accord.talks.seats import Seat, Seating
from accord.talks.table import CAUCUS, Table, changed

_ANSWERS = frozenset({"propose", "accept", "reject"})
_TO_SOME = (Propose, State)


def hearers(table: Table, seat: Seat, move: Move) -> tuple[str, ...]:
    """Give the seats that hear a move; nobody: everybody does."""
    seating = table.seating
    if isinstance(move, Instruct):
        return seating.sides[seat.party]
    if table.phase is CAUCUS:
        if move.kind in ("state", "propose"):
            return sides(seating, (seating.mediator, table.caucus))
        return ()
    if isinstance(move, _TO_SOME) and move.to:
        return sides(seating, (seat.id, *move.to))
    if move.kind in _ANSWERS:
        ears = procedure(table).hearers(table, seat, move.kind)
        if ears:
            return ears
        return find(table, move.proposal).heard if isinstance(move, Accept | Reject) else ()
    return ()


def sides(seating: Seating, named: Iterable[str]) -> tuple[str, ...]:
    """Give the seats that are named, each with its whole side, in the order of the seats."""
    wanted = set(named)
    for one in tuple(wanted):
        wanted.update(seating.sides.get(seating.by_id[one].party, ()))
    ears = tuple(seat.id for seat in seating.seats if seat.id in wanted)
    return () if len(ears) == len(seating.seats) else ears


def told(table: Table, event: Event) -> Mapping[str, tuple[Event, ...]]:
    """Give what each seat has heard, with an event added."""
    if isinstance(event.what, Opened):
        setup = changed(event.what.setup, {"mandates": type(event.what.setup.mandates)()})
        public = changed(event, {"what": Opened(setup=setup)})
        return dict.fromkeys(table.seating.by_id, (public,))
    number = table.counted(event)
    if number != event.number:
        event = changed(event, {"number": number})
    insiders: tuple[str, ...] = ()
    version = event
    if isinstance(event.what, Refer):
        insiders = table.seating.sides[event.seat]
        secret = find(table, event.what.proposal).heard
        about = "" if secret else event.what.proposal
        version = changed(event, {"what": Refer(proposal=about)})
    heard = dict(table.heard)
    before: tuple[Event, ...] | None = None
    after: tuple[Event, ...] = ()
    for seat in event.heard or heard:
        if seat in insiders:
            heard[seat] = (*heard[seat], event)
            continue
        if heard[seat] is not before:
            # Seats that have heard the same share it.
            before = heard[seat]
            after = (*before, version)
        heard[seat] = after
    return heard
