"""Sorting numbered sums: compiled."""

from accord.kernels.ties import Ints
from accord.play.compiled.jit import compiled, inner

FEW = 20
"""So many are sorted by insertion alone."""

CROWDED = 48
"""Where so many fall into one bucket, sums are merged rather than put into buckets."""


@inner
def _insert(sums: Ints, numbers: Ints, count: int) -> None:
    """Sort by insertion: fast where nothing is far from its place."""
    for place in range(1, count):
        value, number, to = sums[place], numbers[place], place
        while to > 0 and (
            sums[to - 1] > value or (sums[to - 1] == value and numbers[to - 1] > number)
        ):
            sums[to], numbers[to] = sums[to - 1], numbers[to - 1]
            to -= 1
        sums[to], numbers[to] = value, number


@inner
def _merge(sums: Ints, numbers: Ints, count: int, spare: Ints) -> None:
    """Sort by merging runs twice as long each time."""
    length = 1
    while length < count:
        for first in range(0, count, 2 * length):
            middle, end = min(first + length, count), min(first + 2 * length, count)
            left, right = first, middle
            for place in range(first, end):
                if left < middle and (
                    right >= end
                    or sums[left] < sums[right]
                    or (sums[left] == sums[right] and numbers[left] <= numbers[right])
                ):
                    spare[0, place], spare[1, place] = sums[left], numbers[left]
                    left += 1
                else:
                    spare[0, place], spare[1, place] = sums[right], numbers[right]
                    right += 1
        for place in range(count):
            sums[place], numbers[place] = spare[0, place], spare[1, place]
        length *= 2


@inner
def _copy(given: Ints, count: int, sums: Ints, numbers: Ints) -> None:
    for place in range(count):
        sums[place], numbers[place] = given[0, place], given[1, place]


@compiled
def sort(given: Ints, count: int, sums: Ints, numbers: Ints, buckets: Ints) -> None:
    """Sort numbered sums from the lowest up, equal ones by their numbers.

    They are put into about as many buckets as there are sums, each for a stretch of values,
    after which they are hardly out of place.

    Args:
        given: Shape (2, at least as many), sums and a number for each; overwritten.
        count: How many there are.
        sums: Where the sums are written, and
        numbers: the number of each.
        buckets: Shape (at least four times as many + 1,), room to work in.
    """
    if count <= FEW:
        _copy(given, count, sums, numbers)
        _insert(sums, numbers, count)
        return
    least = most = given[0, 0]
    for place in range(1, count):
        least, most = min(least, given[0, place]), max(most, given[0, place])
    used, shift, crowd = 1, 0, 0
    while used < 2 * count:
        used *= 2
    while (most - least) >> shift >= used:
        shift += 1
    buckets[: used + 1] = 0
    for place in range(count):
        bucket = ((given[0, place] - least) >> shift) + 1
        buckets[bucket] += 1
        crowd = max(crowd, buckets[bucket])
    if crowd >= CROWDED:
        _copy(given, count, sums, numbers)
        _merge(sums, numbers, count, given)
        return
    for bucket in range(1, used + 1):
        buckets[bucket] += buckets[bucket - 1]
    for place in range(count):
        bucket = (given[0, place] - least) >> shift
        to = buckets[bucket]
        buckets[bucket] = to + 1
        sums[to], numbers[to] = given[0, place], given[1, place]
    _insert(sums, numbers, count)
