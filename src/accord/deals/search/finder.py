"""What finds a party's deals by one set of its numbers, and which of the ways to take."""

import random
from collections.abc import Sequence
from math import prod
from typing import Protocol

from accord.deals.search.by_issue import ByIssue
from accord.deals.search.enumerated import Enumerated
from accord.deals.search.halves import part, scopes
from accord.deals.search.meet_in_middle import MOST_IN_HALF, MeetInMiddle
from accord.deals.worth import Worth

Places = tuple[int, ...]
"""A deal, by the place of its option on every issue."""

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


def deal_finder(worth: Worth, open_: Sequence[Sequence[int]]) -> DealFinder:
    """Prepare to look for deals, in the way that is quickest for so many.

    Args:
        worth: One party's numbers, one set.
        open_: For every issue, the places of the options that are open.

    Raises:
        AccordError: If too many combinations hang together on a large agenda.
    """
    names = worth.names
    if names.can_list(HALVED_FROM - 1):
        return Enumerated.of(worth, open_)
    _, large = part(worth.sizes, scopes(worth))
    few = names.can_list(MOST_IN_HALF**2)  # an array has an axis for every issue
    few = few and prod(worth.sizes[issue] for issue in large) <= MOST_IN_HALF
    return (MeetInMiddle if few else ByIssue).of(worth, open_)
