"""Everything that is said of deals, against brute force on talks drawn at random."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.oracle import differences, interval_holds


@settings(derandomize=True, max_examples=25)
@given(st.integers(0, 2**32))
def test_nothing_differs_from_brute_force(seed: int) -> None:
    assert differences(seed) == []


def test_intervals_hold_the_number_of_acceptable_deals_as_often_as_they_say() -> None:
    held = [one for one in map(interval_holds, range(500)) if one is not None]
    assert len(held) > 90
    # 95%, and four standard errors to either side.
    room = 4 * (0.95 * 0.05 / len(held)) ** 0.5
    assert abs(sum(held) / len(held) - 0.95) <= room
