"""The table after an event."""

from collections.abc import Iterable

from accord.talks.events import Event
from accord.talks.setup import Setup
from accord.talks.table import Table


def open_table(setup: Setup) -> Table:
    """Open a table."""
    raise NotImplementedError(setup)


def evolve(table: Table, event: Event) -> Table:
    """Give the table after an event."""
    raise NotImplementedError(table, event)


def replay(events: Iterable[Event]) -> Table:
    """Give the table that a log leads to."""
    raise NotImplementedError(events)
