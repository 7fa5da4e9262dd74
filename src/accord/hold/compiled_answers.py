"""Answers made of improvements, compiled: what takes too long to find with whole arrays.

Loaded only where it is needed and Numba is there; `by_options` and `simultaneous` say the same
without it. All of it looks at one file, so Numba keeps what it has compiled by itself.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from accord.hold.graph_model import Bools, Ints
from accord.kernels.ties import TIE, Floats

F = TypeVar("F", bound=Callable[..., object])
_njit: Any = numba.njit


def _compiled(function: F) -> F:
    made: F = _njit(cache=True, nogil=True)(function)
    return made


@_compiled
def improving(
    value: Ints, rank: Ints, feasible: Bools, own: int, once_y: int, once_n: int
) -> Ints:
    """Return the smallest value that one improvement of somebody leads to, or staying.

    Args:
        value: The value of each state, shape (states,).
        rank: How good each state is to the decision maker, shape (states,).
        feasible: Whether each state can be, shape (states,).
        own: Its options, as bits.
        once_y: Those that cannot be undone.
        once_n: Those that cannot be taken up again.
    """
    found = value.copy()
    for state in range(len(value)):
        if not feasible[state]:
            continue
        change = own
        while change:
            undone = change & (once_y & state | once_n & ~state)
            then = state ^ change
            if not undone and feasible[then] and rank[then] > rank[state]:
                found[state] = min(found[state], value[then])
            change = (change - 1) & own
    return found


@_compiled
def least_by_improvements(
    value: Ints,
    order: Ints,
    ranks: Ints,
    feasible: Bools,
    own: Ints,
    once_y: Ints,
    once_n: Ints,
    left: Ints,
) -> Ints:
    """Return the smallest value that improvements of the opponents lead to from each state.

    Each state has it from the worst state that can be reached from it. So the states are taken
    from the worst on, and each hands its value back to all from which an improvement leads to
    it and which have none yet: every move is looked at once.

    Args:
        value: The value of each state, shape (states,).
        order: The states that can be, those of the smallest value first.
        ranks: How good each state is to each opponent, shape (opponents, states).
        feasible: Whether each state can be, shape (states,).
        own: The options of each opponent, as bits.
        once_y: Those that cannot be undone.
        once_n: Those that cannot be taken up again.
        left: For each opponent and what the others do (a state without its options), how many
            states have no value yet, shape (opponents, states); of a single column where that
            is not counted, for few options of each.
    """
    found = value.copy()
    known = ~feasible
    counted = left.shape[1] > 1
    waiting = np.empty(len(value), np.int32)
    for first in order:
        if known[first]:
            continue
        known[first] = True
        waiting[0] = first
        count = 1
        while count:
            count -= 1
            then = waiting[count]
            if counted:
                for opponent in range(len(own)):
                    left[opponent, then & ~own[opponent]] -= 1
            for opponent in range(len(own)):
                if counted and not left[opponent, then & ~own[opponent]]:
                    continue
                change = own[opponent]
                while change:
                    state = then ^ change
                    undone = change & (once_y[opponent] & state | once_n[opponent] & ~state)
                    if (
                        not known[state]
                        and not undone
                        and ranks[opponent, then] > ranks[opponent, state]
                    ):
                        known[state] = True
                        found[state] = value[first]
                        waiting[count] = state
                        count += 1
                    change = (change - 1) & own[opponent]
    return found


@_compiled
def held_at_once(
    rank: Ints,
    mine: int,
    once: Ints,
    ranks: Ints,
    feasible: Bools,
    own: Ints,
    once_y: Ints,
    once_n: Ints,
) -> Bools:
    """Return which states improvements made at the same moment keep a decision maker in.

    Opponents answer by any number of improvements, one after the other.

    Args:
        rank: How good each state is to it, shape (states,).
        mine: Its options, as bits.
        once: Those of them that cannot be undone, and that cannot be taken up again.
        ranks: How good each state is to each opponent, shape (opponents, states).
        feasible: Whether each state can be, shape (states,).
        own: The options of each opponent, as bits.
        once_y: Those that cannot be undone.
        once_n: Those that cannot be taken up again.
    """
    size = len(rank)
    stable = feasible.copy()
    seen = np.zeros(size, np.int64)  # for which state it was reached last
    reached = np.empty(size + 1, np.int64)
    for start in range(size):
        if not feasible[start]:
            continue
        count = 1
        reached[0] = start
        at = 0
        while at < count:
            state = reached[at]
            at += 1
            for opponent in range(len(own)):
                change = own[opponent]
                while change:
                    undone = change & (once_y[opponent] & state | once_n[opponent] & ~state)
                    then = state ^ change
                    if (
                        seen[then] != start + 1
                        and not undone
                        and feasible[then]
                        and ranks[opponent, then] > ranks[opponent, state]
                    ):
                        seen[then] = start + 1
                        reached[count] = then
                        count += 1
                    change = (change - 1) & own[opponent]
        change = mine
        while change and stable[start]:
            undone = change & (once[0] & start | once[1] & ~start)
            better = start ^ change
            if not undone and feasible[better] and rank[better] > rank[start]:
                held = False
                for place in range(1, count):
                    both = better & mine | reached[place] & ~mine
                    if feasible[both] and rank[both] <= rank[start]:
                        held = True
                        break
                stable[start] = held
            change = (change - 1) & mine
    return stable


@_compiled
def least_after_moves(
    worth: Floats,
    party: int,
    moves: Ints,
    asked: Bools,
    own: Ints,
    one_way: int,
    spared: Floats,
    answered: Ints,
) -> Floats:
    """Return the least that improvements of the others lead to after each move of a party.

    Args:
        worth: What states are worth, shape (sets, parties, states).
        party: The place of the party.
        moves: The states that its moves lead to.
        asked: Which of them are asked about, shape (sets, moves).
        own: The options of each party, as bits.
        one_way: The options that cannot be undone, as bits.
        spared: What each guarantee would spare a party that leaves what it answers to, shape
            (sets, guarantees): it counts to what a move is worth.
        answered: What each answers to of each party, as bits, shape (guarantees, parties).
    """
    found = np.zeros((worth.shape[0], len(moves)))
    seen = np.zeros(worth.shape[2], np.int64)
    waiting = np.empty(worth.shape[2], np.int64)
    stamp = 0
    for row in range(worth.shape[0]):
        for move in range(len(moves)):
            start = moves[move]
            least = worth[row, party, start]
            if asked[row, move]:
                stamp += 1
                waiting[0] = start
                seen[start] = stamp
                count = 1
                while count:
                    count -= 1
                    state = waiting[count]
                    least = min(least, worth[row, party, state])
                    for other in range(len(own)):
                        change = own[other] if other != party else 0
                        while change:
                            then = state ^ change
                            if seen[then] != stamp and not state & change & one_way:
                                gain = worth[row, other, then] - worth[row, other, state]
                                for g in range(spared.shape[1]):
                                    bits = answered[g, other]
                                    if state & bits and not then & bits:
                                        gain += spared[row, g]
                                if gain > TIE:
                                    seen[then] = stamp
                                    waiting[count] = then
                                    count += 1
                            change = (change - 1) & own[other]
            found[row, move] = least
    return found
