"""Compromises over lotteries against fine grids of lotteries, and published cases."""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.deals.lotteries.convex_compromises import (
    egalitarian,
    kalai_smorodinsky,
    nash,
    utilitarian,
)
from accord.kernels.hull import Chain
from accord.kernels.lottery import Lottery
from accord.kernels.ties import TIE, Floats

Rule = Callable[[Floats, Floats], Lottery | None]
RULES: list[Rule] = [nash, kalai_smorodinsky, egalitarian, utilitarian]

POLYGON = np.array([[0, 0], [10, 0], [10, 3], [6, 8], [0, 10]], dtype=float)

# On the side from (6, 8) to (10, 3) y is 15.5 - 1.25 x: x y is largest at x = 6.2, and x = y at
# 62 / 9; both ideal gains are 10.
EXPECTED = {
    nash: (6.2, 7.75),
    kalai_smorodinsky: (62 / 9, 62 / 9),
    egalitarian: (62 / 9, 62 / 9),
    utilitarian: (6.0, 8.0),
}


@st.composite
def sets(draw: st.DrawFn, most: int = 5) -> tuple[Floats, Floats]:
    parties = draw(st.integers(1, 4))
    row = st.lists(st.integers(0, 6), min_size=parties, max_size=parties)
    points = np.array(draw(st.lists(row, min_size=1, max_size=most)), dtype=float)
    return points, np.array(draw(row), dtype=float) / 2


def grid(points: Floats, d: Floats, parts: int = 12) -> Floats:
    """List what many lotteries give, those that leave nobody below d."""

    def shares(count: int) -> Iterator[list[float]]:
        for cuts in combinations(range(parts + count - 1), count - 1):
            ends = [-1, *cuts, parts + count - 1]
            yield [(b - a - 1) / parts for a, b in pairwise(ends)]

    mixed = np.array(list(shares(len(points)))) @ points
    return np.asarray(mixed[(mixed >= d - 1e-12).all(axis=1)])


def check(found: Lottery, points: Floats, d: Floats) -> None:
    assert found.probability.sum() == pytest.approx(1)
    assert (found.probability > 0).all()
    assert found.probability @ points[found.drawn] == pytest.approx(found.point)
    assert (found.point >= d - 2 * TIE).all()
    assert len(found.drawn) <= points.shape[1] + 1


def ahead(a: Floats, b: Floats) -> bool:
    """Return whether, sorted from the smallest up, a is lexicographically above b."""
    apart = np.sort(a) - np.sort(b)
    clear = np.flatnonzero(np.abs(apart) > 1e-5)
    return len(clear) > 0 and apart[clear[0]] > 0


@pytest.mark.parametrize("rule", RULES)
@given(case=sets())
def test_there_is_a_lottery_exactly_when_some_leaves_nobody_below(
    rule: Rule, case: tuple[Floats, Floats]
) -> None:
    points, d = case
    found = rule(points, d)
    if len(grid(points, d)):
        assert found is not None
    if found is not None:
        check(found, points, d)


@given(sets())
def test_no_lottery_has_a_larger_sum(case: tuple[Floats, Floats]) -> None:
    points, d = case
    found = utilitarian(points, d)
    assume(found is not None)
    assert found is not None
    others = grid(points, d)
    sums = others.sum(axis=1)
    assert (sums <= found.point.sum() + 1e-6).all()
    for other in others[sums >= found.point.sum() - 1e-9]:
        assert not ahead(other - d, found.point - d)


@given(sets())
def test_no_lottery_has_larger_smallest_gains(case: tuple[Floats, Floats]) -> None:
    points, d = case
    found = egalitarian(points, d)
    assume(found is not None)
    assert found is not None
    assert not any(ahead(other - d, found.point - d) for other in grid(points, d))


@given(sets())
def test_no_lottery_has_larger_smallest_shares(case: tuple[Floats, Floats]) -> None:
    points, d = case
    points = points[(points >= d).all(axis=1)]
    assume(len(points))
    found = kalai_smorodinsky(points, d)
    assert found is not None
    largest = points.max(axis=0) - d
    able = largest > 0
    for other in grid(points, d):
        assert not ahead(
            (other - d)[able] / largest[able], (found.point - d)[able] / largest[able]
        )


@given(sets())
def test_no_lottery_has_a_larger_product(case: tuple[Floats, Floats]) -> None:
    points, d = case
    found = nash(points, d)
    assume(found is not None)
    assert found is not None
    others = grid(points, d)
    assume(len(others))
    able = np.maximum(others.max(axis=0), found.point) - d > 1e-5
    product = np.prod((found.point - d)[able])
    assert (np.prod((others - d)[:, able], axis=1) <= product * (1 + 1e-6) + 1e-9).all()
    assert found.gap <= 1e-9


