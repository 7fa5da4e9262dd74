"""Walk-away values that are assumed to move while talks are played: what happens outside."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from attrs import field, frozen

from accord.errors import AccordError
from accord.talks import Setup
from accord.talks.outside import MOST_POINTS

FORM = "write --shift PARTY=POINTS@ROUND, such as alba=-5@3"


@frozen(kw_only=True)
class Shift:
    """A walk-away value that is assumed to move when a round begins.

    Attributes:
        round: The round, from 1; what moves in the first moves before anybody speaks.
        party: Whose walk-away value.
        by: The points that are added to it.
        why: What happens outside the room, in words.
    """

    round: int
    party: str
    by: float = field(converter=float)
    why: str = ""


def parse_shifts(texts: Iterable[str]) -> tuple[Shift, ...]:
    """Read walk-away values that move: `PARTY=POINTS@ROUND`, each.

    Raises:
        AccordError: If one is not of that form.
    """
    return tuple(map(_parsed, texts))


def _parsed(text: str) -> Shift:
    party, _, rest = (one.strip() for one in text.rpartition("="))
    points, _, number = (one.strip() for one in rest.rpartition("@"))
    if not (party and points and number):
        raise AccordError(f"'{text}' moves nothing: {FORM}.")
    try:
        by = float(points)
    except ValueError:
        raise AccordError(f"'{text}': '{points}' is no number of points: {FORM}.") from None
    if not (number.isascii() and number.isdigit()):
        raise AccordError(f"'{text}': '{number}' is the number of no round: {FORM}.")
    return Shift(round=int(number), party=party, by=by)


def problem(setup: Setup, shift: Shift) -> str:
    """Return in a sentence why a walk-away value cannot move in talks, or nothing.

    Args:
        setup: What the talks begin with.
        shift: How it is to move.
    """
    if shift.party not in setup.delegations:
        return (
            f"There is no party '{shift.party}' whose walk-away value could move; there are: "
            f"{', '.join(setup.delegations)}."
        )
    if not isfinite(shift.by) or abs(shift.by) > MOST_POINTS:
        return (
            f"The walk-away value of '{shift.party}' cannot move by {shift.by:g} points: give "
            f"a number, {MOST_POINTS:,.0f} at most."
        )
    last = setup.rules.rounds
    if shift.round < 1 or (last is not None and shift.round > last):
        most = "1 on" if last is None else f"1 to {last}"
        return f"Round {shift.round} is none of these talks: choose one from {most}."
    return ""


def moved_by(shifts: Iterable[Shift], round_: int) -> dict[str, float]:
    """Return by how many points walk-away values have moved, by party.

    Args:
        shifts: How they move.
        round_: The round that has begun.
    """
    found: dict[str, float] = {}
    for one in shifts:
        if one.round <= round_:
            found[one.party] = found.get(one.party, 0.0) + one.by
    return found


def shifts_to_json(shifts: Iterable[Shift]) -> list[dict[str, Any]]:
    """Return shifts as plain dicts."""
    return [
        {"party": one.party, "by": one.by, "round": one.round, "why": one.why} for one in shifts
    ]
