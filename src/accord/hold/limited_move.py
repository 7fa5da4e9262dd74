"""Limited-move stability: what looking ahead over a number of moves comes to.

Two decision makers move in turn, at most `h` times in all, and either may stop by staying where
it is (Zagare 1984; Kilgour 1985; Fang, Hipel and Kilgour 1993, chapter 3). Whoever moves at `s`
with `h` moves left goes to the state from which the rest leads to what it likes best, and goes
only if it likes that better than `s`:

    value_h(i, s) = max(u_i(s), max over moves s -> t of i of what i has of end_(h-1)(j, t))

The definition is for strict preferences. Where a mover is indifferent between several moves,
the other reckons with the one that leaves it worst off: that decides nothing where there are no
ties. Of more than two decision makers there are several published definitions that differ
(Soares and others 2026, Group Decision and Negotiation, compare four); none is taken here.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import frozen

from accord.errors import AccordError
from accord.hold.graph_model import Bools, GraphModel, Ints, OptionGame

MOST_MOVES = 1 << 24
"""Moves of a game that are looked at for each of the moves ahead: about a second."""


@frozen(kw_only=True, eq=False)
class LimitedMove:
    """Which states somebody who looks some moves ahead would not leave.

    Attributes:
        horizon: How many moves are looked ahead.
        each: For each decision maker whether each state is stable, shape (states,).
    """

    horizon: int
    each: Mapping[str, Bools]

    @property
    def equilibria(self) -> Bools:
        """Whether each state is stable for both."""
        both: Bools = np.logical_and.reduce([*self.each.values()])
        return both


def limited_move(game: GraphModel | OptionGame, horizon: int) -> LimitedMove:
    """Return which states are stable for somebody who looks a number of moves ahead.

    Args:
        game: The game, of two decision makers.
        horizon: How many moves are looked ahead, 1 or more; of one, it is Nash's stability.

    Raises:
        AccordError: If other than two decide, or the game is too large.
    """
    if len(game.makers) != 2:
        raise AccordError(
            "looking some moves ahead is defined here for two decision makers who move in "
            f"turn: this game has {len(game.makers)}"
        )
    moves = game.size * max(_ways_to_move(game, one) for one in game.makers)
    if moves > MOST_MOVES:
        raise AccordError(
            f"looking some moves ahead is done in games of {MOST_MOVES:,} moves at most: this "
            f"one has up to {moves:,}"
        )
    ranks: Ints = np.stack([np.asarray(game.ranks[one], np.int64) for one in game.makers])
    # What both have where the moves come to an end, by who is to move: (movers, both, states).
    ends: Ints = np.stack([ranks, ranks])
    stays = np.ones((2, ranks.shape[1]), np.bool_)
    for _ in range(horizon):
        then = [_end(game, mover, ranks, ends[1 - mover]) for mover in (0, 1)]
        stays = np.stack([one for _, one in then])
        now = np.stack([end for end, _ in then])
        if np.array_equal(now, ends):  # and so for ever after
            break
        ends = now
    can_be = game.feasible if isinstance(game, OptionGame) else np.ones(game.size, np.bool_)
    each = {one: stays[mover] & can_be for mover, one in enumerate(game.makers)}
    return LimitedMove(horizon=horizon, each=each)


def _end(
    game: GraphModel | OptionGame, mover: int, ranks: Ints, after: Ints
) -> tuple[Ints, Bools]:
    """Return what both have in the end where one is to move, and where it stays.

    Args:
        game: The game.
        mover: The place of who is to move.
        ranks: How good each state is, shape (both, states).
        after: What both have in the end once it has moved to each state, likewise.
    """
    own, other = ranks[mover], ranks[1 - mover]
    best: Ints = np.full(len(own), np.iinfo(np.int64).min)
    for start, to in _moves(game, game.makers[mover]):
        np.maximum.at(best, start, after[mover, to])
    goes = best > own
    left: Ints = np.full(len(own), np.iinfo(np.int64).max)
    for start, to in _moves(game, game.makers[mover]):
        chosen = goes[start] & (after[mover, to] == best[start])
        np.minimum.at(left, start[chosen], after[1 - mover, to[chosen]])
    end = np.empty_like(ranks)
    end[mover] = np.where(goes, best, own)
    end[1 - mover] = np.where(goes, left, other)
    return end, ~goes


def _ways_to_move(game: GraphModel | OptionGame, maker: str) -> int:
    """Return in how many ways somebody can move from a state at most."""
    if isinstance(game, OptionGame):
        return 1 << len(game.own[maker])
    return 1 + len(game.moves[maker]) // game.size


def _moves(game: GraphModel | OptionGame, maker: str) -> Iterator[tuple[Ints, Ints]]:
    """Yield the moves of somebody, many at once: from which states and to which."""
    if isinstance(game, GraphModel):
        moves = game.moves[maker]
        yield moves[:, 0], moves[:, 1]
        return
    own, once_y, once_n = (game.bits(maker, way) for way in ("", "Y", "N"))
    states = game.numbers
    change = own
    while change:
        undone = change & (once_y & states | once_n & ~states)
        start = states[(undone == 0) & game.feasible[states ^ change]]
        yield start, start ^ change
        change = (change - 1) & own
