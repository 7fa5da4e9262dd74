"""What is left to the other of two sides, by somebody who believes to know its numbers."""

from collections.abc import Sequence
from functools import lru_cache

from attrs import evolve

from accord.model import Exclusion, Interests, Range
from accord.tactics.own import Own
from accord.tactics.turn import Turn, open_options
from accord.talks import Mandate, Options, Role
from accord.talks.moves import FULL_POWERS
from accord.talks.outside import MOST_POINTS

WHOLE = 100.0
"""How many points there are to divide: what one side does not have, the other has."""


def sides(turn: Turn) -> tuple[str, ...]:
    """Return the delegations at the table, in the order of the seats."""
    return tuple(seat.id for seat in turn.view.seats if seat.role is Role.DELEGATION)


def leaving(turn: Turn, others: Sequence[Interests], least: float) -> Options:
    """Find the deal best for oneself of those that leave the other at least so much.

    Bonuses of combinations do not count in what is best for oneself. Where there is not one
    other alone whose numbers are known, the deal is meant that leaves so much of 100 points.

    Args:
        turn: What the delegation goes by.
        others: What deals are believed to be worth to other parties.
        least: What it leaves, in points; at most what the best deal is worth to the other.
            What no deal was worth to it when the talks began does not count: it may have moved.
    """
    own, view = turn.own, turn.view
    known = {one.party: one for one in others}
    rest = [one for one in sides(turn) if one != view.seat]
    if len(rest) != 1 or rest[0] not in known:
        return own.above(WHOLE - least)
    refused = own.numbers.interests[0].red_lines
    open_ = Mandate(open_options(view)) or FULL_POWERS
    theirs = Own.of(view.agenda, _taking_anything(known[rest[0]], refused), open_)
    if not theirs.has_deal:
        return own.above(own.highest)
    found = theirs.toward(least, own.gains)
    return found if own.acceptable(found) else own.above(own.walk_away)


@lru_cache(maxsize=64)
def _taking_anything(held: Interests, lines: tuple[Exclusion, ...]) -> Interests:
    """Return interests without a walk-away value, that refuse what somebody else does, too."""
    low = Range(-MOST_POINTS, -MOST_POINTS)
    return evolve(held, red_lines=(*held.red_lines, *lines), walk_away=low)
