"""The super-additive solution against small steps along the boundary, and published cases."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accord.kernels.perles_maschler import nearest_to_meeting, perles_maschler
from accord.kernels.ties import Floats

POLYGON = np.array([[0, 0], [10, 0], [10, 3], [6, 8], [0, 10]], dtype=float)
ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=10)


def test_the_polygon_has_its_solution() -> None:
    found = perles_maschler(POLYGON, np.zeros(2))
    assert found is not None
    assert found.point == pytest.approx((6.4508, 7.4365), abs=5e-5)
    assert found.drawn.tolist() == [2, 3]


def test_a_triangle_is_met_half_way() -> None:
    found = perles_maschler(np.array([[8.0, 0], [0, 6]]), np.zeros(2))
    assert found is not None
    assert found.point == pytest.approx((4, 3))


def height(points: Floats, x: float) -> float:
    """Return the most of the second that leaves the first x, by every pair of points."""
    heights: list[float] = [q[1] for q in points if q[0] >= x]
    for a in points:
        for b in points:
            if a[0] > x > b[0]:
                heights.append(b[1] + (a[1] - b[1]) * (x - b[0]) / (a[0] - b[0]))
    return max(heights)


@given(ROWS)
def test_both_sides_have_gone_the_same_way(rows: list[tuple[int, int]]) -> None:
    points = np.array(rows, dtype=float)
    found = perles_maschler(points, np.zeros(2))
    assert found is not None
    x, y = found.point
    assert y == pytest.approx(height(points, x), abs=1e-9)

    def way(a: float, b: float) -> float:
        """Sum sqrt(-dx dy) in small steps, on which the boundary is almost straight."""
        xs = np.linspace(a, b, 400)
        ys = np.array([height(points, v) for v in xs])
        return float(np.sqrt(np.abs(np.diff(xs) * np.diff(ys))).sum())

    start = points[points[:, 1] == points[:, 1].max()][:, 0].max()
    assert way(start, x) == pytest.approx(way(x, points[:, 0].max()), abs=0.3)


@given(ROWS, st.sampled_from([0.1, 3.0, 50.0]))
def test_it_does_not_depend_on_the_scale(rows: list[tuple[int, int]], factor: float) -> None:
    points, stretch = np.array(rows, dtype=float), np.array([factor, 1.0])
    before = perles_maschler(points, np.zeros(2))
    after = perles_maschler(points * stretch, np.zeros(2))
    assert before is not None
    assert after is not None
    assert after.point == pytest.approx(before.point * stretch, abs=1e-6)
    assert (
        nearest_to_meeting(points * stretch, np.zeros(2)).tolist()
        == nearest_to_meeting(points, np.zeros(2)).tolist()
    )


@given(ROWS, ROWS)
def test_it_is_super_additive(rows: list[tuple[int, int]], more: list[tuple[int, int]]) -> None:
    # Perles and Maschler's axiom: solving two games at once is no worse for anybody.
    a, b = np.array(rows, dtype=float), np.array(more, dtype=float)
    both = (a[:, None] + b[None, :]).reshape(-1, 2)
    apart = [perles_maschler(points, np.zeros(2)) for points in (a, b)]
    whole = perles_maschler(both, np.zeros(2))
    assert whole is not None
    total = sum(one.point for one in apart if one is not None)
    assert (whole.point >= total - 1e-6).all()


@given(ROWS, st.integers(0, 9), st.integers(0, 9))
def test_the_finite_rule_keeps_the_longer_way_shortest(
    rows: list[tuple[int, int]], low: int, high: int
) -> None:
    points, d = np.array(rows, dtype=float), np.array([low, high], dtype=float)
    fair = [p for p in set(rows) if p[0] >= low and p[1] >= high]
    line = sorted(
        p for p in fair if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in fair)
    )
    best = nearest_to_meeting(points, d)
    assert (len(best) == 0) == (not fair)
    assume(fair)

    def way(stretch: list[tuple[int, int]]) -> float:
        pairs = pairwise(stretch)
        return sum(math.sqrt(abs((a[0] - b[0]) * (a[1] - b[1]))) for a, b in pairs)

    longer = {p: max(way(line[: n + 1]), way(line[n:])) for n, p in enumerate(line)}
    expected = {p for p in line if longer[p] <= min(longer.values()) + 1e-6}
    assert {rows[i] for i in best} == expected
    assert sorted(best) == [i for i, p in enumerate(rows) if p in expected]


def test_a_corner_that_is_the_solution_is_nearest_to_meeting() -> None:
    points = np.array([[8.0, 0], [6, 5], [1, 7]])
    found = perles_maschler(points, np.zeros(2))
    assert found is not None
    assert found.point == pytest.approx((6, 5))
    assert nearest_to_meeting(points, np.zeros(2)).tolist() == [1]


def test_without_a_point_there_is_no_solution() -> None:
    assert perles_maschler(np.empty((0, 2)), np.zeros(2)) is None
    assert perles_maschler(np.array([[1.0, -1.0]]), np.zeros(2)) is None
    assert not len(nearest_to_meeting(np.empty((0, 2)), np.zeros(2)))
