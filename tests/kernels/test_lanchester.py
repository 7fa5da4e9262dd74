"""Lanchester's laws against printed numbers, a solver of equations, and exact fractions."""

import math
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from accord.kernels.lanchester import (
    Law,
    exhaustion,
    last_standing,
    strengths_after,
)

LAWS = st.sampled_from(Law)
PAIRS = st.tuples(st.floats(0.5, 20), st.floats(0.5, 20))
RATES = st.tuples(st.floats(0.01, 1), st.floats(0.01, 1))


@pytest.mark.parametrize(
    ("rate", "left", "time"), [(0.01, 60.0, 109.8612), (0.012, 68.3130, 84.8388)]
)
def test_the_square_law_leaves_what_is_printed(rate: float, left: float, time: float) -> None:
    end = exhaustion(Law.SQUARE, (100, 80), (rate, 0.01))
    assert end.left == pytest.approx((left, 0), abs=5e-5)
    assert end.time == pytest.approx(time, abs=5e-5)


@pytest.mark.parametrize(
    ("strengths", "square", "linear"),
    [
        ((3, 2), 0.775, 0.6875),
        ((10, 8), 0.791358, 0.685471),
        ((20, 16), 0.875340, 0.750220),
        ((100, 80), 0.995126, 0.932638),
    ],
)
def test_by_chance_the_stronger_wins_as_often_as_is_printed(
    strengths: tuple[int, int], square: float, linear: float
) -> None:
    for law, printed in ((Law.SQUARE, square), (Law.LINEAR, linear)):
        table = last_standing(law, strengths, (0.01, 0.01)).chances
        assert table[strengths] == pytest.approx(printed, abs=5e-7)


@settings(deadline=None)
@given(LAWS, PAIRS, RATES, st.floats(0, 0.99))
def test_strengths_are_those_of_the_equations(
    law: Law, strengths: tuple[float, float], rates: tuple[float, float], part: float
) -> None:
    time = part * min(5.0, exhaustion(law, strengths, rates).time)

    def falls(_: float, left: tuple[float, float]) -> list[float]:
        (one, two), (a, b) = left, rates
        both = one * two if law is Law.LINEAR else 0
        return [-b * both, -a * both] if law is Law.LINEAR else [-b * two, -a * one]

    solved = integrate.solve_ivp(falls, (0, time), strengths, rtol=1e-10, atol=1e-12)
    found = strengths_after(law, strengths, rates, time)
    assert found == pytest.approx(solved.y[:, -1], abs=1e-7)


@given(LAWS, PAIRS, RATES)
def test_who_is_left_is_who_is_left_long_after(
    law: Law, strengths: tuple[float, float], rates: tuple[float, float]
) -> None:
    end = exhaustion(law, strengths, rates)
    assert min(end.left) == 0
    if law is Law.SQUARE and math.isfinite(end.time):
        assert strengths_after(law, strengths, rates, end.time) == end.left
    if law is Law.LINEAR and max(end.left) > 0.1:
        late = strengths_after(law, strengths, rates, 1e5)
        assert late == pytest.approx(end.left, abs=1e-6)


@given(LAWS, st.integers(0, 12), st.integers(0, 12), st.integers(1, 9), st.integers(1, 9))
def test_chances_are_those_of_fractions(law: Law, one: int, two: int, a: int, b: int) -> None:
    @cache
    def exact(x: int, y: int) -> tuple[Fraction, ...]:
        if not (x and y):
            won = Fraction(1, 2) if x == y else Fraction(int(x > 0))
            return won, Fraction(x), Fraction(y)
        hit = Fraction(a * x, a * x + b * y) if law is Law.SQUARE else Fraction(a, a + b)
        ends = zip(exact(x, y - 1), exact(x - 1, y), strict=True)
        return tuple(hit * struck + (1 - hit) * lost for struck, lost in ends)

    found = last_standing(law, (one, two), (a, b))
    tables = (found.chances, *found.left)
    expected = [float(number) for number in exact(one, two)]
    assert [table[one, two] for table in tables] == pytest.approx(expected, abs=1e-12)
