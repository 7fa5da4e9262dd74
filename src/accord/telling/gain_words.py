"""What somebody has more or less, in points, as it stands in a sentence."""

from accord.kernels.ties import TIE
from accord.model import Range
from accord.telling.number_words import between, counted


def gained(gain: Range) -> str:
    """Return what somebody has more, from least to most: `it gains 6 to 9 points`.

    Args:
        gain: What it gains, over the ranges; below 0 where it loses.
    """
    low, high = gain.low, gain.high
    if low >= -TIE:
        return f"it gains {points(low, high)}"
    if high <= TIE:
        return f"it loses {points(-high, -low)}"
    return f"from a loss of {counted(-low)} to a gain of {counted(high)}"


def lost(loss: Range | None) -> str:
    """Return what somebody has less than under the deal; nothing where that is not known.

    Args:
        loss: What it has less, in points.
    """
    if loss is None:
        return ""
    low, high = loss.low, loss.high
    if low >= -TIE:
        return f"{points(low, high)} less than under the deal"
    if high <= TIE:
        return f"{points(-high, -low)} more than under the deal"
    return f"from {counted(-low)} more to {counted(high)} less than under the deal"


def points(low: float, high: float) -> str:
    """Return points from least to most, neither below 0: `6 to 9 points`, `nothing`.

    Args:
        low: The least.
        high: The most.
    """
    if high <= TIE:
        return "nothing"
    said = between(low, high)
    return f"{said} points" if " to " in said else counted(high)
