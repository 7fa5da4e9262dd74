"""When two numbers count as equal.

Sums of products carry errors in their last bits, so equality is decided here and nowhere
else, in two steps. Numbers to be added are first rounded to a decimal grid a thousand times
finer than a tie, and added as integers: sums are then exact and independent of the order, and
numbers that a person writes (33.5 x 12) are on the grid. Afterwards two sums count as equal
when they differ by at most a tie.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TIE = 1e-6
"""Two worths are equal, and a floor is reached, within this many points of 0 to 100."""


class TooLarge(ValueError):
    """What is asked is too large to be solved exactly, as the message says."""


def rounded(points: float) -> float:
    """Round points to a billionth, far below what counts as a difference."""
    return round(points, 9) + 0.0


def grid(tie: Floats) -> Floats:
    """Return the decimal step on which numbers are added.

    Args:
        tie: How far apart two sums may lie and count as equal; any shape, above 0.

    Returns:
        The largest power of ten that is at most a thousandth of each tie.
    """
    return np.asarray(10.0 ** np.floor(np.log10(tie / 1000) + 1e-9), dtype=np.float64)


def ranks(values: Floats, tie: float) -> Ints:
    """Number values from the lowest up; values linked by steps of at most a tie share a number.

    Sharing is transitive: of 0, 1 and 2 with a tie of 1, all three share. In exchange equality
    is an equivalence, so that verdicts built on it cannot run in circles.

    Args:
        values: Shape (n,).
        tie: The largest step between values that count as equal.

    Returns:
        Shape (n,), from 0.
    """
    order = np.argsort(values, kind="stable")
    steps = np.diff(values[order], prepend=values[order][:1]) > tie
    numbers = np.empty(len(values), dtype=np.int64)
    numbers[order] = np.cumsum(steps)
    return numbers
