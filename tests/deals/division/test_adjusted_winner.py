"""Adjusted Winner against its three promises, and the published case."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accord.deals.division.adjusted_winner import adjusted_winner

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6)


def test_the_case_of_brams_and_taylor() -> None:
    # S. Brams and A. Taylor: A (X 70, Y 30), B (X 20, Y 80).
    found = adjusted_winner([70, 30], [20, 80])
    assert list(found.shares) == [1, Fraction(1, 11)]
    assert list(found.points) == [Fraction(800, 11), Fraction(800, 11)]
    assert found.split == 1


def test_a_tied_issue_goes_to_who_is_behind_and_moves_first() -> None:
    # After X and Y the second is behind, 30 to 40; it gets Z, leads by 40, and gives of Z.
    found = adjusted_winner([40, 10, 50], [20, 30, 50])
    assert found.split == 2
    assert list(found.shares) == [1, 0, Fraction(2, 5)]
    assert list(found.points) == [60, 60]


def test_issues_that_come_out_even_are_not_split() -> None:
    found = adjusted_winner([60, 40], [40, 60])
    assert list(found.shares) == [1, 0]
    assert list(found.points) == [60, 60]
    assert found.split is None


def scaled(points: list[int]) -> list[Fraction]:
    return [Fraction(100 * p, sum(points)) for p in points]


@given(PAIRS)
def test_both_get_the_same_at_least_half_and_nobody_could_get_more(
    pairs: list[tuple[int, int]],
) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assume(sum(first) and sum(second))
    found = adjusted_winner(first, second)
    own, other = scaled(first), scaled(second)
    points = (
        sum(s * p for s, p in zip(found.shares, own, strict=True)),
        sum((1 - s) * p for s, p in zip(found.shares, other, strict=True)),
    )
    assert found.points == points
    assert points[0] == points[1]
    assert points[0] >= 50
    assert all(0 <= s <= 1 for s in found.shares)
    divided = [i for i, s in enumerate(found.shares) if 0 < s < 1]
    assert divided == ([] if found.split is None else [found.split])
    # Efficient: the sum of points weighted by some price for each party is the largest.
    corners = list(product((0, 1), repeat=len(pairs)))
    ends = [
        (
            sum(p for p, s in zip(own, c, strict=True) if s),
            sum(p for p, s in zip(other, c, strict=True) if not s),
        )
        for c in corners
    ]
    assert not any(x >= points[0] and y >= points[1] and x + y > sum(points) for x, y in ends)
    for a, b in ends:
        for x, y in ends:
            if (a - points[0]) * (points[0] - x) > 0:
                share = (points[0] - x) / (a - x)
                assert y + share * (b - y) <= points[1]


@given(PAIRS, st.integers(1, 9))
def test_the_scale_of_points_does_not_matter(pairs: list[tuple[int, int]], by: int) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assume(sum(first) and sum(second))
    assert adjusted_winner([a * by for a in first], second) == adjusted_winner(first, second)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ([1], [1, 2], "1 issues, the other on 2"),
        ([], [], "no points"),
        ([0, 0], [1, 2], "no points"),
        ([-1, 2], [1, 2], "negative"),
        ([float("nan"), 2], [1, 2], "not numbers"),
        ([float("inf"), 2], [1, 2], "not numbers"),
    ],
)
def test_points_that_make_no_sense_are_refused(
    first: list[float], second: list[float], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        adjusted_winner(first, second)
