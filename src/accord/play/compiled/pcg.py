"""The draws of NumPy's generator, compiled, for many seeds at once.

Source: M. O'Neill, PCG: a family of simple fast space-efficient statistically good algorithms
for random number generation, Harvey Mudd College HMC-CS-2014-0905 (2014), the variant XSL-RR of
128 bits; seeds are spread as NumPy's `SeedSequence` does, after M. O'Neill, Developing a
seed_seq alternative (2015).
"""

from typing import Any

import numpy as np

from accord.kernels.ties import Floats
from accord.play.compiled.jit import compiled, inlined, inner
from accord.play.compiled.plan import Longs

Long = Any
"""A whole number of 64 bits without a sign; sums and products go round."""

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_ONE = np.uint64(1)
_FACTOR_HIGH = np.uint64(2549297995355413924)
_FACTOR_LOW = np.uint64(4865540595714422341)


@inner
def _hashed(value: Long, factor: Long) -> Long:
    value = np.uint64((value * factor) & _LOW)
    return value ^ (value >> np.uint64(16))


@inner
def _mixed(x: Long, y: Long) -> Long:
    value = (np.uint64(0xCA01F9DD) * x - np.uint64(0x4973F715) * y) & _LOW
    return value ^ (value >> np.uint64(16))


@inner
def _spread(seed: Long, pool: Longs, state: Longs) -> None:
    """Spread a seed over four words of 64 bits."""
    factor = np.uint64(0x43B0D7E5)
    pool[0], pool[1], pool[2], pool[3] = seed & _LOW, seed >> _HALF, 0, 0
    for place in range(4):
        value = pool[place] ^ factor
        factor = (factor * np.uint64(0x931E8875)) & _LOW
        pool[place] = _hashed(value, factor)
    for source in range(4):
        for place in range(4):
            if source != place:
                value = pool[source] ^ factor
                factor = (factor * np.uint64(0x931E8875)) & _LOW
                pool[place] = _mixed(pool[place], _hashed(value, factor))
    factor = np.uint64(0x8B51F9DD)
    for place in range(8):
        value = pool[place % 4] ^ factor
        factor = (factor * np.uint64(0x58F38DED)) & _LOW
        value = _hashed(value, factor)
        if place % 2:
            state[place // 2] |= value << _HALF
        else:
            state[place // 2] = value


@inlined
def _step(high: Long, low: Long, add_high: Long, add_low: Long) -> tuple[Long, Long]:
    """Multiply a number of 128 bits, and add one."""
    a, b = low >> _HALF, low & _LOW
    c, d = _FACTOR_LOW >> _HALF, _FACTOR_LOW & _LOW
    middle = (b * d >> _HALF) + (a * d & _LOW) + (b * c & _LOW)
    carried = a * c + (a * d >> _HALF) + (b * c >> _HALF) + (middle >> _HALF)
    new = low * _FACTOR_LOW + add_low
    over = np.uint64(new < add_low)
    return high * _FACTOR_LOW + low * _FACTOR_HIGH + carried + add_high + over, new


@compiled
def uniform(seeds: Longs, work: Longs, out: Floats) -> None:
    """Draw from [0, 1), for each seed as `np.random.default_rng(seed).random` does.

    Args:
        seeds: Shape (seeds,), below 2**64.
        work: Shape (8,), room to work in.
        out: Shape (seeds, draws), where the draws are written.
    """
    state, pool = work[:4], work[4:]
    for row in range(len(seeds)):
        _spread(seeds[row], pool, state)
        add_high = (state[2] << _ONE) | (state[3] >> np.uint64(63))
        add_low = (state[3] << _ONE) | _ONE
        low = add_low + state[1]
        high = add_high + state[0] + np.uint64(low < add_low)
        high, low = _step(high, low, add_high, add_low)
        for place in range(out.shape[1]):
            high, low = _step(high, low, add_high, add_low)
            turn = high >> np.uint64(58)
            word = high ^ low
            word = (word >> turn) | (word << ((np.uint64(64) - turn) & np.uint64(63)))
            out[row, place] = (word >> np.uint64(11)) * (1.0 / 9007199254740992.0)
