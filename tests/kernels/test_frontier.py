"""The frontier against all deals, one by one."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels import pareto
from accord.kernels.frontier import frontier, reach
from accord.kernels.tables import Ban, Factor
from accord.kernels.ties import TIE, Floats


class Case:
    """A space small enough to list."""

    def __init__(
        self,
        sizes: list[int],
        factors: list[Factor],
        bans: list[Ban],
        floor: list[float] | None,
    ) -> None:
        self.sizes, self.factors, self.bans, self.floor = sizes, factors, bans, floor

    def __repr__(self) -> str:
        return f"Case({self.sizes}, {self.factors}, {self.bans}, {self.floor})"

    def worth(self, deal: tuple[int, ...]) -> tuple[float, ...]:
        parties = self.factors[0][1].shape[-1]
        return tuple(
            math.fsum(table[tuple(deal[i] for i in scope)][p] for scope, table in self.factors)
            for p in range(parties)
        )

    def allows(self, deal: tuple[int, ...]) -> bool:
        return not any(ban[tuple(deal[i] for i in scope)] for scope, ban in self.bans)

    def reaches(self, worth: tuple[float, ...]) -> bool:
        return self.floor is None or all(
            w >= f - TIE for w, f in zip(worth, self.floor, strict=True)
        )

    def points(self) -> set[tuple[float, ...]]:
        deals = product(*map(range, self.sizes))
        worths = {self.worth(deal) for deal in deals if self.allows(deal)}
        return {w for w in worths if self.reaches(w)}


def maxima(points: set[tuple[float, ...]]) -> set[tuple[float, ...]]:
    return {
        p
        for p in points
        if not any(q != p and all(b >= a for a, b in zip(p, q, strict=True)) for q in points)
    }


@st.composite
def cases(draw: st.DrawFn, floors: bool = True) -> Case:
    parties = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    entry = draw(
        st.sampled_from(
            [st.integers(0, 3), st.integers(-40, 40), st.sampled_from([0.1, 12.25, 33.5])]
        )
    )

    def table(scope: tuple[int, ...]) -> Floats:
        shape = (*(sizes[i] for i in scope), parties)
        count = math.prod(shape)
        flat = draw(st.lists(entry, min_size=count, max_size=count))
        return np.array(flat, dtype=float).reshape(shape)

    def scopes(count: int) -> list[tuple[int, ...]]:
        scope = st.lists(
            st.integers(0, len(sizes) - 1), min_size=0, max_size=3, unique=True
        ).map(tuple)
        return draw(st.lists(scope, max_size=count))

    factors: list[Factor] = [((i,), table((i,))) for i in range(len(sizes))]
    factors += [(scope, table(scope)) for scope in scopes(3)]
    bans: list[Ban] = []
    for scope in scopes(5):
        shape = tuple(sizes[i] for i in scope)
        count = math.prod(shape)
        flags = draw(st.lists(st.booleans(), min_size=count, max_size=count))
        bans.append((scope, np.array(flags, dtype=bool).reshape(shape)))
    floor = None
    if floors and draw(st.booleans()):
        level = st.one_of(st.integers(-10, 60).map(float), st.just(-math.inf))
        floor = draw(st.lists(level, min_size=parties, max_size=parties))
    return Case(sizes, factors, bans, floor)


def rounded(points: object) -> set[tuple[float, ...]]:
    return {tuple(row) for row in np.round(np.array(points, dtype=float), 7) + 0.0}


@given(cases())
def test_the_frontier_holds_the_nondominated_points_and_no_other(case: Case) -> None:
    found = frontier(case.sizes, case.factors, case.bans, case.floor)
    expected = rounded(sorted(maxima({tuple(np.round(p, 7)) for p in case.points()})))
    assert rounded(found.points) == expected
    assert len(found.points) == len(expected)


@given(cases())
def test_every_choice_is_allowed_and_attains_its_point(case: Case) -> None:
    found = frontier(case.sizes, case.factors, case.bans, case.floor)
    for point, choice in zip(found.points, found.choices, strict=True):
        deal = tuple(int(option) for option in choice)
        assert case.allows(deal)
        assert case.worth(deal) == pytest.approx(tuple(point), abs=1e-9)


@given(cases())
def test_reach_finds_a_deal_exactly_when_there_is_one(case: Case) -> None:
    parties = case.factors[0][1].shape[-1]
    case.floor = case.floor or [20.0] * parties
    found = reach(case.sizes, case.factors, case.bans, case.floor)
    assert (found is not None) == bool(case.points())
    if found is not None:
        deal = tuple(int(option) for option in found)
        assert case.allows(deal)
        assert case.reaches(case.worth(deal))


@given(cases())
def test_working_in_small_batches_changes_nothing(case: Case) -> None:
    whole = frontier(case.sizes, case.factors, case.bans, case.floor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pareto, "_BATCH", 2)
        parts = frontier(case.sizes, case.factors, case.bans, case.floor)
    assert rounded(parts.points) == rounded(whole.points)


def additive(tables: list[Floats]) -> list[Factor]:
    return [((i,), table) for i, table in enumerate(tables)]


def test_thirds_that_sum_to_the_floor_reach_it() -> None:
    third = np.full((1, 2), 100 / 3)
    found = frontier([1, 1, 1], additive([third] * 3), floor=[100.0, 100.0])
    assert len(found.points) == 1
    assert reach([1, 1, 1], additive([third] * 3), (), [100.0, 100.0]) is not None


def test_a_floor_missed_by_more_than_a_tie_is_missed() -> None:
    table = np.array([[50.0, 50.0 - 2 * TIE]])
    assert len(frontier([1], additive([table]), floor=[50.0, 50.0]).points) == 0
    assert len(frontier([1], additive([table]), floor=[50.0, 50.0 - 1.5 * TIE]).points) == 1


def test_points_that_differ_in_the_last_bits_are_one_entry() -> None:
    thirds, tenths = np.array([[10 / 3, 5.0]] * 3), np.array([[0.1, 0.0], [0.2, 0.0]])
    table = np.array([[thirds[:, 0].sum(), 5.0], [tenths.sum() * 100 / 3, 5.0 + 1e-10]])
    assert table[0, 0] != table[1, 0]
    assert len(frontier([2], additive([table])).points) == 1


def test_a_point_dominated_up_to_a_tie_is_not_listed() -> None:
    table = np.array([[50 + 1e-9, 40.0], [50.0, 60.0]])
    assert frontier([2], additive([table])).choices.tolist() == [[1]]


def test_points_further_apart_than_a_tie_are_both_listed() -> None:
    table = np.array([[50 + 3 * TIE, 40.0], [50.0, 40.0 + 3 * TIE]])
    assert len(frontier([2], additive([table])).points) == 2


def test_additive_preferences_over_10_to_the_40_deals_are_solved() -> None:
    values = np.zeros((10, 2))
    values[:, 0] = np.arange(10)
    values[:, 1] = 9 - np.arange(10)
    found = frontier([10] * 40, additive([values] * 40))
    assert sorted(found.points[:, 0]) == list(range(361))
    assert (found.points.sum(axis=1) == 360).all()


def test_an_agenda_tied_together_too_closely_is_refused_with_a_sentence() -> None:
    sizes = [10] * 8
    ban = np.zeros((10,) * 4, dtype=bool)
    bans = [((i, j, k, m), ban) for i, j, k, m in product(range(8), repeat=4) if i < j < k < m]
    with pytest.raises(ValueError, match="hang together so closely"):
        frontier(sizes, additive([np.zeros((10, 2))] * 8), bans)


def test_a_frontier_too_large_to_list_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pareto, "MOST_POINTS", 50)
    values = np.stack([np.arange(10.0), 9 - np.arange(10.0)], axis=1)
    with pytest.raises(ValueError, match="too large to list"):
        frontier([10] * 10, additive([values] * 10))


@pytest.mark.parametrize(
    ("factors", "bans", "floor", "sentence"),
    [
        ([], [], None, "give a factor"),
        ([((0,), np.zeros((3, 2)))], [], None, "has shape"),
        ([((0,), np.zeros((2, 2)))], [((0,), np.zeros(3, dtype=bool))], None, "has shape"),
        ([((0,), np.full((2, 2), np.nan))], [], None, "not a number"),
        ([((0,), np.full((2, 2), 1e300))], [], None, "too large"),
        ([((0,), np.zeros((2, 2)))], [], [math.nan, 0.0], "not a number"),
    ],
)
def test_tables_that_make_no_sense_are_refused(
    factors: list[Factor], bans: list[Ban], floor: list[float] | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        frontier([2], factors, bans, floor)


@given(
    rows=st.lists(st.lists(st.integers(-6, 6), min_size=2, max_size=3), min_size=1, max_size=4),
    scale=st.sampled_from([1.0, 100.0, 250.0]),
    data=st.data(),
)
def test_where_one_gains_what_the_other_loses_the_very_worths_of_a_deal_are_reached(
    rows: list[list[int]], scale: float, data: st.DataObject
) -> None:
    factors = additive([scale * np.array([[n, -n] for n in row], dtype=float) for row in rows])
    sizes = [len(row) for row in rows]
    deal = [data.draw(st.integers(0, size - 1)) for size in sizes]
    worth = scale * sum(row[option] for row, option in zip(rows, deal, strict=True))
    assert reach(sizes, factors, (), [worth, -worth]) is not None
    assert reach(sizes, factors, (), [worth + 2 * TIE, -worth]) is None


def test_an_unreachable_floor_gives_nothing() -> None:
    factors = additive([np.ones((2, 2))])
    assert len(frontier([2], factors, floor=[math.inf, 0.0]).points) == 0
    assert reach([2], factors, (), [0.0, math.inf]) is None
