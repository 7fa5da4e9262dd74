"""What happens outside the room, and moves what a party at the table would settle for."""

from math import isfinite

from accord.errors import AccordError
from accord.talks.events import DeadlinePassed, Event, Happening, MandateMoved, WalkAwayMoved
from accord.talks.evolve import evolve
from accord.talks.setup import mandate_problem
from accord.talks.table import Table
from accord.talks.words import listed

MOST_POINTS = 1e6
"""By how many points a walk-away value can move at once: far more than any deal is worth."""


def happen(table: Table, happening: Happening) -> Table:
    """Return the table after something happened outside the room.

    It is no move: it needs no turn and counts towards no limit. What moves a party is heard by
    its own side alone; that a deadline has passed, by all.

    Args:
        table: The table.
        happening: What happened.

    Raises:
        AccordError: If it cannot be: the talks are over, the party has no delegation, the
            mandate cannot stand or is for its principal to give, or the number is none.
    """
    if said := _problem(table, happening):
        raise AccordError(f"{said}.")
    heard = () if isinstance(happening, DeadlinePassed) else (happening.party,)
    number = len(table.events) + 1
    return evolve(table, Event(number, table.round, table.session, "", happening, heard))


def _problem(table: Table, happening: Happening) -> str:
    """Return why something cannot happen; empty if it can."""
    seating = table.seating
    if table.over:
        return "The talks are over: nothing outside moves them any more"
    if isinstance(happening, DeadlinePassed):
        return ""
    party = happening.party
    if party not in seating.parties:
        named = listed(list(seating.parties), "and")
        return f"There is no delegation of {party} at the table; there are those of {named}"
    match happening:
        case WalkAwayMoved(by=by) if not isfinite(by) or abs(by) > MOST_POINTS:
            return (
                f"The walk-away value of {party} cannot move by {by:g} points: give a number, "
                f"{MOST_POINTS:,.0f} at most"
            )
        case MandateMoved() if party in seating.principals:
            return f"The principal of {party} sits at the table: let it instruct its delegation"
        case MandateMoved(mandate=mandate):
            if said := mandate_problem(table.agenda, mandate):
                return f"The mandate of {party} cannot stand: {said}"
    return ""
