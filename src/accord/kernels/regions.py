"""The frontier by mixed-integer programs, deal by deal, with a certified error."""

from heapq import heapify, heappop, heappush

import numpy as np

from accord.kernels.epsilon import Approximation
from accord.kernels.frontier import sifted
from accord.kernels.mixed import CLOSE, Mixed
from accord.kernels.ties import TIE, Floats, Ints

MOST_STEPS = 12
"""How often a region is looked into before the list is given with the error reached by then."""

_MOST_REGIONS = 2**12
"""More regions than this are not kept: a list that long shows nothing more."""

_BELOW = 1.0
"""In points: a deal just at the floor is still well above the first corner."""


def regional_frontier(
    deals: Mixed, floor: Floats | None = None, most_steps: int = MOST_STEPS
) -> Approximation:
    """List nondominated deals until no other is more than a little above those listed.

    What no deal listed reaches is a union of regions: what is above a corner for every party.
    In the region that may reach farthest the deal is looked for that is farthest above the
    corner; it is listed, and cuts every region that it lies in into smaller ones. Where all
    regions are empty the list is the frontier; otherwise the farthest that a deal can be above
    a corner is the error. A party for which nothing bounds a region (no deal listed, no floor)
    has no part in how far: for it a listed deal is never too low.

    With a floor, what is left out is within the error of a listed deal if it is above the floor
    by at least the error.

    Source: K. Klamroth, R. Lacour and D. Vanderpooten, On the representation of the search
    region in multi-objective optimization, European Journal of Operational Research 245
    (2015), 767-778, algorithm 2; for the farthest deal R. Steuer and E.-U. Choo, An interactive
    weighted Tchebycheff procedure for multiple objective programming, Mathematical Programming
    26 (1983), 326-344.

    Args:
        deals: The deals.
        floor: Shape (parties,), in points: the least a deal must be worth to each; None for no
            floor.
        most_steps: After how many looks into a region to stop.

    Returns:
        The list, points and errors in points; an error of 0 is one within `CLOSE`.
    """
    search = _RegionSearch(deals, np.full(deals.parties, -np.inf) if floor is None else floor)
    for _ in range(most_steps):
        if not search.regions or len(search.regions) > _MOST_REGIONS or not search.step():
            break
    return search.listed()


class _RegionSearch:
    """The deals found, and the regions that may hold more.

    Attributes:
        deals: All deals.
        floor: The least a deal must be worth to each.
        highest: No deal is worth more to each.
        regions: For each how far a deal in it may be above its corner (negated, so that the
            farthest comes first), a number of its own, and the corner: minus infinity for a
            party for which nothing bounds it.
        points: What the deals found are worth.
        choices: The deals found.
    """

    def __init__(self, deals: Mixed, floor: Floats) -> None:
        """Find a best deal for every party."""
        self.deals, self.floor = deals, floor
        self.highest = np.full(deals.parties, -np.inf)
        self.regions: list[tuple[float, int, Floats]] = []
        self.points: list[Floats] = []
        self.choices: list[Ints] = []
        self._numbered = 0
        best = [deals.best(row, floor) for row in np.eye(deals.parties)]
        if any(found.none for found in best):
            return
        self.highest = np.array([found.bound for found in best])
        # Whatever is listed, no deal is farther above it than the best is above the worst.
        self._open(floor - _BELOW, float((self.highest - np.fmax(floor, deals.least)).max()))
        for found in best:
            if found.choice is not None:
                self._list(found.choice)

    def step(self) -> bool:
        """Look into the region that may reach farthest; tell whether that could be decided."""
        if not self.points:  # no best deal was found in time: a deal far above is harder
            return False
        reach, _, corner = heappop(self.regions)
        found = self.deals.raised(corner, np.isfinite(corner).astype(float), self.floor)
        bound = min(-reach, found.bound)
        if bound <= CLOSE:
            return True
        self._open(corner, bound)
        if found.choice is None or found.value <= TIE:
            return False
        self._list(found.choice)
        return True

    def listed(self) -> Approximation:
        """Return the deals found, with how far another may be above them."""
        parties = self.deals.parties
        error = max((-reach for reach, _, _ in self.regions), default=0.0)
        if not self.points:
            none = np.empty((0, len(self.deals.sizes)), np.int64)
            return Approximation(np.empty((0, parties)), none, np.full(parties, error), True)
        found = sifted(np.array(self.points), np.array(self.choices), np.full(parties, TIE))
        return Approximation(found.points, found.choices, np.full(parties, error), True)

    def _open(self, corner: Floats, reach: float) -> None:
        """Note a region that may hold a deal; none is above the highest of any party."""
        reach = min(reach, float((self.highest - corner).min()))
        if reach > CLOSE:
            heappush(self.regions, (-reach, self._numbered, corner))
            self._numbered += 1

    def _list(self, choice: Ints) -> None:
        """List a deal, or one that dominates it, and cut the regions that it lies in."""
        choice = self.deals.undominated(choice)
        worth = self.deals.worth(choice)
        self.points.append(worth)
        self.choices.append(choice)
        inside = [bool((worth > corner + TIE).all()) for _, _, corner in self.regions]
        cut = [one for one, lies in zip(self.regions, inside, strict=True) if lies]
        self.regions = [one for one, lies in zip(self.regions, inside, strict=True) if not lies]
        heapify(self.regions)
        kept = np.array([corner for _, _, corner in self.regions]).reshape(-1, len(worth))
        raised = [
            (-reach, np.where(own, worth, corner))
            for reach, _, corner in cut
            for own in np.eye(len(worth), dtype=np.bool_)
        ]
        corners = np.array([corner for _, corner in raised]).reshape(-1, len(worth))
        for place, (reach, corner) in enumerate(raised):
            # A region inside another need not be looked into; of equal ones the first is.
            if (kept <= corner).all(axis=1).any():
                continue
            around = (corners <= corner).all(axis=1)
            same = (corners == corner).all(axis=1)
            if not (around & ~same).any() and not same[:place].any():
                self._open(corner, reach)
