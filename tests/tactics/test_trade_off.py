"""Bayesian and frequency: what they ask for, and what they give others of it."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, large, played, sides

from accord.delegates import parse
from accord.delegates.bayesian import Bayesian
from accord.delegates.frequency import Frequency
from accord.tactics import Own, Turn
from accord.tactics.concession import target
from accord.tactics.fair_choice import Aim, best_for_others
from accord.tactics.frequency_model import frequency_model
from accord.tactics.model import Layout, Model
from accord.talks import Alternating, Propose, Setup, Stacked, Table, open_table, seats, view
from accord.testing import check_delegate

KINDS: list[Any] = [Bayesian, Frequency]


@pytest.mark.parametrize("name", ["bayesian", "frequency"])
def test_they_keep_to_the_contract(name: str) -> None:
    check_delegate(parse(name))


@given(st.data())
def test_of_deals_worth_enough_the_one_others_like_best_is_found(data: st.DataObject) -> None:
    over = data.draw(agendas())
    given_ = data.draw(sides(over))
    own = Own.of(over, given_, {})
    if not own.has_deal:
        return
    deals = every_deal(over)
    said = st.lists(st.sampled_from(deals), min_size=1, max_size=4)
    models = [
        frequency_model(over, data.draw(said)) for _ in range(data.draw(st.integers(1, 3)))
    ]
    asked = own.walk_away + data.draw(st.floats(0, 1)) * (own.highest - own.walk_away)
    open_ = [deal for deal in deals if own.acceptable(deal) and own.worth(deal) >= asked - 1e-6]
    means = [sum(model.worth(deal) for model in models) / len(models) for deal in open_]
    found = best_for_others(own, asked, models, Aim.MEAN)
    assert found in open_
    assert sum(m.worth(found) for m in models) / len(models) == pytest.approx(max(means))
    found = best_for_others(own, asked, models, Aim.WORST)
    assert found in open_
    mean = best_for_others(own, asked, models, Aim.MEAN)
    assert min(m.worth(found) for m in models) >= min(m.worth(mean) for m in models) - 1e-9


def test_the_one_who_fares_worst_counts() -> None:
    """A hand case: the largest mean, 0.65, is that of x, of which the second gets little."""
    over = agenda({"i": ["x", "y", "z", "w"]})
    own = Own.of(over, interests("cora", {"i": (1, dict.fromkeys("xyzw", 1))}), {})
    models = [
        Model(Layout.of(over), np.ones(1), np.array(values))
        for values in ([1, 0.5, 0, 0], [0.3, 0.68, 1, 0])
    ]
    assert best_for_others(own, 0, models, Aim.MEAN) == {"i": "x"}
    assert best_for_others(own, 0, models, Aim.WORST) == {"i": "y"}


WEIGHTS = {"a": 40, "b": 30, "c": 20, "d": 10}
OVER = agenda({issue: ["1", "2", "3", "4"] for issue in WEIGHTS})
UP = {"1": 0, "2": 33, "3": 67, "4": 100}
DOWN = {"4": 0, "3": 33, "2": 67, "1": 100}
ALBA = interests("alba", {issue: (weight, UP) for issue, weight in WEIGHTS.items()}, 30)
BRAE = interests("brae", {issue: (50 - weight, DOWN) for issue, weight in WEIGHTS.items()}, 30)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked_for_falls_with_time(kind: Any) -> None:
    sitting = {"alba": kind(interests=ALBA, beta=0.5), "brae": parse("boulware")(BRAE)}
    own = Own.of(OVER, ALBA, {})

    def watch(table: Table, seat: str) -> None:
        seen = view(table, seat)
        if seat == "alba" and "propose" in seen.legal:
            at = Turn.of(seen, ALBA, 20)
            offered = sitting["alba"].offer(at, random.Random(0))
            assert own.worth(offered) >= target(at.time, 30, 100, 0.5) - 1e-6

    table = played(OVER, Alternating(rounds=12), sitting, watch=watch)
    assert sum(e.seat == "alba" and isinstance(e.what, Propose) for e in table.events) > 3


@pytest.mark.parametrize("name", ["bayesian", "frequency"])
def test_a_trade_off_does_better_than_asking_for_less_alone(name: str) -> None:
    """Beside the same partner, both sides together get more than without a model."""
    both = []
    for mine in (name, "linear"):
        sitting = {"alba": parse(mine)(ALBA), "brae": parse("linear")(BRAE)}
        table = played(OVER, Alternating(rounds=20), sitting)
        assert table.deal is not None
        both.append(
            Own.of(OVER, ALBA, {}).worth(table.deal) + Own.of(OVER, BRAE, {}).worth(table.deal)
        )
    assert both[0] > both[1]


@pytest.mark.parametrize("kind", KINDS)
def test_before_anything_is_heard_its_best_deal_is_proposed(kind: Any) -> None:
    table = open_table_of("alba", "brae")
    move = kind(interests=ALBA).move(view(table, "alba"), random.Random(0))
    assert move.deal == dict.fromkeys(WEIGHTS, "4")


def open_table_of(*parties: str) -> Table:
    return open_table(Setup(agenda=OVER, seats=seats(parties), rules=Stacked(rounds=5)))


@pytest.mark.parametrize("name", ["bayesian", "frequency"])
def test_three_hold_talks_over_a_vast_agenda(name: str) -> None:
    sitting = {}
    for party in ("alba", "brae", "cora"):
        over, mine = large(party)
        sitting[party] = parse(name)(mine)
    table = played(over, Stacked(rounds=6), sitting)
    assert table.over
    assert sum(bool(event.seat) for event in table.events) >= 6
