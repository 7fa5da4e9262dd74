"""What follows from a move, or why it cannot be made."""

from accord.talks.events import Event
from accord.talks.moves import Move
from accord.talks.table import Table


def decide(table: Table, seat: str, move: Move) -> tuple[Event, ...]:
    """Give the events that follow from a move."""
    raise NotImplementedError(table, seat, move)


def after(table: Table, seat: str, move: Move) -> Table:
    """Give the table after a move."""
    raise NotImplementedError(table, seat, move)


def legal(table: Table, seat: str) -> tuple[str, ...]:
    """Give the kinds of move that a seat may make now."""
    raise NotImplementedError(table, seat)
