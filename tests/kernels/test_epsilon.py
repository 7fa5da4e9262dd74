"""The short frontier: what it promises, against all deals one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.kernels.test_frontier import Case, additive, cases

from accord.kernels import pareto
from accord.kernels.epsilon import Approximation, _Boxes, epsilon_frontier
from accord.kernels.frontier import frontier
from accord.kernels.ties import TIE


def check(case: Case, found: Approximation) -> None:
    """Check that points are true, do not dominate each other, and stand for all deals."""
    for point, choice in zip(found.points, found.choices, strict=True):
        deal = tuple(choice.tolist())
        assert case.allows(deal)
        assert case.worth(deal) == pytest.approx(tuple(point), abs=1e-9)
        assert case.reaches(case.worth(deal))
        above = (found.points >= point - TIE).all(axis=1) & (found.points > point + TIE).any(1)
        assert not above.any()
    for deal in product(*map(range, case.sizes)):
        worth = np.array(case.worth(deal))
        margin = found.error if case.floor is None else worth - case.floor
        if case.allows(deal) and (margin >= found.error).all():
            assert (found.points >= worth - found.error - TIE).all(axis=1).any()


@settings(max_examples=300)
@given(cases(), st.integers(0, 6))
def test_every_deal_is_within_the_error_of_a_listed_one(case: Case, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accord.kernels.epsilon._PER_CELL", 0)
        found = epsilon_frontier(case.sizes, case.factors, case.bans, case.floor, most=most)
    event("rounded" if found.error.any() else "exact")
    check(case, found)


@settings(max_examples=300)
@given(cases(), st.integers(0, 6), st.sampled_from([1e-9, 0.5, 3.0, 10.0, 50.0]))
def test_the_error_is_no_larger_than_asked_for(case: Case, most: int, epsilon: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accord.kernels.epsilon._PER_CELL", 0)
        found = epsilon_frontier(
            case.sizes, case.factors, case.bans, case.floor, epsilon=epsilon, most=most
        )
    event("rounded" if found.error.any() else "exact")
    assert (found.error <= epsilon + 1e-12).all()
    check(case, found)


def test_a_batch_in_which_nothing_reaches_the_floor_adds_nothing() -> None:
    boxes = _Boxes(0, np.array([1, 1]), may_double=True, used=True)
    nothing = np.empty((0, 2), dtype=np.int64)
    assert len(boxes.select(nothing, np.empty(0, dtype=np.int64))) == 0


@given(cases(), st.integers(0, 3))
def test_working_in_small_batches_keeps_the_promise(case: Case, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pareto, "_BATCH", 2)
        patch.setattr("accord.kernels.epsilon._PER_CELL", 0)
        check(
            case,
            epsilon_frontier(case.sizes, case.factors, case.bans, case.floor, most=most),
        )


@given(cases())
def test_it_is_the_exact_frontier_where_that_is_short(case: Case) -> None:
    found = epsilon_frontier(case.sizes, case.factors, case.bans, case.floor)
    exact = frontier(case.sizes, case.factors, case.bans, case.floor)
    assert not found.error.any()
    assert found.points.tolist() == exact.points.tolist()
    assert found.choices.tolist() == exact.choices.tolist()


def test_more_is_left_out_the_larger_the_error() -> None:
    rng = np.random.default_rng(2)
    factors = additive([10 * rng.random((5, 4)) for _ in range(8)])
    exact = frontier([5] * 8, factors)
    lengths = [
        len(epsilon_frontier([5] * 8, factors, epsilon=epsilon, most=100).points)
        for epsilon in (0.0, 1.0, 4.0, 16.0)
    ]
    assert lengths[0] == len(exact.points)
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < lengths[0] / 4
    found = epsilon_frontier([5] * 8, factors, epsilon=4.0, most=100)
    for point in exact.points:
        assert (found.points >= point - found.error).all(axis=1).any()


def test_each_party_has_its_own_error() -> None:
    rng = np.random.default_rng(2)
    factors = additive([rng.random((5, 3)) * [1, 10, 100] for _ in range(6)])
    found = epsilon_frontier(
        [5] * 6, factors, tie=TIE * np.array([1, 10, 100]), epsilon=[0.1, 1, 10], most=10
    )
    assert (found.error > 0).all()
    assert (found.error <= [0.1, 1, 10]).all()
    for point in frontier([5] * 6, factors).points:
        assert (found.points >= point - found.error).all(axis=1).any()
