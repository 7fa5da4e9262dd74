"""What deals are worth to a party, and which one to ask for, over all deals: compiled."""

import numpy as np

from accord.kernels.ties import TIE, Ints
from accord.play.compiled.jit import inner
from accord.play.compiled.plan import Flags, Numbers, Plan

MOST = 2**63 - 1
NONE = -MOST
"""Stands for the worth of a deal that a party may not take."""


@inner
def add_up(plan: Plan, numbers: Numbers, which: int, party: int, sums: Ints) -> None:
    """Work out what every deal is worth to a party.

    Args:
        plan: The agenda.
        numbers: Sets of numbers.
        which: Which set.
        party: Which party.
        sums: Shape (deals,), where it is written, on the grid.
    """
    gains = numbers.gains[which, party]
    # Issue by issue, the last one first: the block before is repeated for every option.
    sums[0] = 0
    count, end = 1, len(gains)
    for issue in range(len(plan.sizes) - 1, -1, -1):
        size = plan.sizes[issue]
        end -= size
        for option in range(size - 1, -1, -1):
            gain, first = gains[end + option], option * count
            for place in range(count):
                sums[first + place] = sums[place] + gain
        count *= size
    for bonus in range(len(plan.bonus_party)):
        if plan.bonus_party[bonus] == party:
            added = numbers.bonuses[which, bonus]
            for place in range(plan.bonus_start[bonus], plan.bonus_start[bonus + 1]):
                sums[plan.bonus_deals[place]] += added


@inner
def bar(sums: Ints, barred: Flags, mine: Ints) -> int:
    """Leave out what a party may not take.

    Args:
        sums: Shape (deals,), what they are worth.
        barred: Shape (deals,), whether it may not take them.
        mine: Shape (deals,), where what is left is written.

    Returns:
        The most that one is worth; `NONE` where there is none.
    """
    top = NONE
    for deal in range(len(sums)):
        mine[deal] = NONE if barred[deal] else sums[deal]
        top = max(top, mine[deal])
    return top


@inner
def rank(mine: Ints, order: Ints, ranked: Ints, spare: Ints) -> None:
    """Sort the deals of a party, the best first; equal ones in the order of the agenda.

    Args:
        mine: Shape (deals,), what they are worth, or `NONE`.
        order: Shape (deals,), where their numbers are written.
        ranked: Shape (deals,), where what they are worth is written, negated to ascend; what
            may not be taken comes last.
        spare: Shape (2, deals), room to work in.
    """
    for deal in range(len(mine)):
        order[deal] = deal
        ranked[deal] = -mine[deal] if mine[deal] != NONE else MOST
    _sort(order, ranked, spare)


@inner
def need(worth: float, point: float) -> float:
    """Give the least sum that is worth so many points, within a tie."""
    return float(np.ceil((worth - TIE) * point))


@inner
def _sort(order: Ints, keys: Ints, spare: Ints) -> None:
    """Sort deals by their keys, merging runs twice as long each time; equal ones stay put."""
    count = len(keys)
    length = 1
    while length < count:
        for first in range(0, count, 2 * length):
            middle, end = min(first + length, count), min(first + 2 * length, count)
            left, right = first, middle
            for place in range(first, end):
                if left < middle and (right >= end or keys[left] <= keys[right]):
                    spare[0, place], spare[1, place] = order[left], keys[left]
                    left += 1
                else:
                    spare[0, place], spare[1, place] = order[right], keys[right]
                    right += 1
        for place in range(count):
            order[place], keys[place] = spare[0, place], spare[1, place]
        length *= 2


@inner
def _below(ranked: Ints, key: int) -> int:
    """Count the deals whose key is below one."""
    low, high = 0, len(ranked)
    while low < high:
        middle = (low + high) // 2
        if ranked[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def reached(ranked: Ints, wanted: int) -> int:
    """Count the deals that are worth at least a sum."""
    return _below(ranked, 1 - wanted)


@inner
def above_ranked(order: Ints, ranked: Ints, wanted: int) -> int:
    """Give the deal whose sum is the least that reaches what is wanted; it must exist."""
    least = ranked[reached(ranked, wanted) - 1]
    return int(order[_below(ranked, least)])


@inner
def above_listed(mine: Ints, wanted: int) -> int:
    """Give the same as `above_ranked` where the deals are not sorted."""
    least, found = MOST, -1
    for deal in range(len(mine)):
        if wanted <= mine[deal] < least:
            least, found = mine[deal], deal
    return found
