"""The draws of Python's own generator, compiled.

Source: M. Matsumoto and T. Nishimura, Mersenne Twister, ACM Transactions on Modeling and
Computer Simulation 8 (1998), 3-30; initialisation by an array and 53-bit numbers as in their
implementation of 2002, which is the one Python uses.
"""

import hashlib

import numpy as np

from accord.play.compiled.jit import compiled, inner
from accord.play.compiled.plan import Words

SIZE = 624
_SHIFT = 397


def key(text: str) -> Words:
    """Give the words from which `random.Random(text)` starts."""
    told = text.encode()
    number = (told + hashlib.sha512(told).digest()).lstrip(b"\0")[::-1]
    return np.frombuffer(number.ljust(-(-len(number) // 4) * 4, b"\0"), dtype="<u4")


@compiled
def start(words: Words, length: int, state: Words) -> None:
    """Start a generator from a key.

    Args:
        words: The key, and after it anything.
        length: How many words the key has.
        state: Shape (625,), where the generator is to be; the last word counts its draws.
    """
    mask = np.uint64(0xFFFFFFFF)
    last = np.uint64(19650218)
    state[0] = last
    for i in range(1, SIZE):
        last = (np.uint64(1812433253) * (last ^ (last >> np.uint64(30))) + np.uint64(i)) & mask
        state[i] = last
    i, j, last = 1, 0, np.uint64(state[0])
    for _ in range(max(SIZE, length)):
        mixed = (last ^ (last >> np.uint64(30))) * np.uint64(1664525)
        last = ((np.uint64(state[i]) ^ mixed) + np.uint64(words[j]) + np.uint64(j)) & mask
        state[i] = last
        i, j = i + 1, j + 1
        if i >= SIZE:
            state[0] = last
            i = 1
        if j >= length:
            j = 0
    for _ in range(SIZE - 1):
        mixed = (last ^ (last >> np.uint64(30))) * np.uint64(1566083941)
        last = ((np.uint64(state[i]) ^ mixed) - np.uint64(i)) & mask
        state[i] = last
        i += 1
        if i >= SIZE:
            state[0] = last
            i = 1
    state[0] = np.uint64(0x80000000)
    state[SIZE] = SIZE


@inner
def _twist(state: Words) -> None:
    for i in range(SIZE):
        joined = (np.uint64(state[i]) & np.uint64(0x80000000)) | (
            np.uint64(state[(i + 1) % SIZE]) & np.uint64(0x7FFFFFFF)
        )
        odd = np.uint64(0x9908B0DF) if joined & np.uint64(1) else np.uint64(0)
        state[i] = np.uint64(state[(i + _SHIFT) % SIZE]) ^ (joined >> np.uint64(1)) ^ odd
    state[SIZE] = 0


@inner
def _word(state: Words) -> int:
    if state[SIZE] >= SIZE:
        _twist(state)
    y = np.uint64(state[state[SIZE]])
    state[SIZE] += np.uint32(1)
    y ^= y >> np.uint64(11)
    y ^= (y << np.uint64(7)) & np.uint64(0x9D2C5680)
    y ^= (y << np.uint64(15)) & np.uint64(0xEFC60000)
    y ^= y >> np.uint64(18)
    return int(y)


@compiled
def draw(state: Words) -> float:
    """Draw from [0, 1), as `random.Random.random` does."""
    high = _word(state) >> 5
    low = _word(state) >> 6
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0)
