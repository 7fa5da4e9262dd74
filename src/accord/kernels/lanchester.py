"""Two forces that wear each other down: Lanchester's laws, as they run and by chance.

Under the square law each fighter hits one of the others (dA/dt = -b B, dB/dt = -a A); under the
linear law what is lost goes with both numbers (dA/dt = -b A B, dB/dt = -a A B).

Source:
    Lanchester (1916), Aircraft in warfare: the dawn of the fourth arm. London: Constable.
"""

import math
from enum import StrEnum

import numpy as np
from attrs import frozen

from accord.kernels.ties import Floats


class Law(StrEnum):
    """How losses hang on the strength of both sides."""

    SQUARE = "square"
    LINEAR = "linear"


@frozen
class Exhaustion:
    """Who is left when one side has nothing, and when.

    Attributes:
        left: What is left to each side.
        time: When; infinity where it is only come near to.
    """

    left: tuple[float, float]
    time: float


def exhaustion(
    law: Law, strengths: tuple[float, float], rates: tuple[float, float]
) -> Exhaustion:
    """Return how a fight to the finish ends as the law runs.

    Under the square law a A^2 - b B^2 stays as it is, under the linear law a A - b B.

    Args:
        law: The law.
        strengths: The strength of each side.
        rates: What one of each side destroys of the other in a unit of time, above 0.
    """
    (one, two), (a, b) = strengths, rates
    if not (one and two):
        return Exhaustion(strengths, 0.0)
    if law is Law.LINEAR:
        kept = a * one - b * two
        left = (kept / a, 0.0) if kept > 0 else (0.0, -kept / b)
        return Exhaustion(left, math.inf)
    kept = a * one**2 - b * two**2
    if kept == 0:
        return Exhaustion((0.0, 0.0), math.inf)
    left = (math.sqrt(kept / a), 0.0) if kept > 0 else (0.0, math.sqrt(-kept / b))
    # The weaker side has nothing left where tanh(t sqrt(a b)) is the smaller of these ratios.
    ratio = math.sqrt(b / a) * two / one
    return Exhaustion(left, math.atanh(min(ratio, 1 / ratio)) / math.sqrt(a * b))


def strengths_after(
    law: Law, strengths: tuple[float, float], rates: tuple[float, float], time: float
) -> tuple[float, float]:
    """Return the strengths after a time, as the law runs; nobody falls below nothing.

    Args:
        law: The law.
        strengths: The strength of each side.
        rates: What one of each side destroys of the other in a unit of time, above 0.
        time: The time.
    """
    (one, two), (a, b) = strengths, rates
    end = exhaustion(law, strengths, rates)
    if time >= end.time:
        return end.left
    if law is Law.LINEAR:
        return _linear_after(one, two, a, b, time)
    speed = math.sqrt(a * b)
    cosh, sinh = math.cosh(speed * time), math.sinh(speed * time)
    left = (
        one * cosh - two * math.sqrt(b / a) * sinh,
        two * cosh - one * math.sqrt(a / b) * sinh,
    )
    return max(0.0, left[0]), max(0.0, left[1])


@frozen(eq=False)
class LastStanding:
    """How a fight to the finish ends where losses come one by one, by what both sides have.

    A table has a row for each number that the first side has, from 0, and a column for each
    that the second has.

    Attributes:
        chances: The chance that the first side is the last one standing; one half where
            neither has anything.
        left: How much each side is expected to have left.
    """

    chances: Floats
    left: tuple[Floats, Floats]


def last_standing(
    law: Law, strengths: tuple[int, int], rates: tuple[float, float]
) -> LastStanding:
    """Return how a fight to the finish ends where losses come one by one.

    Of A and B left, the next loss is one of B with a A / (a A + b B) under the square law, and
    with a / (a + b) under the linear law.

    Args:
        law: The law.
        strengths: How many each side has at most, whole units.
        rates: What one of each side destroys of the other in a unit of time, above 0.
    """
    rows, columns = np.arange(strengths[0] + 1.0), np.arange(strengths[1] + 1.0)
    one, two = rates[0] * np.ones_like(rows)[:, None], rates[1] * np.ones_like(columns)[None, :]
    if law is Law.SQUARE:
        one, two = one * rows[:, None], two * columns[None, :]
    hit = one / np.maximum(one + two, np.finfo(float).tiny)
    found = np.zeros((3, len(rows), len(columns)))
    found[0, :, 0], found[0, 0, 0] = 1, 0.5
    found[1, :, 0], found[2, 0, :] = rows, columns
    # All with the same number left in all, together: each hangs on two with one less.
    for total in range(2, sum(strengths) + 1):
        x = np.arange(max(1, total - strengths[1]), min(strengths[0], total - 1) + 1)
        y = total - x
        found[:, x, y] = hit[x, y] * found[:, x, y - 1] + (1 - hit[x, y]) * found[:, x - 1, y]
    return LastStanding(found[0], (found[1], found[2]))


def _linear_after(
    one: float, two: float, a: float, b: float, time: float
) -> tuple[float, float]:
    """Return the strengths under the linear law: A falls as a logistic curve."""
    kept = a * one - b * two
    if abs(kept) * time < 1e-9:  # even: A' = -a A^2, but for what rounding would hide
        return one / (1 + b * two * time), two / (1 + a * one * time)
    # A / B = (A0 / B0) e^(kept t), and a A - b B = kept.
    if kept > 0:
        shrunk = math.exp(-kept * time)
        left = two * kept * shrunk / (a * one - b * two * shrunk)
        return (kept + b * left) / a, left
    shrunk = math.exp(kept * time)
    left = one * kept * shrunk / (a * one * shrunk - b * two)
    return left, (a * left - kept) / b
