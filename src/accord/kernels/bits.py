"""Small sets as the bits of a whole number."""

from collections.abc import Iterator

import numpy as np

from accord.kernels.ties import Ints


def each_bit(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, from the lowest.

    Args:
        number: At least 0.
    """
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def subsets(bits: int) -> Ints:
    """Return every set of some bits, the empty one first.

    Args:
        bits: The bits, at least 0.

    Returns:
        Shape (2 ** bits set,).
    """
    found: Ints = np.zeros(1, np.int64)
    for place in each_bit(bits):
        found = np.concatenate([found, found | 1 << place])
    return found
