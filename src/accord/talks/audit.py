"""Holding a log to the rules: whether everything in it follows from what came before."""

import json
from collections.abc import Iterable

from accord.errors import AccordError
from accord.talks.decide import after
from accord.talks.events import Event, Happening, Outcome
from accord.talks.evolve import folded
from accord.talks.log import to_json
from accord.talks.outside import happen
from accord.talks.table import Table


def audit(events: Iterable[Event]) -> tuple[int, str] | None:
    """Find the first event of a log that does not follow by the rules as they are today.

    A log that was written under earlier rules may have one, and is read all the same.

    Args:
        events: The events of the log, from the first.

    Returns:
        Its number and a sentence on it; None where all follow.

    Raises:
        AccordError: If the log is none: `read` refuses it.
    """
    table: Table | None = None
    due: tuple[Event, ...] = ()
    for event in events:
        if table is not None:
            try:
                due = due or _due(table, event)
            except AccordError as error:
                return event.number, f"by the rules this cannot follow: {error}"
            if event != due[0]:
                said = json.dumps(to_json(due[0]), ensure_ascii=False)
                return event.number, f"by the rules this would be {said}"
        table, due = folded(table, event), due[1:]
    if due:
        return due[0].number, f"by the rules '{due[0].kind}' follows here, and is missing"
    return None


def _due(table: Table, event: Event) -> tuple[Event, ...]:
    """Return what follows by the rules where somebody did what an event says.

    Raises:
        AccordError: If it cannot be done.
    """
    if isinstance(event.what, Outcome):
        raise AccordError(f"nothing leads to '{event.kind}' here.")
    if isinstance(event.what, Happening):
        done = happen(table, event.what)
    else:
        done = after(table, event.seat, event.what)
    return done.events[len(table.events) :]
