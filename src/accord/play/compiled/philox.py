"""Philox4x64-10, compiled: the draws of `accord.play.streams` (see there for the source)."""

from importlib import import_module
from typing import Any

import numba
import numba.extending
import numpy as np

from accord.kernels.ties import Floats
from accord.play.compiled.jit import compiled, inlined, inner
from accord.play.compiled.plan import Longs

Long = Any
"""A whole number of 64 bits without a sign; sums and products go round."""

ROOM = 8
"""The words of a stream: key (2), counter, draws made, and the four words of the counter."""

_ir: Any = import_module("llvmlite.ir")

_ROUNDS = 10
_FIRST = np.uint64(0xD2E7470EE14C6C93)
_SECOND = np.uint64(0xCA5A826395121157)
_FIRST_STEP = np.uint64(0x9E3779B97F4A7C15)
_SECOND_STEP = np.uint64(0xBB67AE8584CAA73B)
"""The multipliers, and what is added to the key from round to round: table 2 of the source."""

_ONE = np.uint64(1)


def _upper(typing: Any, x: Any, y: Any) -> Any:
    """Return the upper half of a product of 128 bits: one instruction, which Numba lacks."""

    def code(_: Any, builder: Any, __: Any, factors: Any) -> Any:
        long, longer = _ir.IntType(64), _ir.IntType(128)
        a, b = (builder.zext(one, longer) for one in factors)
        product = builder.lshr(builder.mul(a, b), longer(64))
        return builder.trunc(product, long)

    return numba.uint64(numba.uint64, numba.uint64), code


_high: Any = numba.extending.intrinsic(_upper)


@inner
def _mix(state: Longs) -> None:
    """Make the four words of the next step of the counter."""
    state[2] += _ONE
    # Of the 256 bits of the counter, more than the first 64 are never reached.
    key, other = state[0], state[1]
    a, b, c, d = state[2], np.uint64(0), np.uint64(0), np.uint64(0)
    for _ in range(_ROUNDS):
        low, other_low = _FIRST * a, _SECOND * c
        a, b, c, d = _high(_SECOND, c) ^ b ^ key, other_low, _high(_FIRST, a) ^ d ^ other, low
        key += _FIRST_STEP
        other += _SECOND_STEP
    state[4], state[5], state[6], state[7] = a, b, c, d


@inlined
def start(seed: Long, seat: Long, state: Longs) -> None:
    """Begin a stream.

    Args:
        seed: The first word of its key, and
        seat: the second (see `streams.key`).
        state: Shape (`ROOM`,), where the stream is kept.
    """
    state[0], state[1], state[2], state[3] = seed, seat, 0, 0


@inner
def draw(state: Longs) -> float:
    """Draw from [0, 1)."""
    place = state[3] & np.uint64(3)
    if place == 0:
        _mix(state)
    state[3] += _ONE
    # 53 bits are a fraction of a double.
    word = state[np.int64(place) + 4]
    return float((word >> np.uint64(11)) * (1.0 / 9007199254740992.0))


@compiled
def uniform(seeds: Longs, seat: Long, state: Longs, out: Floats) -> None:
    """Draw from [0, 1), for each seed from the first draw on.

    Args:
        seeds: Shape (seeds,), the first words of the keys, and
        seat: the second of all.
        state: Shape (`ROOM`,), room to work in.
        out: Shape (seeds, draws), where the draws are written.
    """
    for row in range(len(seeds)):
        start(seeds[row], seat, state)
        for place in range(out.shape[1]):
            out[row, place] = draw(state)
