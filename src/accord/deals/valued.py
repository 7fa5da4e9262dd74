"""A deal and what it is worth to everybody."""

from typing import ClassVar

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

    as_json: ClassVar = ("deal", "worth=worth_or_none")

    @property
    def worth_or_none(self) -> dict[str, float | None]:
        """The worth by party; None for a party whose red line the deal crosses."""
        return {**self.worth, **dict.fromkeys(self.refused_by)}
