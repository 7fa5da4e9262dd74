"""What happens outside the room: it moves what a party would settle for, or becomes known."""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite

from accord.errors import AccordError
from accord.model import Agenda
from accord.talks.events import (
    DeadlinePassed,
    Event,
    Happening,
    MandateMoved,
    News,
    RedLinesMoved,
    ValuesMoved,
    WalkAwayMoved,
)
from accord.talks.evolve import evolve
from accord.talks.setup import mandate_problem
from accord.talks.table import Table
from accord.talks.words import listed

MOST_POINTS = 1e6
"""By how many points a walk-away value, or that of an option, can move at once: far more than
any deal is worth."""


def happen(table: Table, happening: Happening) -> Table:
    """Return the table after something happened outside the room.

    It is no move: it needs no turn and counts towards no limit. What moves a party is heard by
    its own side alone; that a deadline has passed, by all; news by those who are named, or by
    all, who is out of the room among them.

    Args:
        table: The table.
        happening: What happened.

    Raises:
        AccordError: If it cannot be: the talks are over, the party has no delegation, the
            mandate cannot stand or is for its principal to give, the number is none, or the
            news says nothing or is for somebody who does not sit there.
    """
    if said := _problem(table, happening):
        raise AccordError(f"{said}.")
    heard = _hearers(table, happening)
    number = len(table.events) + 1
    return evolve(table, Event(number, table.round, table.session, "", happening, heard))


def _hearers(table: Table, happening: Happening) -> tuple[str, ...]:
    """Return who hears it, each by its ear; nobody: everybody does."""
    match happening:
        case DeadlinePassed():
            return ()
        case News(to=to):
            named = tuple(ear for ear in table.seating.ears if ear in to)
            return () if len(named) == len(table.seating.ears) else named
    return (happening.party,)


def _problem(table: Table, happening: Happening) -> str:
    """Return why something cannot happen; empty if it can."""
    seating = table.seating
    if table.over:
        return "The talks are over: nothing outside moves them any more"
    if isinstance(happening, DeadlinePassed):
        return ""
    if isinstance(happening, News):
        return _untold(table, happening)
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
        case ValuesMoved() | RedLinesMoved():
            return interests_problem(table.agenda, happening)
    return ""


def interests_problem(agenda: Agenda, moved: ValuesMoved | RedLinesMoved) -> str:
    """Return why values or red lines cannot move so; empty if they can.

    Args:
        agenda: The issues and options.
        moved: What moves.
    """
    if isinstance(moved, ValuesMoved):
        return next(_unvalued(agenda, moved), "")
    return next(_undrawn(agenda, moved), "")


def _unvalued(agenda: Agenda, moved: ValuesMoved) -> Iterator[str]:
    """Yield why values cannot move."""
    if not any(moved.values.values()):
        yield f"No value of {moved.party} moves: name the points by issue and option"
    yield from _not_on_agenda(agenda, f"The values of {moved.party}", moved.values)
    for options in moved.values.values():
        for option, by in options.items():
            if not isfinite(by) or abs(by) > MOST_POINTS:
                yield (
                    f"The value of {option} to {moved.party} cannot move by {by:g} points: "
                    f"give a number, {MOST_POINTS:,.0f} at most"
                )


def _undrawn(agenda: Agenda, moved: RedLinesMoved) -> Iterator[str]:
    """Yield why red lines cannot move."""
    if not (moved.added or moved.dropped):
        yield f"No red line of {moved.party} moves: name those it adds, or drops by their id"
    ids = [one.id for one in moved.added]
    for place, one in enumerate(moved.added):
        if not one.id:
            yield f"A red line that {moved.party} adds has no id"
        if one.id in ids[:place]:
            yield f"Two red lines that {moved.party} adds are called {one.id}"
        if not one.never or not all(one.never.values()):
            yield f"The red line {one.id} of {moved.party} refuses nothing: name options"
        yield from _not_on_agenda(agenda, f"The red line {one.id} of {moved.party}", one.never)


def _not_on_agenda(
    agenda: Agenda, what: str, named: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    for issue, options in named.items():
        if issue not in agenda.issues:
            yield f"{what} cannot move: there is no issue {issue} on the agenda"
            continue
        for option in options:
            if option not in agenda.issues[issue].choices:
                yield f"{what} cannot move: the issue {issue} has no option {option}"


def _untold(table: Table, news: News) -> str:
    """Return why news cannot be told; empty if it can."""
    if not news.text.strip():
        return "There is nothing to tell: news says what happened in words"
    for one in news.to:
        if one not in table.seating.ears:
            named = listed(list(table.seating.ears), "and")
            return f"Nobody called {one} hears anything at the table; who does: {named}"
    return ""
