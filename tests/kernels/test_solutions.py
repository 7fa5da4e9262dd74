"""The compromises against slow definitions, and published cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian
from accord.kernels.ties import Floats

# Nash 1950 (Econometrica 18:155-162), Bill and Jack: the individually rational Pareto set.
BILL_AND_JACK = np.array(
    [[2, 8], [6, 7], [8, 6], [12, 5], [14, 4], [16, 2], [18, 0], [6, 6]], dtype=float
)


def ideal(points: Floats, disagreement: Floats) -> Floats:
    fair = points[(points >= disagreement).all(axis=1)]
    return np.asarray(fair.max(axis=0)) if len(fair) else disagreement


@st.composite
def sets(draw: st.DrawFn) -> tuple[Floats, Floats]:
    parties = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 6), min_size=parties, max_size=parties)
    points = np.array(draw(st.lists(row, min_size=1, max_size=12)), dtype=float)
    return points, np.array(draw(row), dtype=float) / 2


def fair(points: Floats, disagreement: Floats) -> list[int]:
    return [i for i, p in enumerate(points) if all(p >= disagreement)]


def best(scores: dict[int, object]) -> list[int]:
    top = max(scores.values(), default=None)  # type: ignore[type-var]
    return [i for i, score in scores.items() if score == top]


@given(sets())
def test_nash_maximises_the_product_of_gains_of_the_most_who_can_gain(
    case: tuple[Floats, Floats],
) -> None:
    points, d = case
    most = ideal(points, d)
    scores: dict[int, object] = {}
    for i in fair(points, d):
        gains = [
            round(g / (m - e), 12) for g, m, e in zip(points[i] - d, most, d, strict=True) if g
        ]
        scores[i] = (len(gains), round(math.prod(gains), 9))
    assert nash(points, d, most).tolist() == best(scores)


@given(sets())
def test_kalai_smorodinsky_is_leximin_in_shares_of_the_ideal_gain(
    case: tuple[Floats, Floats],
) -> None:
    points, d = case
    most = ideal(points, d)
    scores: dict[int, object] = {
        i: sorted(round((points[i][p] - d[p]) / (most[p] - d[p]), 9) for p in able)
        for able in [[p for p in range(len(d)) if most[p] > d[p]]]
        for i in fair(points, d)
    }
    assert kalai_smorodinsky(points, d, most).tolist() == best(scores)


@given(sets())
def test_egalitarian_is_leximin_in_gains(case: tuple[Floats, Floats]) -> None:
    points, d = case
    scores: dict[int, object] = {i: sorted(points[i] - d) for i in fair(points, d)}
    assert egalitarian(points, d).tolist() == best(scores)


@given(sets())
def test_utilitarian_maximises_the_sum(case: tuple[Floats, Floats]) -> None:
    points, d = case
    scores: dict[int, object] = {i: sum(points[i]) for i in fair(points, d)}
    assert utilitarian(points, d).tolist() == best(scores)


@given(sets(), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4))
def test_a_party_that_gets_the_same_everywhere_changes_nothing(
    case: tuple[Floats, Floats], level: int, gain: int, place: int
) -> None:
    points, d = case
    place = min(place, len(d))
    more = np.insert(points, place, level, axis=1)
    d_more = np.insert(d, place, level - gain)
    before, after = ideal(points, d), ideal(more, d_more)
    assert nash(points, d, before).tolist() == nash(more, d_more, after).tolist()
    assert (
        kalai_smorodinsky(points, d, before).tolist()
        == kalai_smorodinsky(more, d_more, after).tolist()
    )
    assert egalitarian(points, d).tolist() == egalitarian(more, d_more).tolist()
    assert utilitarian(points, d).tolist() == utilitarian(more, d_more).tolist()


@given(sets(), st.sampled_from([0.01, 0.5, 3.0, 100.0]))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_the_scale_of_points(
    case: tuple[Floats, Floats], factor: float
) -> None:
    points, d = case
    stretch = np.ones(len(d))
    stretch[0] = factor
    most = ideal(points, d)
    for solution in (nash, kalai_smorodinsky):
        stretched = solution(points * stretch, d * stretch, most * stretch)
        assert stretched.tolist() == solution(points, d, most).tolist()


def test_bill_and_jack_of_nash_1950() -> None:
    d = np.zeros(2)
    most = ideal(BILL_AND_JACK, d)
    assert BILL_AND_JACK[nash(BILL_AND_JACK, d, most)].tolist() == [[12, 5]]
    # Gains of at least 6 each: (8, 6) leaves Bill better off than (6, 6) and Jack as well.
    assert BILL_AND_JACK[egalitarian(BILL_AND_JACK, d)].tolist() == [[8, 6]]
    assert BILL_AND_JACK[utilitarian(BILL_AND_JACK, d)].tolist() == [[14, 4], [16, 2], [18, 0]]


def test_a_point_below_a_walk_away_value_is_never_a_solution() -> None:
    points = np.array([[-100.0, -100.0], [1.0, 1.0]])
    d = np.zeros(2)
    assert nash(points, d, ideal(points, d)).tolist() == [1]


def test_a_point_exactly_at_the_walk_away_value_counts() -> None:
    points = np.array([[1 / 3 + 1 / 3 + 1 / 3, 5.0]])
    d = np.array([1.0, 5.0])
    for indices in (nash(points, d, d), kalai_smorodinsky(points, d, d)):
        assert indices.tolist() == [0]
    assert egalitarian(points, d).tolist() == utilitarian(points, d).tolist() == [0]


@pytest.mark.parametrize("points", [np.empty((0, 2)), np.array([[5.0, -1.0]])])
def test_without_an_acceptable_point_there_is_no_solution(points: Floats) -> None:
    d = np.zeros(2)
    assert not len(nash(points, d, d))
    assert not len(kalai_smorodinsky(points, d, d))
    assert not len(egalitarian(points, d))
    assert not len(utilitarian(points, d))


def test_all_ties_are_given_in_order() -> None:
    points = np.array([[4.0, 1.0], [2.0, 2.0], [1.0, 4.0]])
    d = np.zeros(2)
    assert nash(points, d, ideal(points, d)).tolist() == [0, 1, 2]
    assert utilitarian(points, d).tolist() == [0, 2]
