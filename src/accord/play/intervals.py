"""Shares and means, and how sure they are."""

import math
from typing import Any

import numpy as np
from attrs import frozen

from accord.deals.zone import wilson
from accord.kernels.ties import Floats

STEPS = 10**9
"""So many steps are a point: added as whole numbers, points have the same sum in any order."""


@frozen(kw_only=True)
class Share:
    """How often something happened.

    Attributes:
        count: How often.
        among: Out of how many.
    """

    count: int
    among: int

    @property
    def share(self) -> float:
        """Give the share, 0 to 1; not a number out of none."""
        return self.count / self.among if self.among else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Give its 95% confidence interval (Wilson); everything, out of none."""
        return wilson(self.count, self.among) if self.among else (0.0, 1.0)

    def to_json(self) -> dict[str, Any]:
        """Give it as a plain dict."""
        return {
            "count": self.count,
            "among": self.among,
            "share": self.share if self.among else None,
            "interval": list(self.interval),
        }


@frozen(kw_only=True)
class Sum:
    """Numbers added up, and their squares: exact, so in any order the same.

    Attributes:
        count: How many numbers.
        total: Their sum, in steps.
        squares: The sum of their squares, in steps squared.
    """

    count: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, points: Floats) -> "Sum":
        """Add numbers up.

        Args:
            points: Shape (n,), in points.
        """
        steps = np.rint(points * STEPS).astype(np.int64).tolist()
        return cls(count=len(steps), total=sum(steps), squares=sum(n * n for n in steps))

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            count=self.count + other.count,
            total=self.total + other.total,
            squares=self.squares + other.squares,
        )


@frozen(kw_only=True)
class Mean:
    """What something was on average, in points.

    Attributes:
        mean: The mean; not a number of none.
        interval: Its 95% confidence interval (Student's t); None of fewer than two.
        among: Of how many.
    """

    mean: float
    interval: tuple[float, float] | None
    among: int

    @classmethod
    def of(cls, added: Sum) -> "Mean":
        """Average numbers.

        Source: Student (W. S. Gosset), The probable error of a mean, Biometrika 6 (1908), 1-25.

        Args:
            added: The numbers.
        """
        count = added.count
        if not count:
            return cls(mean=math.nan, interval=None, among=0)
        mean = added.total / (count * STEPS)
        if count == 1:
            return cls(mean=mean, interval=None, among=1)
        # Whole numbers: nothing is lost where numbers are large and differ little.
        apart = count * added.squares - added.total**2
        variance = apart / (count * (count - 1) * STEPS**2)
        half = student(count - 1) * math.sqrt(variance / count)
        return cls(mean=mean, interval=(mean - half, mean + half), among=count)

    def to_json(self) -> dict[str, Any]:
        """Give it as a plain dict."""
        return {
            "mean": self.mean if self.among else None,
            "interval": None if self.interval is None else list(self.interval),
            "talks": self.among,
        }


def student(freedom: int) -> float:
    """Give the quantile of Student's t for an interval of 95%.

    Args:
        freedom: The degrees of freedom; at least 1.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))
