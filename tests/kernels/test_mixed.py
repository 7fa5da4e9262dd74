"""Deals picked by mixed-integer programs, against all deals one by one."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.kernels.test_epsilon import check
from tests.kernels.test_frontier import Case, cases, maxima, rounded

from accord.kernels.mixed import CLOSE, Mixed, Pick
from accord.kernels.regions import regional_frontier
from accord.kernels.ties import TIE, Floats

FEW = settings(max_examples=40)
small = cases().filter(lambda case: math.prod(case.sizes) <= 36)
"""Programs take milliseconds each, and a frontier takes several a deal."""


def mixed(case: Case) -> tuple[Mixed, Floats]:
    parties = case.factors[0][1].shape[-1]
    floor = np.array(case.floor or [-math.inf] * parties, dtype=float)
    return Mixed(case.sizes, case.factors, case.bans, np.ones(parties)), floor


def true(case: Case, found: Pick, values: list[float]) -> None:
    """Check that a deal is allowed, attains its value, and that none attains more."""
    if not values:
        assert found.none
        return
    assert found.choice is not None
    deal = tuple(found.choice.tolist())
    assert case.allows(deal)
    assert case.reaches(case.worth(deal))
    assert found.gap == 0
    assert found.value == pytest.approx(max(values), abs=CLOSE)
    assert found.value <= max(values) + TIE


@FEW
@given(small)
def test_the_largest_weighted_sum_at_or_above_the_floor(case: Case) -> None:
    deals, floor = mixed(case)
    weights = np.arange(1.0, deals.parties + 1) / 2
    found = deals.best(weights, floor)
    true(case, found, [float(weights @ np.array(w)) for w in case.points()])


@FEW
@given(small)
def test_the_most_steps_above_a_base(case: Case) -> None:
    deals, floor = mixed(case)
    base = np.where(np.isfinite(floor), floor, 7.0)
    direction = np.array([1.0, 0.0, 2.5, 0.5])[: deals.parties]
    found = deals.raised(base, direction, floor)
    moved = direction > 0
    steps = [
        float(((np.array(worth) - base)[moved] / direction[moved]).min())
        for worth in case.points()
    ]
    true(case, found, steps)


@FEW
@given(small)
def test_the_smallest_step_is_largest_then_the_next_smallest(case: Case) -> None:
    deals, floor = mixed(case)
    base = np.where(np.isfinite(floor), floor, 7.0)
    direction = np.array([1.0, 0.25, 2.5, 0.0])[: deals.parties]
    moved = direction > 0

    def steps(worth: tuple[float, ...]) -> list[float]:
        return sorted(((np.array(worth) - base)[moved] / direction[moved]).tolist())

    found = deals.leximin(base, direction, floor)
    every = [steps(worth) for worth in case.points()]
    true(case, found, [least[0] for least in every])
    if found.choice is not None:
        best = max(every, key=lambda one: [round(step, 3) for step in one])
        own = steps(case.worth(tuple(found.choice.tolist())))
        assert own == pytest.approx(best, abs=CLOSE)


@FEW
@given(small)
def test_the_largest_product_of_gains(case: Case) -> None:
    deals, floor = mixed(case)
    points = np.array(sorted(case.points())).reshape(-1, deals.parties)
    base = np.where(np.isfinite(floor), floor, -50.0)
    gains = points - base
    if not len(points) or not (gains > 0.01).all(axis=1).any():
        return
    ideal = points.max(axis=0)
    shares = np.maximum(gains / (ideal - base), 0)
    with np.errstate(divide="ignore"):
        logarithms = np.log(shares).sum(axis=1)
    found = deals.product(base, ideal, floor)
    true(case, found, logarithms.tolist())


@FEW
@given(small)
def test_deal_by_deal_it_is_the_exact_frontier(case: Case) -> None:
    deals, _ = mixed(case)
    floor = None if case.floor is None else np.array(case.floor)
    found = regional_frontier(deals, floor, most_steps=1000)
    assert not found.error.any()
    expected = rounded(sorted(maxima({tuple(np.round(p, 7)) for p in case.points()})))
    assert rounded(found.points) == expected


NOBODY_ELSE = Case(
    [2, 3, 2],
    [
        ((0,), np.array([[0.0, 0.0, 0.0, 1.0], [2.0, 0.0, 0.0, 0.0]])),
        ((1,), np.zeros((3, 4))),
        ((2,), np.array([[0.0, 0.0, 0.0, 2.0], [1.0, 0.0, 0.0, 0.0]])),
    ],
    [],
    None,
)
"""Two of four parties gain nowhere: how far others may still be is not theirs to bound."""


@FEW
@given(small, st.integers(0, 4))
@example(NOBODY_ELSE, 0)
@example(Case(NOBODY_ELSE.sizes, NOBODY_ELSE.factors, [], [-math.inf] * 3 + [1.0]), 0)
def test_stopped_early_the_list_keeps_within_its_error(case: Case, steps: int) -> None:
    deals, _ = mixed(case)
    floor = None if case.floor is None else np.array(case.floor)
    check(case, regional_frontier(deals, floor, most_steps=steps))


def test_options_that_nothing_tells_apart_are_one() -> None:
    table = np.array([[1.0, 2.0], [3.0, 0.0], [1.0, 2.0], [3.0, 0.0]])
    bonus = np.zeros((4, 2, 2))
    bonus[[1, 3], 1] = 5.0
    deals = Mixed([4, 2], [((0,), table), ((0, 1), bonus)], [], np.ones(2))
    assert [options.tolist() for options in deals._options] == [[0, 1], [0, 1]]
    assert deals.best(np.ones(2), np.full(2, -math.inf)).value == 13.0


def test_nothing_reaches_the_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    sizes = [4] * 8
    factors = [((i,), rng.integers(0, 12, (4, 2)).astype(float)) for i in range(8)]
    for _ in range(20):
        scope = tuple(rng.choice(8, 2, replace=False).tolist())
        bonus = np.zeros((4, 4, 2))
        bonus[rng.integers(4), rng.integers(4), rng.integers(2)] = rng.integers(-9, 10)
        factors.append((scope, bonus))
    regional_frontier(Mixed(sizes, factors, [], np.ones(2)), None, most_steps=1000)
    assert capfd.readouterr().out == ""
