"""Improving deals near a given one, against listing all deals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.kernels.test_frontier import Case, additive, cases

from accord.deals.improvements import nearby
from accord.deals.improvements.improving import Reference, count_improving, neighbours
from accord.deals.improvements.nearest_improvements import nearest_improvements
from accord.kernels.ties import TIE, Floats

Deal = tuple[int, ...]
Ranked = tuple[int, int, int, Deal]


def ranked(case: Case, start: Deal) -> list[Ranked]:
    """List all improving deals in order, by the definition."""
    given_worth = case.worth(start)
    found = []
    for deal in product(*map(range, case.sizes)):
        gains = [
            round((a - b) / TIE) for a, b in zip(case.worth(deal), given_worth, strict=True)
        ]
        gains = [0 if abs(gain) <= 1 else gain for gain in gains]
        if case.allows(deal) and min(gains) >= 0 and max(gains) > 0:
            distance = sum(a != b for a, b in zip(deal, start, strict=True))
            found.append((distance, -min(gains), -sum(gains), deal))
    return sorted(found)


@st.composite
def starts(draw: st.DrawFn) -> tuple[Case, Deal]:
    """Draw a space and a deal that crosses no ban; worths in steps of a hundredth."""
    case = draw(cases(floors=False))
    case.factors = [(scope, np.round(table, 2)) for scope, table in case.factors]
    deals = [d for d in product(*map(range, case.sizes)) if case.allows(d)]
    if not deals:
        case.bans = []
        deals = list(product(*map(range, case.sizes)))
    return case, draw(st.sampled_from(deals))


def reference(case: Case, start: Deal) -> Reference:
    return Reference.of(case.sizes, case.factors, case.bans, np.array(start))


@given(starts(), st.integers(1, 30))
def test_the_nearest_are_the_first_of_all_deals_in_order(
    given_case: tuple[Case, Deal], most: int
) -> None:
    case, start = given_case
    expected = ranked(case, start)
    found = nearest_improvements(reference(case, start), most=most)
    assert found.exists == bool(expected)
    assert found.complete
    assert [tuple(row) for row in found.choices.tolist()] == [d for *_, d in expected[:most]]
    assert found.distances.tolist() == [n for n, *_ in expected[:most]]


@given(starts(), st.integers(1, 30), st.integers(1, 40))
def test_with_little_room_what_is_listed_is_right_and_says_whether_it_is_all(
    given_case: tuple[Case, Deal], most: int, rows: int
) -> None:
    case, start = given_case
    expected = ranked(case, start)
    found = nearest_improvements(reference(case, start), most=most, most_rows=rows)
    deals = [tuple(row) for row in found.choices.tolist()]
    event("complete" if found.complete else "cut")
    assert found.exists == bool(expected)
    assert bool(deals) == bool(expected)
    assert set(deals) <= {deal for *_, deal in expected}
    assert len(set(deals)) == len(deals) <= most
    if found.complete:
        assert deals == [d for *_, d in expected[:most]]
    else:
        last = int(found.distances[-1])
        assert {d for n, *_, d in expected if n < last} <= set(deals)
        assert found.distances[0] == expected[0][0]


@given(starts(), st.integers(1, 30))
def test_loose_bounds_change_nothing(given_case: tuple[Case, Deal], most: int) -> None:
    case, start = given_case
    tight = nearest_improvements(reference(case, start), most=most)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "MOST_ENTRIES", 1)
        loose = nearest_improvements(reference(case, start), most=most)
    assert loose.choices.tolist() == tight.choices.tolist()
    assert loose.complete


@given(starts())
def test_the_count_is_that_of_all_deals_one_by_one(given_case: tuple[Case, Deal]) -> None:
    case, start = given_case
    found = count_improving(reference(case, start))
    assert found.number == len(ranked(case, start))
    assert found.among == sum(map(case.allows, product(*map(range, case.sizes))))


@given(starts())
def test_an_estimate_is_near_the_count(given_case: tuple[Case, Deal]) -> None:
    case, start = given_case
    found = count_improving(reference(case, start), most_work=0)
    right = len(ranked(case, start))
    if found.number is not None:
        assert found.number == right
        return
    share = right / found.among
    # Seven standard errors.
    assert abs(found.hits / found.draws - share) <= 7 * (share * (1 - share)) ** 0.5 / 100


def test_a_deal_that_takes_what_no_deal_may_take_is_refused() -> None:
    ban = ((0,), np.array([True, False]))
    with pytest.raises(ValueError, match="the deal itself takes a combination"):
        Reference.of([2], [((0,), np.eye(2))], [ban], np.array([0]))


def values(issues: int, parties: int, seed: int) -> list[Floats]:
    """Draw values of ten options on every issue for every party."""
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(issues), parties)
    return [
        np.round(100 * rng.random((10, parties)), 1) * np.round(weights[:, n], 4)
        for n in range(issues)
    ]


def test_ten_to_the_thirtieth_deals_are_searched() -> None:
    tables = values(30, 2, 1)
    case = Case([10] * 30, additive(tables), [], None)
    start = tuple(int(table.sum(axis=1).argsort()[-2]) for table in tables)
    found = nearest_improvements(reference(case, start))
    assert found.exists
    assert found.complete
    assert len(found.choices) == 20
    singles = [
        deal
        for issue in range(30)
        for option in range(10)
        if (deal := (*start[:issue], option, *start[issue + 1 :])) != start
        and all(np.subtract(case.worth(deal), case.worth(start)) > -TIE)
    ]
    assert (
        set(singles)
        == {
            tuple(d)
            for d, n in zip(found.choices.tolist(), found.distances, strict=True)
            if n == 1
        }
        or len(singles) > 20
    )


@given(starts(), st.data())
def test_neighbours_are_the_improving_deals_one_or_two_changes_away(
    given_case: tuple[Case, Deal], data: st.DataObject
) -> None:
    case, start = given_case
    middle = data.draw(st.sampled_from(list(product(*map(range, case.sizes)))))
    found = {tuple(d) for d in neighbours(reference(case, start), np.array(middle)).tolist()}
    expected = {
        deal
        for *_, deal in ranked(case, start)
        if sum(a != b for a, b in zip(deal, middle, strict=True)) <= 2
    }
    assert found == expected