@pytest.mark.parametrize("rule", RULES)
@given(case=sets(most=12), level=st.integers(0, 5))
def test_geometry_and_programs_agree(
    rule: Rule, case: tuple[Floats, Floats], level: int
) -> None:
    points, d = case
    points, d = points[:, :2], d[:2]
    assume(points.shape[1] == 2)
    third = np.insert(points, 2, level, axis=1)
    plane, space = rule(points, d), rule(third, np.append(d, level))
    if rule is egalitarian and plane is not None:
        assert space is not None
        # A third who gains nothing keeps the smallest gain at zero; leximin passes on.
        assert ahead(space.point[:2] - d, plane.point - d) is False
    assert (plane is None) == (space is None)
    if plane is not None and space is not None:
        assert space.point[:2] == pytest.approx(plane.point, abs=1e-4)


@pytest.mark.parametrize(("rule", "expected"), EXPECTED.items())
def test_the_polygon_has_its_solutions(rule: Rule, expected: tuple[float, float]) -> None:
    found = rule(POLYGON, np.zeros(2))
    assert found is not None
    assert found.point == pytest.approx(expected, abs=1e-9)
    assert found.gap == 0.0
    assert set(found.drawn) <= {2, 3}


def test_a_walk_away_value_above_some_points_cuts_the_hull_and_not_the_points() -> None:
    # On the side y = 15.5 - 1.25 x; with d = (7, 1) no corner but (10, 3) gives both enough.
    d = np.array([7.0, 1.0])
    found = egalitarian(POLYGON, d)
    assert found is not None
    assert found.point == pytest.approx((9.5556, 3.5556), abs=1e-4)
    most = nash(POLYGON, d)
    assert most is not None
    assert most.point == pytest.approx((9.3, 3.875))


def test_three_parties_who_share_a_pie_get_thirds() -> None:
    pie = np.vstack([np.zeros(3), 90 * np.eye(3)])
    for rule in (nash, kalai_smorodinsky, egalitarian, utilitarian):
        found = rule(pie, np.zeros(3))
        assert found is not None
        assert found.point == pytest.approx([30, 30, 30], abs=1e-6)
        assert found.drawn.tolist() == [1, 2, 3]


def test_who_can_get_more_at_nobodys_expense_does() -> None:
    points = np.array([[4.0, 0, 9], [0, 4, 9], [0, 0, 0]])
    found = egalitarian(points, np.zeros(3))
    assert found is not None
    assert found.point == pytest.approx([2, 2, 9])


@settings(max_examples=10)
@given(st.integers(3, 8), st.integers(0, 2**32))
def test_many_points_on_a_sphere_have_a_small_gap(parties: int, seed: int) -> None:
    points = np.random.default_rng(seed).random((1000, parties))
    points *= 100 / np.linalg.norm(points, axis=1)[:, None]
    found = nash(points, np.zeros(parties))
    assert found is not None
    check(found, points, np.zeros(parties))
    assert 0 <= found.gap <= 1e-9
    # The condition of the first order: no point is worth more at the prices 1 / gain.
    assert (points / found.point).sum(axis=1).max() == pytest.approx(parties, abs=1e-4)


@pytest.mark.parametrize("rule", RULES)
def test_equal_points_and_one_point_are_drawn_for_certain(rule: Rule) -> None:
    for parties in (1, 2, 3):
        found = rule(np.full((4, parties), 7.0), np.full(parties, 7.0))
        assert found is not None
        assert found.point == pytest.approx(np.full(parties, 7.0))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("parties", [1, 2, 3])
def test_without_a_point_there_is_no_lottery(rule: Rule, parties: int) -> None:
    d = np.zeros(parties)
    assert rule(np.empty((0, parties)), d) is None
    assert rule(np.full((3, parties), -1.0), d) is None


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=1, max_size=12))
def test_the_chain_is_the_upper_right_of_the_hull(rows: list[tuple[int, int]]) -> None:
    points = np.array(rows, dtype=float)
    chain = Chain.of(points)
    x, y = chain.corners.T
    assert x[0] == points[:, 0].max()
    assert y[-1] == points[:, 1].max()
    assert (np.diff(x) < 0).all()
    assert (np.diff(y) > 0).all()
    for direction in [(1, 3), (2, 1), (5, 4), (1, 0.01), (0.01, 1)]:
        best = (points @ direction).max()
        assert (chain.corners @ direction).max() == pytest.approx(best)
    slopes = np.diff(y) / np.diff(x)
    assert (np.diff(slopes) > 0).all()
