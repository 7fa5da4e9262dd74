"""The deals that fall least short, against all deals, one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernels.test_frontier import Case, cases

from accord.deals.drops.shortfall import Shortfall, Shortfalls, alone, equal, total
from accord.kernels.ties import TIE


@st.composite
def units(draw: st.DrawFn) -> tuple[Case, list[float]]:
    case = draw(cases(floors=False))
    parties = case.factors[0][1].shape[-1]
    unit = st.sampled_from([1.0, 3.0, 100.0])
    return case, draw(st.lists(unit, min_size=parties, max_size=parties))


@given(units(), st.lists(st.integers(-5, 60), min_size=4, max_size=4))
def test_no_deal_has_a_larger_value(drawn: tuple[Case, list[float]], floor: list[int]) -> None:
    case, unit = drawn
    parties = len(unit)
    walk_away = np.array(floor[:parties], dtype=float) / np.array(unit)
    search = Shortfalls(case.sizes, case.factors, case.bans, walk_away, np.array(unit))
    deals = [d for d in product(*map(range, case.sizes)) if case.allows(d)]
    gains = [
        [w / u for w, u in zip(case.worth(d), unit, strict=True)] - walk_away for d in deals
    ]
    assert search.any is bool(deals)

    def found(aim: Shortfall) -> float | None:
        best = search.closest(aim)
        if best is None:
            return None
        places = [deals.index(tuple(choice)) for choice in best.choices.tolist()]
        listed = np.array([gains[place] for place in places])
        assert listed + walk_away == pytest.approx(best.points, abs=TIE)
        for gain in listed:
            assert not any((g >= gain - TIE).all() and (g > gain + TIE).any() for g in gains)
        values = aim.value(listed)
        assert values == pytest.approx(np.full(len(values), values[0]), abs=10 * TIE)
        return float(values[0])

    def near(values: list[float]) -> object:
        return pytest.approx(max(values), abs=10 * TIE) if values else None

    assert found(equal(parties)) == near([min(0.0, *g) for g in gains])
    assert found(total(parties)) == near([sum(min(0.0, x) for x in g) for g in gains])
    for party in range(parties):
        good = [
            g[party]
            for g in gains
            if all(x >= -TIE for p, x in enumerate(g.tolist()) if p != party)
        ]
        assert found(alone(party, parties)) == near(good)
