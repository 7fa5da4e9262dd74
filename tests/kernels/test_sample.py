"""Deals drawn with equal chances, against listing them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernels.test_frontier import Case, cases

from accord.kernels.sample import Uniform


@given(cases(floors=False), st.integers(0, 2**32))
def test_every_deal_that_crosses_no_ban_is_drawn_as_often(case: Case, seed: int) -> None:
    deals = [d for d in product(*map(range, case.sizes)) if case.allows(d)]
    every = Uniform.of(case.sizes, case.bans)
    assert every.total == len(deals)
    if not deals:
        with pytest.raises(ValueError, match="excluded"):
            every.draw(np.random.default_rng(seed), 1)
        return
    drawn = every.draw(np.random.default_rng(seed), 50 * len(deals))
    met, often = np.unique(drawn, axis=0, return_counts=True)
    assert {tuple(row) for row in met.tolist()} <= set(deals)
    assert len(met) == len(deals)
    # Chi-squared with len(deals) - 1 degrees of freedom, eight standard deviations up.
    surprise = float(((often - 50) ** 2 / 50).sum())
    assert surprise <= len(deals) + 8 * (2 * len(deals)) ** 0.5 + 30
