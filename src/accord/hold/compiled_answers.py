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


def compiled(function: F) -> F:
    """Compile a function when it is first called; what was compiled is kept on disk."""
    made: F = _njit(cache=True, nogil=True)(function)
    return made


@compiled
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


@compiled
def worst_first(rank: Ints) -> Ints:
    """Return the states that can be, those that are worst for a decision maker at the head.

    Args:
        rank: How good each state is to it, smaller than there are states; negative where it
            cannot be.
    """
    starts = np.zeros(len(rank) + 1, np.int32)
    for state in range(len(rank)):
        if rank[state] >= 0:
            starts[rank[state] + 1] += 1
    for place in range(len(rank)):
        starts[place + 1] += starts[place]
    found = np.empty(starts[len(rank)], np.int32)
    for state in range(len(rank)):
        if rank[state] >= 0:
            found[starts[rank[state]]] = state
            starts[rank[state]] += 1
    return found


@compiled
def sort_rows(rank: Ints, spread: Ints, rows: Ints) -> None:
    """Tabulate the states by rows within which a decision maker moves both ways, worst first.

    A row is the states that differ in some options alone, and stands where these states are:
    of each its number among the sets of these options. Where some of them cannot be, it ends
    with how many such sets there are.

    Args:
        rank: How good each state is to it (see `worst_first`).
        spread: The sets of the options in which the states of a row differ, as bits, upwards.
        rows: The rows, shape (states,): filled here.
    """
    free = spread[-1]
    counts = np.zeros(len(rank), np.int32)
    rows[:] = len(spread)
    for state in worst_first(rank):
        number = 0
        width = 1
        left = free
        while left:
            if state & left & -left:
                number += width
            width *= 2
            left &= left - 1
        row = state & ~free
        rows[row | spread[counts[row]]] = number
        counts[row] += 1


@compiled
def least_by_improvements(
    maker: int, ranks: Ints, rows: Ints, spread: Ints, free: Ints, once_y: Ints, once_n: Ints
) -> Ints:
    """Return the worst that improvements of the opponents lead to from each state, by its rank.

    Each state has it from the worst state that can be reached from it. So the states are taken
    from the worst on, and each hands its rank back to all from which an improvement leads to it
    and which have none yet. These are in each row of an opponent the first ones, and those at
    the head of them have one already: a row is gone through once.

    Args:
        maker: The place of the decision maker.
        ranks: How good each state is to each, shape (makers, states).
        rows: The states by rows of each (see `sort_rows`), shape (makers, states).
        spread: The sets of the options of each that go both ways, as bits, upwards, shape
            (makers, most sets).
        free: The options of each that go both ways, as bits.
        once_y: Those that cannot be undone.
        once_n: Those that cannot be taken up again.
    """
    makers, size = ranks.shape
    found: Ints = ranks[maker].copy()
    known = found < 0
    counts = np.zeros_like(rows)  # how far each row is gone through
    waiting = np.empty(size, np.int32)
    many = np.ones(makers, np.int64)
    for opponent in range(makers):
        left = free[opponent]
        while left:
            many[opponent] *= 2
            left &= left - 1
    for first in worst_first(ranks[maker]):
        if known[first]:
            continue
        known[first] = True
        waiting[0] = first
        count = 1
        while count:
            count -= 1
            then = waiting[count]
            for opponent in range(makers):
                if opponent == maker:
                    continue
                rank = ranks[opponent, then]
                # What can have been done on the way that cannot be undone.
                done = once_y[opponent] & then | once_n[opponent] & ~then
                change = done
                while True:
                    row = (then ^ change) & ~free[opponent]
                    at = counts[opponent, row]
                    while at < many[opponent]:
                        number = rows[opponent, row | spread[opponent, at]]
                        if number == many[opponent]:
                            break
                        state = row | spread[opponent, number]
                        if ranks[opponent, state] >= rank:
                            break
                        if not known[state]:
                            known[state] = True
                            found[state] = found[first]
                            waiting[count] = state
                            count += 1
                        at += 1
                    counts[opponent, row] = at
                    if change == 0:
                        break
                    change = (change - 1) & done
    return found


@compiled
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


@compiled
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
