"""Stability in a game given by its moves, for all states at once.

What the opponents can do to somebody who has moved to a state is the least fixed point of
`w(s, l) = min(value(s), w(t, j) for each move s -> t of an opponent j other than l)`, where `l`
moved last: so no decision maker moves twice in a row (Fang, Hipel and Kilgour 1993, definition
3.7), and no path has to be followed twice.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from accord.hold.concepts import IN_TURN, Concept, Reachability
from accord.hold.graph_model import Bools, GraphModel, Ints
from accord.hold.option_passes import worst_answer


@frozen(eq=False)
class _Arcs:
    """The moves of one decision maker, those from one state together.

    Attributes:
        starts: Where in `to` the moves of each state begin that has any.
        of: The states that have any.
        to: Where the moves lead.
    """

    starts: Ints
    of: Ints
    to: Ints

    @classmethod
    def sorted(cls, moves: Ints) -> "_Arcs":
        order = np.argsort(moves[:, 0], kind="stable")
        start, to = moves[order, 0], moves[order, 1]
        of, starts = np.unique(start, return_index=True)
        return cls(starts, of, to)

    def most(self, values: Ints, otherwise: Ints) -> Ints:
        """Return the largest value that one move leads to, or what is given where none does."""
        found = otherwise.copy()
        if len(self.to):
            reached = np.maximum.reduceat(values[self.to], self.starts)
            found[self.of] = np.maximum(found[self.of], reached)
        return found

    def least(self, values: Ints, otherwise: Ints) -> Ints:
        """Return the smallest value that one move leads to, or what is given if smaller."""
        found = otherwise.copy()
        if len(self.to):
            reached = np.minimum.reduceat(values[self.to], self.starts)
            found[self.of] = np.minimum(found[self.of], reached)
        return found


def stable_by_moves(
    game: GraphModel, reachability: Reachability
) -> dict[Concept, dict[str, Bools]]:
    """Return which states are stable for whom, by all concepts but the simultaneous one.

    Args:
        game: The game.
        reachability: What several opponents can bring about.
    """
    every = {one: _Arcs.sorted(game.moves[one]) for one in game.makers}
    improving = {one: _Arcs.sorted(_improvements(game, one)) for one in game.makers}
    found: dict[Concept, dict[str, Bools]] = {one: {} for one in IN_TURN}
    for one in game.makers:
        rank, own = game.ranks[one], every[one]
        others = [each for each in game.makers if each != one]
        moves = [every[each] for each in others]
        worst = _answered(moves, rank, reachability)
        put_right = _answered(moves, own.most(rank, rank), reachability)
        credible = _answered([improving[each] for each in others], rank, reachability)
        found[Concept.NASH][one] = own.most(rank, rank) <= rank
        found[Concept.GMR][one] = own.most(np.minimum(rank, worst), rank) <= rank
        found[Concept.SMR][one] = own.most(np.minimum(rank, put_right), rank) <= rank
        found[Concept.SEQ][one] = own.most(np.minimum(rank, credible), rank) <= rank
    return found


def _improvements(game: GraphModel, maker: str) -> Ints:
    moves, rank = game.moves[maker], game.ranks[maker]
    return moves[rank[moves[:, 1]] > rank[moves[:, 0]]]


def _answered(moves: Sequence[_Arcs], value: Ints, reachability: Reachability) -> Ints:
    """Return the smallest value that opponents can bring about from each state, or leave.

    That they do nothing counts too: it makes no improvement worse than it is.
    """
    if reachability is Reachability.SEQUENCES:
        return _by_sequences(moves, value)
    passes = [lambda found, arcs=arcs: arcs.least(found, found) for arcs in moves]
    return worst_answer(passes, value, reachability)


def _by_sequences(moves: Sequence[_Arcs], value: Ints) -> Ints:
    # After each opponent, what is left to bring about where it may not move at once again.
    after = [value] * len(moves)
    changed = True
    while changed:
        changed = False
        for last in range(len(moves)):
            now = after[last]
            for mover, arcs in enumerate(moves):
                if mover != last:
                    now = arcs.least(after[mover], now)
            if not np.array_equal(now, after[last]):
                after[last], changed = now, True
    found = value
    for mover, arcs in enumerate(moves):
        found = arcs.least(after[mover], found)
    return found
