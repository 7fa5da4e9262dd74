"""What finds a party's deals by one set of its numbers, and which of the ways to take."""

import random
from collections.abc import Sequence
from math import prod
from typing import Protocol

from accord.deals.search.by_issue import ByIssue
from accord.deals.search.enumerated import Enumerated
from accord.deals.search.meet_in_middle import MOST_IN_HALF, MeetInMiddle
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.kernels.tables import MOST_AXES

Places = tuple[int, ...]
"""A deal, by the place of its option on every issue, among those left (see `OpenDeals`)."""

HALVED_FROM = 2**12
"""Agendas with fewer deals are quicker listed."""


class DealFinder(Protocol):
    """Finds deals among those that a party may take.

    Sums are on the grid; a deal takes open options only, and no combination that is refused.
    """

    def top(self) -> int | None:
        """Return the largest sum, or None where there is no deal."""

    def above(self, need: int) -> Places:
        """Return the deal whose sum is the least that reaches what is needed; it must exist."""

    def toward(self, need: int, estimate: Sequence[Sequence[float]]) -> Places:
        """Return the deal with the largest estimate of those that reach what is needed.

        Of deals with nearly the same estimate it is the one with the largest sum.

        Args:
            need: What its sum is at least; there is such a deal.
            estimate: What each option counts for, by issue and option.
        """

    def fair(
        self, need: int, base: float, estimates: Sequence[Sequence[Sequence[float]]]
    ) -> Places:
        """Return the deal with the largest product of what it adds to a base and estimates.

        Args:
            need: What its sum is at least; there is such a deal.
            base: What is taken from the sum before, no more than is needed.
            estimates: What each option adds to each, by issue and option.
        """

    def ranked(self, place: int) -> tuple[Places, int] | None:
        """Return the deal at a place in the order of worth, counted from 0, and its sum."""

    def draw(self, need: int, rng: random.Random) -> Places:
        """Draw one of the deals that reach what is needed."""


def deal_finder(space: OpenDeals, worth: Worth) -> DealFinder:
    """Prepare to look for deals, in the way that is quickest for so many.

    Args:
        space: The deals of a party.
        worth: Its numbers, one set.

    Raises:
        AccordError: If too many combinations hang together on a large agenda.
    """
    if len(space.sizes) > MOST_AXES:  # an array has an axis for every issue
        return ByIssue.of(space, worth)
    if prod(space.sizes) < HALVED_FROM:
        return Enumerated.of(space, worth)
    kind = MeetInMiddle if space.larger_half <= MOST_IN_HALF else ByIssue
    return kind.of(space, worth)
