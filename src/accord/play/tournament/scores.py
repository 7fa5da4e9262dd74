"""Means and shares over talks that come in groups, and how sure they are."""

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from attrs import frozen

from accord.deals.valued import clean
from accord.deals.zone import NORMAL_95, wilson
from accord.kernels.ties import TIE
from accord.play.intervals import student

FEWEST_GROUPS = 3
"""Of fewer groups no interval is given: it would say nothing."""


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
        """Give it as a plain dict."""
        return {
            "mean": clean(self.mean) if self.among else None,
            "interval": None if self.interval is None else list(map(clean, self.interval)),
            "among": self.among,
            "groups": self.groups,
        }


def mean(observations: Iterable[tuple[Hashable, float]], least: float = -math.inf) -> Score:
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


def share(observations: Iterable[tuple[Hashable, bool]]) -> Score:
    """Give how often something was so, where talks come in groups.

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
    """Give the variance of a mean of numbers in groups, robust to how they vary inside."""
    among, count = sum(map(len, groups)), len(groups)
    squares = math.fsum(math.fsum(x - average for x in one) ** 2 for one in groups)
    return count / (count - 1) * squares / among**2
