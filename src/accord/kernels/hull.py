"""The upper right boundary of the convex hull of points in the plane."""

from dataclasses import dataclass

import numpy as np

from accord.kernels.lottery import Lottery, draw_by
from accord.kernels.ties import TIE, Floats, Ints

Part = tuple[float, float]
"""The first and last place of a part of a chain."""


@dataclass(frozen=True)
class Chain:
    """What two parties can get by lotteries that no other lottery improves on for both.

    A place on the chain is a number: 0 is the first corner, 1 the second, 0.5 half way between.

    Attributes:
        points: Shape (k, 2), the points drawn from.
        index: Shape (m,), the points that are corners, from the first party's best to the
            second's: the first coordinate falls and the second rises.
    """

    points: Floats
    index: Ints

    @classmethod
    def of(cls, points: Floats) -> "Chain":
        """Find the corners.

        Source: A. M. Andrew, Another efficient algorithm for convex hulls in two dimensions,
        Information Processing Letters 9 (1979), 216-219.

        Args:
            points: Shape (k, 2), k at least 1.
        """
        order = np.lexsort((-points[:, 1], -points[:, 0]))
        height = points[order, 1]
        before = np.maximum.accumulate(height)[:-1]
        corners: list[int] = []
        for i in order[np.concatenate(([True], height[1:] > before))].tolist():
            while len(corners) > 1 and not _turns_left(*points[[*corners[-2:], i]].tolist()):
                corners.pop()
            corners.append(i)
        return cls(points, np.array(corners, dtype=np.int64))

    @property
    def corners(self) -> Floats:
        """Return the corners: shape (m, 2)."""
        return np.asarray(self.points[self.index])

    @property
    def places(self) -> Floats:
        """Number the corners."""
        return np.arange(len(self.index), dtype=np.float64)

    def above(self, disagreement: Floats) -> Part | None:
        """Find the part that gives both parties at least so much.

        Args:
            disagreement: Shape (2,).

        Returns:
            Its first and last place, or None if there is none.
        """
        x, y = self.corners.T
        first = float(np.interp(disagreement[1], y, self.places))
        last = float(np.interp(disagreement[0], x[::-1], self.places[::-1]))
        # The ends meet, up to a tie, where the chain only touches the disagreement point.
        last = max(first, last)
        short = [self.value(last)[0] - disagreement[0], self.value(first)[1] - disagreement[1]]
        return (first, last) if min(short) >= -TIE else None

    def value(self, place: float) -> Floats:
        """Return the expected worth at a place: shape (2,)."""
        return np.array([np.interp(place, self.places, c) for c in self.corners.T])

    def lottery(self, place: float) -> Lottery:
        """Return the lottery over the two corners next to a place, or of one."""
        weights = np.zeros(len(self.points))
        corner = min(int(place), len(self.index) - 1)
        weights[self.index[corner]] = 1 - (place - corner)
        if place > corner:
            weights[self.index[corner + 1]] = place - corner
        return draw_by(self.points, weights)


def _turns_left(a: list[float], b: list[float], c: list[float]) -> bool:
    """Return whether the way from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - b[1]) > (b[1] - a[1]) * (c[0] - b[0])
