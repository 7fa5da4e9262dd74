"""Hard-headed keeps high, and learns by counting."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, played, sides
from tests.tactics.test_acceptance import ALBA, deal, turn

from accord.delegates import parse
from accord.delegates.hard_headed import HardHeaded
from accord.tactics import Own
from accord.talks import Alternating, Options, Propose
from accord.testing import check_delegate


def test_it_keeps_to_the_contract() -> None:
    check_delegate(parse("hard-headed"))


@pytest.mark.parametrize("count", [0, 3, 9, 10])
def test_its_target_is_that_of_the_source(count: int) -> None:
    """Of alba's range, 10 to 100, it keeps 0.585; time is count / 10."""
    at = turn([100] * count, [10] * count)
    floor, time = 10 + 0.585 * 90, count / 10
    conceded = 0.05 + 0.95 * time ** (1 / 0.05)
    assert HardHeaded(interests=ALBA).target(at) == pytest.approx(
        floor + (1 - conceded) * (100 - floor)
    )


def test_it_proposes_the_best_that_it_was_offered() -> None:
    at = turn([100, 99], [98, 40])
    assert HardHeaded(interests=ALBA, k=0.9).offer(at, random.Random(0)) == deal(98)
    at = turn([100, 99], [70, 40])
    mine = HardHeaded(interests=ALBA, k=0.05).offer(at, random.Random(0))
    assert int(mine["price"]) >= HardHeaded(interests=ALBA).target(at)


@pytest.mark.parametrize(("offer", "accepted"), [(94, False), (95, True)])
def test_it_accepts_what_is_no_lower_than_its_lowest(offer: int, accepted: bool) -> None:
    at = turn([100, 95], [20, 20])
    assert HardHeaded(interests=ALBA).accepts(at, deal(offer), deal(97)) is accepted


@given(st.integers(0, 40))
def test_of_deals_worth_as_much_it_proposes_what_others_ask_for(seed: int) -> None:
    """Two issues count alike for it; it gives the one to which the other side holds on."""
    over = agenda({"a": ["1", "2"], "b": ["1", "2"], "c": ["1", "2"]})
    values = {"1": 0, "2": 100}
    mine = interests("alba", {"a": (1, values), "b": (1, values), "c": (8, values)})
    theirs = interests("brae", {i: (1, {"1": 100, "2": 0}) for i in "abc"})
    held = Options({"a": "1", "b": "2", "c": "2"})

    class Holding(HardHeaded):
        def offer(self, turn: object, rng: random.Random) -> Options:
            return held

    sitting = {
        "brae": Holding(interests=theirs),
        "alba": HardHeaded(interests=mine, k=0.3, least=0.5),
    }
    table = played(over, Alternating(rounds=5), sitting, seed=seed)
    made = [
        e.what.deal for e in table.events if e.seat == "alba" and isinstance(e.what, Propose)
    ]
    assert made == [] or set(made) == {held}


@given(st.data())
def test_it_never_proposes_less_than_its_floor(data: st.DataObject) -> None:
    over = data.draw(agendas())
    mine, theirs = data.draw(sides(over)), data.draw(sides(over, "brae"))
    own = Own.of(over, mine, {})
    floor = own.walk_away + 0.585 * (own.highest - own.walk_away)
    sitting = {"alba": HardHeaded(interests=mine), "brae": parse("random-walker")(theirs)}
    table = played(over, Alternating(rounds=6), sitting)
    for event in table.events:
        if event.seat == "alba" and isinstance(event.what, Propose):
            assert own.worth(event.what.deal) >= floor - 1e-6
    assert table.deal is None or table.deal in every_deal(over)
