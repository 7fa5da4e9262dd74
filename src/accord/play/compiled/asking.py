"""What deals are worth to a party, and which one to ask for, without listing them: compiled."""

import numpy as np

from accord.kernels.ties import TIE, Ints
from accord.play.compiled.jit import inlined, inner
from accord.play.compiled.plan import BITS, SHIFT, SIZE, Plan

MOST = 2**62
NONE = -MOST
"""Stands for the worth of a deal where there is none."""

FEW = 16
"""For so many combinations in the one half, those in the other are each looked for anew."""


@inlined
def best_of(sums: Ints, open_: Ints) -> tuple[int, int]:
    """Return the first of the best open combinations, and its sum: `NONE` where none is."""
    best, most = np.int64(0), np.int64(NONE)
    for one in open_:
        if sums[one] > most:
            best, most = one, sums[one]
    return int(best), int(most)


@inner
def add_up(plan: Plan, gains: Ints, bonuses: Ints, party: int, half: int, sums: Ints) -> None:
    """Work out what every combination of options in a half is worth to a party.

    Args:
        plan: The agenda.
        gains: Shape (options of all issues,), what they add.
        bonuses: Shape (bonuses,), what those of all parties add.
        party: Which party.
        half: Which half.
        sums: Shape (combinations,), where it is written, on the grid.
    """
    halves, shift = plan.halves, 0 if half else SHIFT
    # Issue by issue, the last one first: the block before is repeated for every option.
    sums[0] = 0
    count, end = 1, len(gains)
    for issue in range(len(plan.issues) - 1, -1, -1):
        size = plan.issues[issue, SIZE]
        end -= size
        if plan.issues[issue, BITS] == shift:
            for option in range(size - 1, -1, -1):
                gain, first = gains[end + option], option * count
                for place in range(count):
                    sums[first + place] = sums[place] + gain
            count *= size
    for bonus in range(len(halves.bonus)):
        if halves.bonus[bonus, 0] == party and halves.bonus[bonus, 1] == half:
            for place in range(halves.bonus[bonus, 2], halves.bonus[bonus, 3]):
                sums[halves.taken[place]] += bonuses[bonus]


@inlined
def need(worth: float, point: float) -> float:
    """Return the least sum that is worth so many points, within a tie."""
    return float(np.ceil((worth - TIE) * point))


@inlined
def first_from(sums: Ints, wanted: int) -> int:
    """Return the first place of a sum that reaches what is wanted; the sums ascend.

    The steps are the same whatever is found, so that the processor need not guess.
    """
    place, count = np.int64(0), np.int64(len(sums))
    while count > 0:
        half = (count + 1) >> 1
        place += half if sums[place + half - 1] < wanted else np.int64(0)
        count -= half
    return int(place)


@inner
def above(
    small: Ints, small_places: Ints, large: Ints, large_places: Ints, number: Ints, wanted: int
) -> tuple[int, int, int]:
    """Find the deal whose sum is the least that reaches what is wanted; it must exist.

    Of equal ones it is the first in the order of the agenda. The higher the sum in one half,
    the lower the sum in the other that makes up for the rest: where there are many in both,
    each is looked for from where the last one was found.

    Args:
        small: The sums of the one half, ascending.
        small_places: The combination of each; equal sums ascend by it.
        large: The sums of the other half, and
        large_places: their combinations.
        number: Shape (2, combinations), what they add to the number of a deal.
        wanted: What is wanted.

    Returns:
        The deal, its sum, and the largest sum that is below what is wanted.
    """
    found, first, least, below = -1, -1, MOST, NONE
    most, place = large[len(large) - 1], 0
    for other in range(len(small) - 1, -1, -1):
        rest = wanted - small[other]
        if most < rest:
            below = max(below, small[other] + most)
            break
        if len(small) <= FEW:
            place = first_from(large, rest)
        else:
            while large[place] < rest:
                place += 1
        if place > 0:
            below = max(below, small[other] + large[place - 1])
        total = small[other] + large[place]
        if total <= least:
            a, b = small_places[other], large_places[place]
            if total < least or number[0, a] + number[1, b] < first:
                found, first, least = (a << SHIFT) | b, number[0, a] + number[1, b], total
    return found, least, below


@inner
def count_from(small: Ints, large: Ints, wanted: int) -> int:
    """Count the deals whose sums reach what is wanted."""
    found = 0
    for other in range(len(small) - 1, -1, -1):
        reached = len(large) - first_from(large, wanted - small[other])
        if reached == 0:
            break
        found += reached
    return found


@inner
def gather(
    small: Ints,
    small_places: Ints,
    large: Ints,
    large_places: Ints,
    number: Ints,
    wanted: int,
    found: Ints,
) -> int:
    """Write down the deals whose sums reach what is wanted.

    Args:
        small: As for `above`, and so are the next five.
        small_places: See there.
        large: See there.
        large_places: See there.
        number: See there.
        wanted: See there.
        found: Shape (2, deals), where their sums, negated, and their numbers are written.

    Returns:
        How many they are.
    """
    count = 0
    for other in range(len(small) - 1, -1, -1):
        place = len(large) - 1
        if small[other] + large[place] < wanted:
            break
        while place >= 0 and small[other] + large[place] >= wanted:
            found[0, count] = -(small[other] + large[place])
            found[1, count] = number[0, small_places[other]] + number[1, large_places[place]]
            count += 1
            place -= 1
    return count
