"""Every minimal set that is enough: held to asking about all of them."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.hold.sufficient_sets import sufficient_sets


def all_asked(enough: Callable[[int], bool], count: int) -> set[int]:
    sets = [one for one in range(1 << count) if enough(one)]
    return {one for one in sets if not any(o != one and o & one == o for o in sets)}


@st.composite
def predicates(draw: st.DrawFn) -> tuple[int, int, Callable[[int], bool]]:
    """Draw what is enough: some candidates only ever help, the others help, harm or neither."""
    count = draw(st.integers(0, 7))
    lasting = draw(st.integers(0, (1 << count) - 1))
    rules = draw(st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
    alike: dict[int, list[int]] = {}
    for rule in rules:
        chance = np.random.default_rng(rule)
        for fixed in range(1 << count):
            if fixed & lasting == 0:
                alike.setdefault(fixed, []).append(int(chance.integers(0, 1 << count)))

    def enough(one: int) -> bool:
        least = alike[one & ~lasting]
        return any(one & some & lasting == some & lasting for some in least)

    return count, lasting, enough


@given(drawn=predicates(), price=st.integers(0, 1000))
def test_all_minimal_sets_are_found_by_number_and_price(
    drawn: tuple[int, int, Callable[[int], bool]], price: int
) -> None:
    count, lasting, enough = drawn
    prices = np.random.default_rng(price).integers(0, 3, count).tolist()
    found = sufficient_sets(enough, prices, lasting, [0] * count, 10**6)
    assert {*found.minimal} == all_asked(enough, count)
    by = [
        (one.bit_count(), sum(c for n, c in enumerate(prices) if one >> n & 1))
        for one in found.minimal
    ]
    assert by == sorted(by)
    assert found.searched == count


def test_what_needs_another_is_not_taken_without_it() -> None:
    asked = []

    def enough(one: int) -> bool:
        asked.append(one)
        return one & 0b11 == 0b11

    found = sufficient_sets(enough, [1.0, 1.0, 1.0], 0b111, [0, 0b001, 0], 10**6)
    assert found.minimal == (0b011,)
    assert 0b010 not in asked


def test_of_twenty_candidates_few_sets_are_asked_about() -> None:
    """Any three of twenty: all 1,140 are minimal; each that is too small is grown once."""
    few = sufficient_sets(
        lambda one: one.bit_count() >= 3, [1.0] * 20, (1 << 20) - 1, [0] * 20, 10**6
    )
    assert {*few.minimal} == {sum(1 << n for n in some) for some in combinations(range(20), 3)}
    none = sufficient_sets(lambda _: False, [1.0] * 20, (1 << 20) - 1, [0] * 20, 10**6)
    assert none.minimal == () and none.asked == 2


def test_where_it_ends_early_it_says_up_to_which_size_all_were_gone_through() -> None:
    found = sufficient_sets(lambda one: one == 0b1110, [1.0] * 4, 0, [0] * 4, 6)
    assert found.minimal == () and found.searched == 1
