"""The smallest sets that are enough for something, where more is not always better.

A set is a number: its bits say what is in it. Some of what could be taken is `lasting`: to have
it too never undoes what is enough, whatever else there is. So where a set is not enough, no set
is that differs from it by fewer of these: they are not asked about. Of those that contain a set
that is enough none is minimal: neither are they. All others are asked about.
"""

from collections.abc import Callable, Sequence

import numpy as np
from attrs import frozen

from accord.kernels.bits import each_bit
from accord.kernels.ties import Ints

MOST = 20
"""Candidates of which all sets are gone through: a million of them."""


@frozen(kw_only=True)
class SufficientSets:
    """Which sets are enough.

    Attributes:
        minimal: Those of which no part is enough, as bits: by number, then by price.
        asked: How many sets were asked about.
        searched: Up to which size all were gone through.
    """

    minimal: tuple[int, ...]
    asked: int
    searched: int


def sufficient_sets(
    enough: Callable[[int], bool],
    prices: Sequence[float],
    lasting: int,
    needs: Sequence[int],
    most_asked: int,
) -> SufficientSets:
    """Return every minimal set that is enough.

    Args:
        enough: Whether a set is enough.
        prices: What each candidate costs, `MOST` at most.
        lasting: The candidates that never undo what is enough, as bits.
        needs: For each candidate those without which it changes nothing, as bits.
        most_asked: How many sets are asked about at most, before it ends.
    """
    count = len(prices)
    sets = np.arange(1 << count, dtype=np.int32)
    sizes = np.bitwise_count(sets)
    price = np.zeros(len(sets))
    done = np.zeros(len(sets), np.bool_)
    for one, (cost, other) in enumerate(zip(prices, needs, strict=True)):
        has = sets >> one & 1 == 1
        price += cost * has
        # Without it the same is so, with fewer: no minimal set holds what changes nothing.
        done |= has & (sets & other != other)
    found: list[int] = []
    asked = 0
    order = np.lexsort((sets, price, sizes))
    for one in order.tolist():
        if done[one]:
            continue
        if asked >= most_asked:
            return SufficientSets(
                minimal=tuple(found), asked=asked, searched=int(sizes[one]) - 1
            )
        asked += 1
        if enough(one):
            # All its parts are known not to be: they came first.
            found.append(one)
            done |= sets & one == one
            continue
        grown, more = _grown(enough, one, lasting & (1 << count) - 1)
        asked += more
        # Every part of it that is alike in what is not lasting is not enough.
        alike = (sets & ~lasting) == (one & ~lasting)
        done |= alike & (sets & ~grown == 0)
    return SufficientSets(minimal=tuple(found), asked=asked, searched=count)


def _grown(enough: Callable[[int], bool], one: int, lasting: int) -> tuple[int, int]:
    """Return a largest set around one that is not enough, and how many were asked about."""
    if one | lasting == one:
        return one, 0
    if not enough(one | lasting):
        return one | lasting, 1
    asked = 1
    left = lasting & ~one
    while left:
        bit = left & -left
        left ^= bit
        if one | bit == one | lasting:
            continue
        asked += 1
        if not enough(one | bit):
            one |= bit
    return one, asked


def members(one: int) -> Ints:
    """Return the places of what is in a set."""
    return np.fromiter(each_bit(one), np.int64)
