"""What moves lead to from all states at once: one pass over the states for each option.

A state is a number whose bits are the options. Whoever moves may set all of its own options at
once, so what it can reach is found option by option.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from accord.hold.concepts import Reachability
from accord.kernels.bits import each_bit

Values = npt.NDArray[Any]
"""What states are worth or how good they are, shape (..., states)."""

Pass = Callable[[Values], Values]
"""From the value of each state the smallest that one move of somebody leads to, or staying."""


def reached(
    value: Values, own: int, once_y: int = 0, once_n: int = 0, better: np.ufunc = np.maximum
) -> Values:
    """Return the best of the values that one move leads to, or staying.

    Args:
        value: The value of each state.
        own: The options of whoever moves, as bits.
        once_y: Those that cannot be undone.
        once_n: Those that cannot be taken up again.
        better: Which of two values is better for whoever looks at them.
    """
    found = value.copy()
    for place in each_bit(own):
        pairs = found.reshape(-1, 2, 1 << place)
        no, yes = pairs[:, 0], pairs[:, 1]
        if once_n >> place & 1:
            better(no, yes, out=yes)
            continue
        better(no, yes, out=no)
        if not once_y >> place & 1:
            yes[...] = no
    return found


def worst_answer(
    passes: Sequence[Pass], value: Values, rule: Reachability, *, repeated: bool = True
) -> Values:
    """Return the smallest value that opponents can bring about from each state, or leave.

    Whoever makes two moves in a row could as well make both at once.

    Args:
        passes: One for each opponent.
        value: The value of each state.
        rule: What several opponents can bring about.
        repeated: Whether one may open the way for another that has moved before.
    """
    if rule is Reachability.ONCE:
        return _each_once(passes, value)
    found = value
    if rule is Reachability.SINGLE:
        for one in passes:
            found = np.minimum(found, one(value))
        return found
    changed = True
    while changed:
        before = found
        for one in passes:
            found = one(found)
        changed = repeated and len(passes) > 1 and not np.array_equal(before, found)
    return found


def _each_once(passes: Sequence[Pass], value: Values) -> Values:
    """Return the smallest value where each moves once at most, by who has not moved yet."""
    after = {0: value}
    for left in range(1, 1 << len(passes)):
        now = value
        for mover, one in enumerate(passes):
            if left >> mover & 1:
                now = np.minimum(now, one(after[left & ~(1 << mover)]))
        after[left] = now
    return after[(1 << len(passes)) - 1]
