"""Offers to unknown types, against every offer of a fine grid and Fearon's demand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.bargaining_range import demand_of_unknown_cost
from accord.kernels.screening import screening_offer

TYPES = st.lists(
    st.tuples(st.floats(0.05, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4
)


@given(TYPES, st.floats(0, 1))
def test_no_other_offer_is_worth_more(
    types: list[tuple[float, float, float]], other: float
) -> None:
    weights, least, waste = map(np.array, zip(*types, strict=True))
    refused = (1 - least) * waste  # a refusal destroys something
    found = screening_offer(weights, least, refused)
    shares = weights / weights.sum()
    assert found.worth >= np.where(other >= least, 1 - other, refused) @ shares - 1e-9
    assert found.worth == pytest.approx(
        np.where(found.taken, 1 - found.offer, refused) @ shares
    )
    assert found.taken.any()


@pytest.mark.parametrize("most", [0.4, 0.6, 0.8])
def test_many_types_of_cost_are_offered_what_fearon_has(most: float) -> None:
    p, cost, kinds = 0.4, 0.1, 4001
    costs = np.linspace(0, most, kinds)
    found = screening_offer(np.ones(kinds), 1 - p - costs, np.full(kinds, p - cost))
    demand, refused = demand_of_unknown_cost(p, cost, most)
    assert 1 - found.offer == pytest.approx(demand, abs=most / kinds)
    assert 1 - found.taken.mean() == pytest.approx(refused, abs=2 / kinds)


def test_one_type_is_offered_what_it_takes_at_least() -> None:
    found = screening_offer(np.array([3.0]), np.array([0.4]), np.array([0.5]))
    assert (found.offer, found.worth) == pytest.approx((0.4, 0.6))
