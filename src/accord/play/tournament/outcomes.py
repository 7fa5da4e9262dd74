"""What one talk of a tournament came to, and how far that is from the best deals."""

from collections import deque
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.frontiers import acceptable_frontier
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.fair import fair_deals
from accord.kernels.solutions import nash, utilitarian
from accord.kernels.ties import Floats, rounded
from accord.play.game import Game
from accord.play.player import play
from accord.store import links
from accord.talks import Event, to_json


@frozen(kw_only=True)
class Outcome:
    """What one talk came to.

    Attributes:
        agreed: Whether there is a deal.
        worth: What each party had in the end, in points: the deal's worth, or its walk-away
            value.
        rounds: The round of the last move.
        moves: How many moves were made.
        nash: How far that is from the Nash deal, in points; None where no deal is acceptable
            to all.
        welfare: How far it is from the deal with the largest sum of gains.
        error: In points, what the frontier behind the two distances may lack; 0 where the
            two deals are the best for certain.
        log: The head of the log: the hash of its last line, as `accord.store` writes it and
            `accord verify` tells it.
    """

    agreed: bool
    worth: frozendict[str, float]
    rounds: int
    moves: int
    nash: float | None
    welfare: float | None
    error: float
    log: str


def outcome(game: Game) -> Outcome:
    """Play one talk of a tournament, and keep what counts.

    Args:
        game: The talk.

    Raises:
        AccordError: If a delegate makes a move that is not legal, or a party lacks a number for
            the deal since the agenda was changed.
    """
    try:
        played = play(game)
        worth = played.known_worth
    except AccordError as error:
        who = ", ".join(f"{seat}={one.name}" for seat, one in game.delegates.items())
        raise AccordError(f"{who}, seed {game.seed}: {error}") from None
    aims = _aims(game.numbers)
    here = np.array([worth[party] for party in game.setup.delegations])
    return Outcome(
        agreed=played.agreed,
        worth=worth,
        rounds=played.rounds,
        moves=played.table.moves,
        nash=None if aims is None else _nearest(aims.nash, here),
        welfare=None if aims is None else _nearest(aims.welfare, here),
        error=0.0 if aims is None else aims.error,
        log=_head(played.log),
    )


@frozen(eq=False)
class _Aims:
    """What distances are measured to: all deals that are equally good, shape (k, parties)."""

    nash: Floats
    welfare: Floats
    error: float


@lru_cache(maxsize=64)
def _aims(numbers: Worth) -> _Aims | None:
    with refusing_what_is_too_large():
        found, error = acceptable_frontier(numbers)
    points, walk_away = found.points, numbers.walk_away
    if not len(points):
        return None
    fair = fair_deals(numbers.programs(numbers.bans), walk_away) if error else None
    if fair is not None:  # a list that is not whole may lack the best
        best = fair.best["nash"], fair.best["utilitarian"]
        proven = not any(one.gap for one in best)
        worths = [numbers.points(one.choice[None]) for one in best]
        return _Aims(worths[0], worths[1], 0.0 if proven else error)
    return _Aims(
        points[nash(points, walk_away, points.max(axis=0))],
        points[utilitarian(points, walk_away)],
        error,
    )


def _nearest(aims: Floats, here: Floats) -> float:
    return rounded(float(np.linalg.norm(aims - here, axis=1).min()))


def _head(log: Iterable[Event]) -> str:
    """Return the hash of the last line of a log."""
    return deque(links(map(to_json, log)), maxlen=1).pop().hash
