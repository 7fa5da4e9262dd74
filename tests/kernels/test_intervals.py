"""Intervals against published tables, other implementations, and the truth."""

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from accord.kernels.intervals import (
    NORMAL_95,
    Mean,
    Sum,
    mean_of_groups,
    newcombe,
    share_of_groups,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_wilson(hits: int, tries: int, low: float, high: float) -> None:
    assert wilson(hits, tries) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_a_certainty_ends_at_it() -> None:
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_is_that_of_newcombe(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(first, second, NORMAL_95) == pytest.approx((low, high), abs=5e-5)
    assert NormalDist().inv_cdf(0.975) == pytest.approx(NORMAL_95)


@given(
    groups=st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=3, max_size=8)
)
def test_a_mean_of_equal_groups_has_the_interval_of_the_means_of_the_groups(
    groups: list[list[float]],
) -> None:
    found = mean_of_groups((number, x) for number, one in enumerate(groups) for x in one)
    means = [float(np.mean(one)) for one in groups]
    assert found.mean == pytest.approx(np.mean(means))
    assert found.among == 3 * len(groups) and found.groups == len(groups)
    half = stats.t.ppf(0.975, len(means) - 1) * stats.sem(means)
    if half < 1e-6:
        # Equal means do not tell how others would differ: no interval of no width is given.
        assert found.interval is None or half > 0
        return
    assert found.interval == pytest.approx((found.mean - half, found.mean + half), abs=1e-6)


def test_a_mean_of_unequal_groups_has_the_robust_error_of_a_regression_on_a_constant() -> None:
    groups = [[3.0, 5.0], [10.0], [4.0, 4.0, 8.0]]
    found = mean_of_groups((number, x) for number, one in enumerate(groups) for x in one)
    # The sandwich (X'X)^-1 (sum of X'ee'X by group) (X'X)^-1 G/(G-1), X a column of ones.
    numbers = np.concatenate([np.array(one) for one in groups])
    ones = np.ones((6, 1))
    error = numbers - numbers.mean()
    where = np.array([0, 0, 1, 2, 2, 2])
    meat = sum(
        ones[where == g].T @ np.outer(error[where == g], error[where == g]) @ ones[where == g]
        for g in range(3)
    )
    bread = np.linalg.inv(ones.T @ ones)
    variance = float((bread @ meat @ bread)[0, 0]) * 3 / 2
    half = stats.t.ppf(0.975, 2) * math.sqrt(variance)
    assert found.interval == pytest.approx((numbers.mean() - half, numbers.mean() + half))


def test_an_interval_ends_where_the_mean_cannot_be() -> None:
    far = [("a", 0.0), ("b", 0.0), ("c", 9.0)]
    free, bound = mean_of_groups(far), mean_of_groups(far, least=0)
    assert free.interval is not None and bound.interval is not None
    assert free.interval[0] < 0 == bound.interval[0]
    assert free.interval[1] == bound.interval[1]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    held = {"mean": 0, "share": 0}
    tries = 1000
    for _ in range(tries):
        middles = rng.normal(50, 10, 12)
        found = mean_of_groups(
            (g, rng.normal(middles[g], 5)) for g in range(12) for _ in range(4)
        )
        chances = rng.beta(2, 2, 12)
        hits = share_of_groups(
            (g, bool(rng.random() < chances[g])) for g in range(12) for _ in range(4)
        )
        for name, one, truth in (("mean", found, 50.0), ("share", hits, 0.5)):
            assert one.interval is not None
            held[name] += one.interval[0] <= truth <= one.interval[1]
    for count in held.values():
        assert 0.93 < count / tries < 0.98


def test_a_share_is_wilsons_with_as_many_observations_as_there_are_groups() -> None:
    together = share_of_groups((g, g < 4) for g in range(10) for _ in range(7))
    apart = share_of_groups((g, g < 4) for g in range(10))
    assert together.mean == apart.mean == 0.4
    assert together.interval == pytest.approx(apart.interval)
    always = share_of_groups((g, True) for g in range(10) for _ in range(7))
    low, high = stats.binomtest(10, 10).proportion_ci(method="wilson")
    assert always.interval == pytest.approx((low, high))
    few = [("a", True), ("a", False), ("b", True)]
    assert share_of_groups(few).interval is None and mean_of_groups(few).interval is None
    assert share_of_groups(few).mean == mean_of_groups(few).mean == pytest.approx(2 / 3)
    assert share_of_groups([]).interval is None and share_of_groups([]).among == 0


def test_a_mean_of_one_has_no_interval() -> None:
    assert Mean.of(Sum.of(np.array([4.0]))) == Mean(mean=4.0, interval=None, among=1)
    assert math.isnan(Mean.of(Sum()).mean)


@given(
    near=st.integers(-100, 10_000),
    steps=st.lists(st.integers(0, 3000), min_size=2, max_size=20),
)
def test_a_mean_is_exact_and_its_interval_students(near: int, steps: list[int]) -> None:
    points = [Fraction(near) + Fraction(step, 10**9) for step in steps]
    found = Mean.of(Sum.of(np.array([float(one) for one in points])))
    mean = sum(points, Fraction(0)) / len(points)
    assert found.mean == float(mean)
    variance = sum((one - mean) ** 2 for one in points) / (len(points) - 1)
    error = math.sqrt(variance / len(points))
    half = stats.t.ppf(0.975, len(points) - 1) * error
    assert found.interval == pytest.approx((float(mean) - half, float(mean) + half), abs=1e-12)
