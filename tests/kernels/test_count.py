"""How many deals there are, against listing them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels.test_frontier import Case, additive, cases

from accord.kernels import dominance
from accord.kernels import lexsort_groups as rows
from accord.kernels.count import count_deals
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE


def listed(case: Case) -> int:
    deals = [d for d in product(*map(range, case.sizes)) if case.allows(d)]
    return sum(case.reaches(case.worth(d)) for d in deals)


@settings(max_examples=400)
@given(cases())
def test_the_count_is_that_of_all_deals_one_by_one(case: Case) -> None:
    found = count_deals(case.sizes, case.factors, case.bans, case.floor)
    assert found.number == listed(case)
    assert (found.hits, found.draws) == (0, 0)
    case.floor = None
    assert found.among == listed(case)


@given(cases())
def test_keys_too_large_for_one_number_change_nothing(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "_LARGEST_KEY", 1)
        patch.setattr(dominance, "_FITS", 1)
        found = count_deals(case.sizes, case.factors, case.bans, case.floor)
    assert found.number == listed(case)


@given(cases(), st.integers(0, 40))
def test_with_little_work_it_is_exact_or_drawn_and_never_wrong(case: Case, work: int) -> None:
    found = count_deals(case.sizes, case.factors, case.bans, case.floor, most_work=work)
    right = listed(case)
    if found.number is not None:
        assert found.number == right
    else:
        assert found.draws == 10_000
        share = right / found.among
        # Seven standard errors.
        assert abs(found.hits / found.draws - share) <= 7 * (share * (1 - share)) ** 0.5 / 100


def test_what_cannot_be_listed_is_counted() -> None:
    # 40 issues worth 0 to 9 to one party, the rest of 9 to the other: the sum is 360 for both
    # together, and the count is a coefficient of ((1 - x^10) / (1 - x))^40.
    values = np.stack([np.arange(10.0), 9 - np.arange(10.0)], axis=1)
    ways = [1]
    for _ in range(40):
        ways = [sum(ways[max(0, n - 9) : n + 1]) for n in range(len(ways) + 9)]
    found = count_deals([10] * 40, additive([values] * 40), (), [170.0, 150.0])
    assert found.among == 10**40
    assert found.number == sum(ways[170:211])


def test_bans_alone_are_counted_exactly_however_many_deals_there_are() -> None:
    # Neighbours on a chain of 200 issues with two options may not both take the second:
    # Fibonacci numbers.
    ban = np.array([[False, False], [False, True]])
    bans: list[Ban] = [((i, i + 1), ban) for i in range(199)]
    a, b = 1, 2
    for _ in range(200):
        a, b = b, a + b
    zero = additive([np.zeros((2, 1))] * 200)
    assert count_deals([2] * 200, zero, bans).number == a
    assert count_deals([2] * 200, zero, bans, [-1.0]).number == a
    assert count_deals([2] * 200, zero, bans, [1.0]).number == 0


def test_a_floor_is_reached_within_a_tie() -> None:
    third = np.full((2, 2), 100 / 3)
    factors = additive([third] * 3)
    assert count_deals([2] * 3, factors, (), [100.0, 100.0]).number == 8
    assert count_deals([2] * 3, factors, (), [100 + TIE / 2, 100]).number == 8
    assert count_deals([2] * 3, factors, (), [100 + 2 * TIE, 100]).number == 0


def test_an_estimate_repeats_with_its_seed_and_brackets_the_count() -> None:
    rng = np.random.default_rng(5)
    factors = additive([rng.random((4, 3)) for _ in range(8)])
    exact = count_deals([4] * 8, factors, (), [4.0, 4.0, 4.0])
    first = count_deals([4] * 8, factors, (), [4.0, 4.0, 4.0], most_work=100, seed=3)
    again = count_deals([4] * 8, factors, (), [4.0, 4.0, 4.0], most_work=100, seed=3)
    assert first == again
    assert exact.number is not None
    assert first.number is None
    assert first.hits / first.draws == pytest.approx(exact.number / 4**8, abs=0.03)
