"""What could be divided in peace, against printed cases and the games they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.kernels.bargaining_range import (
    demand_of_unknown_cost,
    least_destruction_against_first_strike,
    least_destruction_for_peace,
    peaceful_range,
    prevented_now,
    range_under_first_strike,
)

SHARES = st.floats(0, 1)
COSTS = st.floats(0, 0.5)


def test_the_peaceful_range_is_that_of_fearon() -> None:
    assert peaceful_range(0.5, (0.1, 0.1)) == pytest.approx((0.4, 0.6))


@pytest.mark.parametrize(
    ("most", "demand", "refused"),
    [(0.4, 0.55, 0.375), (0.6, 0.65, 0.41667), (0.8, 0.75, 0.4375), (0.1, 0.4, 0)],
)
def test_the_demand_is_that_of_fearon(most: float, demand: float, refused: float) -> None:
    assert demand_of_unknown_cost(0.4, 0.1, most) == pytest.approx((demand, refused), abs=5e-6)


@given(SHARES, COSTS, st.floats(0.01, 1), SHARES)
def test_no_other_demand_is_worth_more(
    p: float, cost: float, most: float, other: float
) -> None:
    def worth(x: float) -> float:
        refused = min(1, max(0, (x - p) / most))
        return (1 - refused) * x + refused * (p - cost)

    demand, refused = demand_of_unknown_cost(p, cost, most)
    assert worth(demand) >= worth(other) - 1e-12
    assert 0 <= refused <= 1


def test_who_gains_most_by_striking_first_leaves_nothing_to_divide() -> None:
    assert range_under_first_strike(0.6, 0.5, (0.1, 0.1)) == pytest.approx((0.5, 0.6))
    assert range_under_first_strike(0.6, 0.4, (0.1, 0.1)) == pytest.approx((0.5, 0.5))
    assert range_under_first_strike(0.7, 0.4, (0.1, 0.1)) is None


@given(SHARES, COSTS, COSTS)
def test_without_an_advantage_of_the_first_the_range_is_the_peaceful_one(
    p: float, one: float, two: float
) -> None:
    found = range_under_first_strike(p, p, (one, two))
    assert found == pytest.approx(peaceful_range(p, (one, two)))


@pytest.mark.parametrize(
    ("p", "rise", "d", "least"), [(0.3, 0.4, 0.95, 0.267399), (0.4, 0.2, 0.9, 0.122807)]
)
def test_the_least_destruction_is_that_of_powell(
    p: float, rise: float, d: float, least: float
) -> None:
    assert least_destruction_for_peace(p, rise, d) == pytest.approx(least, abs=5e-7)


@given(SHARES, st.floats(-1, 1), SHARES, SHARES)
def test_a_war_comes_where_less_is_destroyed(p: float, rise: float, d: float, D: float) -> None:
    least, gain = least_destruction_for_peace(p, rise, d), d * (p + rise) - p
    if abs(D - least) > 1e-9:
        assert (least > D) == ((1 - D) * gain > D)


@given(st.floats(0, 0.5), SHARES)
def test_a_first_strike_pays_where_less_is_destroyed(f: float, D: float) -> None:
    least = least_destruction_against_first_strike(f)
    if abs(D - least) > 1e-9:
        assert (least > D) == (2 * f * (1 - D) > D)


@given(SHARES, SHARES, st.floats(0, 0.99), st.floats(0, 1))
def test_who_declines_fights_where_all_of_today_is_too_little(
    p: float, later: float, d: float, cost: float
) -> None:
    """All of today, and then what a war later brings: the rising side leaves it no more."""
    fights = (1 - p) / (1 - d) - cost
    yields = 1 + d * ((1 - later) / (1 - d) - cost)
    if abs(fights - yields) > 1e-9 / (1 - d):
        assert prevented_now(p, later, d, cost) == (fights > yields)
