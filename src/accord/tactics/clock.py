"""How far talks have gone: from 0 at the start to 1 when the last chance has come."""

from functools import lru_cache
from typing import NamedTuple

from accord.talks import Role, Rules, Seat, View


class TalkPlace(NamedTuple):
    """A place in talks.

    Attributes:
        round: The round, from 1.
        session: The session, from 1.
        moves: How many moves everybody knew of before.
        made: How many proposals one had made oneself.
    """

    round: int
    session: int
    moves: int
    made: int


def elapsed(view: View, horizon: int, place: TalkPlace) -> float:
    """Return how far talks had gone at a place in them.

    It is the furthest by any limit of the rules. Of N rounds or sessions, the first is at 0 and
    the last at 1. A limit of moves counts as the whole rounds that it leaves room for, so that
    all who move in the same round do so at the same time, and one that the rounds never reach
    says nothing; where statements and the like have used moves up, fewer are left. A single
    session is no measure where seats take turns: any number of rounds goes into it. Where the
    rules set no limit, a horizon of so many rounds stands in for one; on the open floor, where
    rounds do not end by themselves, of so many proposals of one's own.

    Args:
        view: The table as a seat sees it.
        horizon: How many rounds to reckon with where the rules set no limit.
        place: The place.
    """
    rules = view.rules
    reached = []
    if rules.rounds is not None:
        reached.append(_share(place.round, rules.rounds))
    if rules.sessions is not None and (rules.sessions > 1 or not rules.takes_turns):
        reached.append(_share(place.session, rules.sessions))
    if rules.moves is not None:
        opening, each = _moves(rules, view.seats)
        now = place.round if rules.takes_turns else place.moves // each + 1
        left = (rules.moves - place.moves - 1) // each
        reached.append(_share(now, min((rules.moves - opening) // each, now + left)))
    if reached:
        return max(reached)
    return _share(place.round if rules.takes_turns else place.made + 1, horizon)


@lru_cache(maxsize=64)
def _moves(rules: Rules, seats: tuple[Seat, ...]) -> tuple[int, int]:
    """Return how many moves come before the first round, and how many a round has at most."""
    return rules.most_moves(sum(seat.role is Role.DELEGATION for seat in seats))


def _share(now: int, last: int) -> float:
    """Return how far a count has gone from 1 to the last."""
    return 1.0 if last <= 1 else min(1.0, (now - 1) / (last - 1))
