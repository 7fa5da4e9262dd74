"""Small sets as the bits of a whole number."""

from collections.abc import Iterator


def each_bit(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, from the lowest.

    Args:
        number: At least 0.
    """
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
