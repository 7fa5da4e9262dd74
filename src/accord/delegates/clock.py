"""How far talks have gone: from 0 at the start to 1 when the last chance has come."""

from functools import lru_cache
from typing import NamedTuple

from accord.talks import Alternating, Role, Rules, Sealed, Seat, View


class Mark(NamedTuple):
    """A place in talks.

    Attributes:
        round: The round, from 1.
        session: The session, from 1.
        moves: How many moves were made before, by anybody.
        made: How many proposals one had made oneself.
    """

    round: int
    session: int
    moves: int
    made: int


def elapsed(view: View, horizon: int, mark: Mark) -> float:
    """Say how far talks had gone at a place in them.

    It is the furthest by any limit of the rules. Of N rounds or sessions, the first is at 0 and
    the last at 1. Of N moves, the start is at 0, and the last turn that every delegation is
    sure to have is at 1. Where the rules set no limit, a horizon of so many rounds stands in
    for one; on the open floor, where rounds do not end by themselves and moves are not limited,
    of so many proposals of one's own.

    Args:
        view: The table as a seat sees it.
        horizon: How many rounds to reckon with where the rules set no limit.
        mark: The place.
    """
    rules = view.rules
    reached = -1.0
    if rules.rounds is not None:
        reached = _share(mark.round, rules.rounds)
    if rules.sessions is not None:
        reached = max(reached, _share(mark.session, rules.sessions))
    if rules.moves is not None:
        last = max(1, rules.moves - _cycle(rules, view.seats))
        reached = max(reached, min(1.0, mark.moves / last))
    elif not rules.takes_turns:
        reached = max(reached, _share(mark.made + 1, horizon))
    return reached if reached >= 0 else _share(mark.round, horizon)


@lru_cache(maxsize=64)
def _cycle(rules: Rules, seats: tuple[Seat, ...]) -> int:
    """Give how many moves at most lie between a delegation's turns to propose."""
    sides = sum(seat.role is Role.DELEGATION for seat in seats)
    if isinstance(rules, Alternating):
        return sides * sides
    if isinstance(rules, Sealed) and rules.shown:
        return 2 * sides
    return sides + rules.needs_mediator


def _share(now: int, last: int) -> float:
    """Give how far a count has gone from 1 to the last."""
    return 1.0 if last <= 1 else min(1.0, (now - 1) / (last - 1))
