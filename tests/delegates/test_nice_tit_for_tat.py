"""Nice tit for tat comes as far as the others, and aims at the fair deal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import every_deal, played
from tests.delegates.test_acceptance import ALBA, turn

from accord.delegates import Own, parse
from accord.delegates.model import Layout, Model
from accord.delegates.nice_tit_for_tat import NiceTitForTat, nash_worth
from accord.talks import Alternating, Propose
from accord.testing import check_delegate


def test_it_keeps_to_the_contract() -> None:
    check_delegate(parse("nice-tit-for-tat"))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.integers(11, 99))
def test_it_comes_as_large_a_part_of_its_way(received: list[int], fair: int) -> None:
    """Its range is 10 to 100; before the talks are late there is no bonus."""
    at = turn([100] * len(received), received)
    tactic = NiceTitForTat(interests=ALBA, late=1.0)
    first, best = received[0], max(received)
    share = 1.0 if first >= fair else min(1.0, (best - first) / (fair - first))
    wanted = 100 - share * (100 - fair)
    assert tactic.target(at, fair) == pytest.approx(wanted if at.time < 1 else fair)


def test_late_it_comes_all_the_way() -> None:
    at = turn([100] * 4, [20] * 4)
    assert 0 < at.time < 1
    held = NiceTitForTat(interests=ALBA, late=at.time)
    assert held.target(at, 60) == pytest.approx(100)
    quarter = NiceTitForTat(interests=ALBA, late=0.2)
    assert at.time == pytest.approx(0.4)
    assert quarter.target(at, 60) == pytest.approx(90)


@given(st.data())
def test_the_fair_deal_has_nearly_the_largest_product(data: st.DataObject) -> None:
    over = agenda({f"i{n}": list("12345") for n in range(4)})
    up = {option: 25 * n for n, option in enumerate("12345")}
    weights = st.integers(1, 10)
    mine = interests("alba", {issue: (data.draw(weights), up) for issue in over.issues}, 20)
    own = Own.of(over, mine, {})
    theirs = np.array([data.draw(weights) for _ in over.issues], dtype=float)
    falling = np.tile(1 - np.arange(5) / 4, 4)
    model = Model(Layout.of(over), theirs / theirs.sum(), falling)
    products: dict[float, float] = {}
    for deal in every_deal(over):
        worth = own.worth(deal)
        product = max(0.0, worth - 20) * model.worth(deal)
        products[worth] = max(product, products.get(worth, 0.0))
    assert products[nash_worth(own, [model])] >= 0.9 * max(products.values())


UP = {"1": 0, "2": 50, "3": 100}
DOWN = {"1": 100, "2": 50, "3": 0}
SPLIT = agenda({issue: ["1", "2", "3"] for issue in "abcd"})
FIRST = interests("alba", {i: (w, UP) for i, w in zip("abcd", (4, 3, 2, 1), strict=True)}, 20)
SECOND = interests(
    "brae", {i: (w, DOWN) for i, w in zip("abcd", (1, 2, 3, 4), strict=True)}, 20
)


def test_who_never_concedes_is_given_little_until_it_is_late() -> None:
    sitting = {"alba": parse("nice-tit-for-tat")(FIRST), "brae": parse("hard-headed")(SECOND)}
    table = played(SPLIT, Alternating(rounds=12), sitting)
    own = Own.of(SPLIT, FIRST, {})
    worths = [
        own.worth(event.what.deal)
        for event in table.events
        if event.seat == "alba" and isinstance(event.what, Propose) and event.round < 11
    ]
    assert len(worths) == 10
    assert min(worths) > 85


def test_two_of_them_find_a_deal_that_is_good_for_both() -> None:
    sitting = {
        "alba": parse("nice-tit-for-tat")(FIRST),
        "brae": parse("nice-tit-for-tat")(SECOND),
    }
    table = played(SPLIT, Alternating(rounds=12), sitting)
    assert table.deal is not None
    for side in (FIRST, SECOND):
        assert Own.of(SPLIT, side, {}).worth(table.deal) >= 60
