"""Branch and bound against all deals, one by one."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.by_draw.branch_and_bound import branch
from accord.kernels.maximum import Weighing
from accord.kernels.tables import Ban
from accord.kernels.ties import Ints


@given(data=st.data(), stop=st.booleans())
def test_every_deal_above_all_bounds_is_visited_once(data: st.DataObject, stop: bool) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    sets, parties = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    scopes = st.lists(st.integers(0, len(sizes) - 1), max_size=3, unique=True).map(tuple)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    shapes = data.draw(st.lists(scopes, min_size=1, max_size=4))
    goals: list[list[Weighing]] = [
        [
            (scope, rng.integers(-9, 9, (sets, *(sizes[i] for i in scope))).astype(float))
            for scope in shapes
        ]
        for _ in range(parties)
    ]
    bans: list[Ban] = [
        (scope, rng.random(tuple(sizes[i] for i in scope)) < 0.4)
        for scope in data.draw(st.lists(scopes, max_size=3))
    ]
    least = rng.integers(-9, 9, (sets, parties)).astype(float)

    def reaches(number: int, deal: tuple[int, ...]) -> bool:
        if any(ban[tuple(deal[i] for i in scope)] for scope, ban in bans):
            return False
        return all(
            sum(float(t[(number, *(deal[i] for i in scope))]) for scope, t in tables) >= bound
            for tables, bound in zip(goals, least[number], strict=True)
        )

    right = sorted(
        (number, *deal)
        for number in range(sets)
        for deal in product(*map(range, sizes))
        if reaches(number, deal)
    )
    visited: list[tuple[int, ...]] = []

    def visit(at: Ints, choices: Ints) -> Ints:
        visited.extend((n, *deal) for n, deal in zip(at, choices.tolist(), strict=True))
        return np.unique(at) if stop else at[:0]

    given_up = branch(sizes, goals, least, bans, visit, most_each=10**6, most=10**6)
    assert not given_up.any()
    if stop:
        assert {number for number, *_ in visited} == {number for number, *_ in right}
        assert set(visited) <= set(right)
    else:
        assert sorted(visited) == right


def test_a_set_with_too_many_partial_deals_is_given_up_and_no_other() -> None:
    sizes = (4,) * 6
    goals: list[list[Weighing]] = [[((i,), np.ones((2, 4))) for i in range(6)]]
    for table in goals[0]:
        table[1][1, 1:] = 0.0  # in the second set a single deal has the largest sum
    seen: list[int] = []

    def visit(at: Ints, choices: Ints) -> Ints:
        seen.extend(at.tolist())
        return at[:0]

    least = np.full((2, 1), 6.0)
    given_up = branch(sizes, goals, least, [], visit, most_each=1000, most=10**6)
    assert given_up.tolist() == [True, False]
    assert seen.count(1) == 1
    given_up = branch(sizes, goals, least, [], visit, most_each=10**6, most=0)
    assert given_up.tolist() == [True, True]
