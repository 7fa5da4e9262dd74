"""What a seat has heard of talks kept in a store, with who did it and when."""

from collections.abc import Iterable
from typing import NamedTuple

from accord import talks
from accord.store.chain import Envelope
from accord.talks.evolve import folded


class HeardEvent(NamedTuple):
    """An event as a seat has heard it, with what the store says of it.

    Attributes:
        event: The event, as in the seat's view.
        at: When the store took it, in UTC.
        by: Who made the move; empty where nobody is named, and of what follows by the rules:
            who made the last of several secret moves is nobody's to know.
    """

    event: talks.Event
    at: str
    by: str


def heard_by(envelopes: Iterable[Envelope], seat: str) -> tuple[HeardEvent, ...]:
    """Return what a seat has heard at a table, as its view has it.

    Args:
        envelopes: The log of the table, from the first event, as `Store.read` gives it.
        seat: Id of the seat.

    Raises:
        AccordError: If this is no log of talks, or nobody sits there.
    """
    table: talks.Table | None = None
    found = list[HeardEvent]()
    for one in envelopes:
        event = talks.from_json(one.event)
        table = folded(table, event)
        heard = table.heard[table.seating.seat(seat).ear]
        by = one.by if event.seat else ""
        found += [HeardEvent(each, one.at, by) for each in heard[len(found) :]]
    return tuple(found)
