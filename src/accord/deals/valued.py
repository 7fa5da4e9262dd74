"""A deal and what it is worth to everybody."""

from attrs import frozen
from frozendict import frozendict


@frozen
class ValuedDeal:
    """A deal and what it is worth.

    Attributes:
        deal: One option for every issue, by id.
        worth: Points by party, for those whose red lines it does not cross: no number of points
            makes up for a red line.
        refused_by: The parties whose red lines it crosses.
    """

    deal: frozendict[str, str]
    worth: frozendict[str, float]
    refused_by: tuple[str, ...] = ()


def clean(points: float) -> float:
    """Round points to a billionth, far below what counts as a difference."""
    return round(points, 9) + 0.0
