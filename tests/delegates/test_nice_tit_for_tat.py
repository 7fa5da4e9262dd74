"""Nice tit for tat comes as far as the others, and aims at the fair deal."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, played, sides
from tests.tactics.test_acceptance import ALBA, turn

from accord.deals.search.by_issue import ByIssue
from accord.deals.search.enumerated import Enumerated
from accord.deals.search.meet_in_middle import MeetInMiddle
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.delegates import parse
from accord.delegates.nice_tit_for_tat import NiceTitForTat, nash_worth
from accord.model import Agenda, Interests
from accord.tactics import Own
from accord.tactics.model import Layout, Model
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


@st.composite
def bargains(draw: st.DrawFn) -> tuple[Agenda, Interests, list[Model]]:
    """Draw interests with interactions and red lines, and what one or two others may want."""
    over = draw(agendas())
    layout, others = Layout.of(over), []
    for _ in range(draw(st.integers(1, 2))):
        shares = np.array([draw(st.integers(1, 10)) for _ in layout.issues], dtype=float)
        row = np.array([draw(st.integers(0, 4)) / 4 for _ in range(layout.size)])
        others.append(Model(layout, shares / shares.sum(), row))
    return over, draw(sides(over)), others


def products(own: Own, over: Agenda, models: list[Model]) -> dict[float, float]:
    """Return the largest product of gains of the deals worth so much, one by one."""
    found: dict[float, float] = {}
    for deal in every_deal(over):
        if own.acceptable(deal):
            worth = own.worth(deal)
            product = max(0.0, worth - own.walk_away)
            for model in models:
                product *= model.worth(deal)
            found[worth] = max(product, found.get(worth, 0.0))
    return found


@given(bargains(), st.sampled_from([Enumerated, MeetInMiddle, ByIssue]))
def test_the_fair_deal_has_the_largest_product(
    case: tuple[Agenda, Interests, list[Model]], kind: type[Enumerated | MeetInMiddle | ByIssue]
) -> None:
    over, mine, models = case
    numbers = Worth.of(over, [mine])
    space = OpenDeals.of(numbers, numbers.names.open({}))
    own = Own(over, numbers, space, kind.of(space, numbers))
    if not own.has_deal:
        return
    if kind is ByIssue:
        # For several others it may be missed there.
        models = models[:1]
    found = products(own, over, models)
    assert found[nash_worth(own, models)] == pytest.approx(max(found.values()), rel=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_the_fair_deal_is_found_among_many_too(seed: int) -> None:
    """Steep weights and interactions: the best by a sum is often not the best by a product."""
    rng = random.Random(seed)
    over = agenda({f"i{n}": list("abcd") for n in range(6)})
    mine = interests(
        "alba",
        {
            issue: (rng.randint(1, 50), {o: rng.randint(0, 100) for o in "abcd"})
            for issue in over.issues
        },
        30,
        interactions=[({"i0": ("a",), "i3": ("b", "c")}, 9.0), ({"i1": ("d",)}, -5.0)],
    )
    layout = Layout.of(over)
    shares = np.array([rng.randint(1, 50) for _ in layout.issues], dtype=float)
    row = np.array([rng.random() for _ in range(layout.size)])
    models = [Model(layout, shares / shares.sum(), row)]
    numbers = Worth.of(over, [mine])
    space = OpenDeals.of(numbers, numbers.names.open({}))
    for kind in (Enumerated, MeetInMiddle, ByIssue):
        own = Own(over, numbers, space, kind.of(space, numbers))
        found = products(own, over, models)
        assert found[nash_worth(own, models)] == pytest.approx(max(found.values()), rel=1e-6)


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
