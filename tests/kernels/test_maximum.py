"""The best sum against all deals, one by one."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.maximum import Weighing, best_sums
from accord.kernels.tables import Ban


@given(data=st.data())
def test_the_best_deal_of_every_set_is_found(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    sets = data.draw(st.integers(1, 3))
    scopes = st.lists(st.integers(0, len(sizes) - 1), max_size=3, unique=True).map(tuple)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    weighings: list[Weighing] = [
        (scope, rng.integers(-9, 9, (sets, *(sizes[i] for i in scope))).astype(float))
        for scope in data.draw(st.lists(scopes, min_size=1, max_size=4))
    ]
    bans: list[Ban] = [
        (scope, rng.random(tuple(sizes[i] for i in scope)) < 0.4)
        for scope in data.draw(st.lists(scopes, max_size=3))
    ]

    def value(deal: tuple[int, ...], number: int) -> float:
        if any(ban[tuple(deal[i] for i in scope)] for scope, ban in bans):
            return -math.inf
        return sum(float(t[(number, *(deal[i] for i in scope))]) for scope, t in weighings)

    found = best_sums(sizes, weighings, bans)
    for number in range(sets):
        best = max(value(deal, number) for deal in product(*map(range, sizes)))
        assert found.values[number] == best
        if best > -math.inf:
            deal = tuple(int(option) for option in found.choices[number])
            assert value(deal, number) == pytest.approx(best)
