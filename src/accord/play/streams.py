"""Chance in talks: a stream of draws for every talk and seat, by a counter-based generator.

Draw n of a stream is a function of its key and n alone, so that no stream needs seeding, and
none depends on how many draws another has made. The compiled engine computes the same function.

Source: J. Salmon, M. Moraes, R. Dror and D. Shaw, Parallel random numbers: as easy as 1, 2, 3,
SC11 (2011), article 16: Philox4x64-10, as NumPy has it.
"""

from collections.abc import Sequence
from functools import cached_property
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

NUMBERS = ""
"""The stream from which a talk's numbers are drawn; no seat has such an id."""

_SEEDS = "\n"
"""The stream from which the seeds of many talks are drawn; no seat has such an id."""

Words = npt.NDArray[np.uint64]

_KEY = 2**64
"""A word of the key has 64 bits."""

_SEED_BITS = 48
"""So short a seed of a talk is exact in JSON and in spreadsheets, which keep 53 bits."""


def keys(seeds: Sequence[int], seat: str) -> tuple[Words, np.uint64]:
    """Return the keys of a seat's streams: the word of each talk, and that of the seat.

    Args:
        seeds: The seeds of the talks.
        seat: The id of the seat, or `NUMBERS`.
    """
    # Python's own hash of a text differs from process to process.
    words = np.array([seed % _KEY for seed in seeds], dtype=np.uint64)
    return words, np.uint64(crc32(seat.encode()))


def stream(seed: int, seat: str = NUMBERS) -> np.random.Generator:
    """Return the stream of a talk and a seat, from its first draw.

    Args:
        seed: The seed of the talk.
        seat: The id of the seat.
    """
    return np.random.Generator(_philox(seed, seat))


def _philox(seed: int, seat: str) -> np.random.Philox:
    return np.random.Philox(key=np.hstack(keys([seed], seat)))


def seeds_of(seed: int, first: int, last: int) -> list[int]:
    """Return the seeds of talks among many, each below 2**48.

    Args:
        seed: The seed of all.
        first: The number of the first talk, from 0.
        last: The number after that of the last one.
    """
    bits = _philox(seed, _SEEDS)
    bits.advance(first // 4)  # a step of the counter makes four words
    words = bits.random_raw(first % 4 + last - first)[first % 4 :]
    found: list[int] = (words >> np.uint64(64 - _SEED_BITS)).tolist()
    return found


class SeatRandom(Random):
    """The stream of a seat as Python's own generators are used; it begins when first drawn."""

    gauss_next = None

    def __init__(self, seed: int, seat: str) -> None:
        self._of = seed, seat

    @property
    def talk(self) -> int:
        """Return the seed of the talk."""
        return self._of[0]

    @cached_property
    def _stream(self) -> np.random.Generator:
        return stream(*self._of)

    def random(self) -> float:
        """Return the next draw from [0, 1)."""
        return self._stream.random()

    def getrandbits(self, k: int, /) -> int:
        """Return a whole number of so many bits."""
        count = -(-k // 8)
        return int.from_bytes(self._stream.bytes(count)) >> (8 * count - k)

    def getstate(self) -> Any:
        """Return the place in the stream."""
        return self._stream.bit_generator.state

    def setstate(self, state: Any) -> None:
        """Go to a place in the stream."""
        self._stream.bit_generator.state = state

    def __reduce__(self) -> Any:
        return SeatRandom, self._of, self.getstate()
