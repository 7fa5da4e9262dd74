"""A deal and what it is worth to everybody."""

from attrs import frozen
from frozendict import frozendict


@frozen
class ValuedDeal:
    """A deal and what it is worth.

    Attributes:
        deal: One option for every issue, by id.
        worth: Points for every party, by id.
    """

    deal: frozendict[str, str]
    worth: frozendict[str, float]


def clean(points: float) -> float:
    """Round points to a billionth, far below what counts as a difference."""
    return round(points, 9) + 0.0
