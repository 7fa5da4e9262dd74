"""Shares and means, and how sure they are: every confidence interval of the house."""

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from accord.kernels.ties import TIE, Floats, rounded

NORMAL_95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95%."""

FEWEST_GROUPS = 3
"""Of fewer groups no interval is given: it would say nothing."""

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
        """The share, 0 to 1; not a number out of none."""
        return self.count / self.among if self.among else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95% confidence interval (Wilson); everything, out of none."""
        return wilson(self.count, self.among) if self.among else (0.0, 1.0)

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain dict."""
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
        """Return it as a plain dict."""
        return {
            "mean": self.mean if self.among else None,
            "interval": None if self.interval is None else list(self.interval),
            "talks": self.among,
        }


@frozen(kw_only=True)
class Score:
    """A mean or a share, and how sure it is.

    Attributes:
        mean: The mean, or the share from 0 to 1; not a number of none.
        interval: Its 95% confidence interval; None where there are fewer than
            `FEWEST_GROUPS` groups, or where a mean is the same in all of them.
        among: Over how many it is: a delegate that sits twice in a talk counts twice.
        groups: How many independent observations they count as.
    """

    mean: float
    interval: tuple[float, float] | None
    among: int
    groups: int

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain dict."""
        return {
            "mean": rounded(self.mean) if self.among else None,
            "interval": None if self.interval is None else list(map(rounded, self.interval)),
            "among": self.among,
            "groups": self.groups,
        }


def wilson(hits: int, tries: int, normal: float = NORMAL_95) -> tuple[float, float]:
    """Return the confidence interval of a share.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212.

    Args:
        hits: How often it happened.
        tries: Out of how many; at least 1.
        normal: The quantile of the normal distribution; by default for a level of 95%.
    """
    share, z2 = hits / tries, normal**2
    centre = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    spread = math.sqrt(share * (1 - share) / tries + z2 / (4 * tries**2))
    half = normal * spread / (1 + z2 / tries)
    low = 0.0 if hits == 0 else centre - half
    high = 1.0 if hits == tries else centre + half
    return low, high


def newcombe(
    first: tuple[int, int], second: tuple[int, int], normal: float
) -> tuple[float, float]:
    """Return the confidence interval of the difference of two shares, first less second.

    Source: R. G. Newcombe, Interval estimation for the difference between independent
    proportions, Statistics in Medicine 17 (1998), 873-890, method 10.

    Args:
        first: How often it happened, out of how many; at least 1.
        second: The same for the other.
        normal: The quantile of the normal distribution.
    """
    p, q = first[0] / first[1], second[0] / second[1]
    (p_low, p_high), (q_low, q_high) = wilson(*first, normal), wilson(*second, normal)
    below = math.hypot(p - p_low, q_high - q)
    above = math.hypot(p_high - p, q - q_low)
    return p - q - below, p - q + above


def student(freedom: int) -> float:
    """Return the quantile of Student's t for an interval of 95%.

    Args:
        freedom: The degrees of freedom; at least 1.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def mean_of_groups(
    observations: Iterable[tuple[Hashable, float]], least: float = -math.inf
) -> Score:
    """Average numbers that come in groups, each of which counts as one observation.

    Source: K.-Y. Liang and S. Zeger, Longitudinal data analysis using generalized linear
    models, Biometrika 73 (1986), 13-22, for a mean; with the factor G/(G-1) and Student's t
    with G-1 degrees of freedom of A. Cameron and D. Miller, A practitioner's guide to
    cluster-robust inference, Journal of Human Resources 50 (2015), 317-372.

    Args:
        observations: A group and a number, each.
        least: What the mean cannot be below; the interval ends there.
    """
    groups = _grouped(observations)
    among = sum(map(len, groups))
    if not among:
        return Score(mean=math.nan, interval=None, among=0, groups=0)
    average = math.fsum(number for one in groups for number in one) / among
    if len(groups) < FEWEST_GROUPS:
        return Score(mean=average, interval=None, among=among, groups=len(groups))
    variance = _variance(groups, average)
    if variance <= TIE**2:
        # Groups that do not differ do not tell how others would.
        return Score(mean=average, interval=None, among=among, groups=len(groups))
    half = student(len(groups) - 1) * math.sqrt(variance)
    return Score(
        mean=average,
        interval=(max(average - half, least), average + half),
        among=among,
        groups=len(groups),
    )


def share_of_groups(observations: Iterable[tuple[Hashable, bool]]) -> Score:
    """Return how often something was so, where talks come in groups.

    The interval is Wilson's, at Student's quantile, for as many observations as carry the same
    information as these, at most as many as there are. Where it was always or never so, the
    groups do not tell how they vary: then it is Wilson's for one observation a group.

    Source: E. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212; for the number of
    observations E. Korn and B. Graubard, Confidence intervals for proportions with small
    expected number of positive counts estimated from survey data, Survey Methodology 24
    (1998), 193-201.

    Args:
        observations: A group and whether it was so, each.
    """
    groups = _grouped((group, float(so)) for group, so in observations)
    among = sum(map(len, groups))
    if not among:
        return Score(mean=math.nan, interval=None, among=0, groups=0)
    hits = round(sum(map(sum, groups)))
    found = hits / among
    if len(groups) < FEWEST_GROUPS:
        return Score(mean=found, interval=None, among=among, groups=len(groups))
    if 0 < hits < among:
        effect = max(1.0, _variance(groups, found) * among / (found * (1 - found)))
        quantile = student(len(groups) - 1)
    else:
        effect, quantile = among / len(groups), NORMAL_95
    # Wilson's interval depends on quantile and number by quantile^2 / number alone.
    return Score(
        mean=found,
        interval=wilson(hits, among, quantile * math.sqrt(effect)),
        among=among,
        groups=len(groups),
    )


def _grouped(observations: Iterable[tuple[Hashable, float]]) -> list[list[float]]:
    found: dict[Hashable, list[float]] = {}
    for group, number in observations:
        found.setdefault(group, []).append(number)
    return list(found.values())


def _variance(groups: Sequence[Sequence[float]], average: float) -> float:
    """Return the variance of a mean of numbers in groups, robust to how they vary inside."""
    among, count = sum(map(len, groups)), len(groups)
    squares = math.fsum(math.fsum(x - average for x in one) ** 2 for one in groups)
    return count / (count - 1) * squares / among**2
