"""MiCRO: deal for deal."""

import random

import pytest
from frozendict import frozendict
from tests.deals.test_published import itex_and_cypress
from tests.delegates.build import large, played

from accord.delegates.micro import Micro
from accord.tactics import Own
from accord.talks import (
    Alternating,
    OpenFloor,
    Propose,
    Rules,
    Sealed,
    Setup,
    Stacked,
    after,
    open_table,
    seats,
    view,
)


@pytest.mark.parametrize(
    "rules",
    [Alternating(), Stacked(), Sealed(), Sealed(shown=False), OpenFloor()],
    ids=["alternating", "stacked", "shown", "hidden", "open"],
)
def test_micro_against_micro_on_itex_and_cypress(rules: Rules) -> None:
    """The end that an independent script gives, under rules that differ in form only."""
    over, (itex, cypress) = itex_and_cypress()
    table = played(
        over, rules, {"itex": Micro(interests=itex), "cypress": Micro(interests=cypress)}
    )
    assert table.deal is not None
    assert Own.of(over, itex, {}).worth(table.deal) == pytest.approx(62.57, abs=0.005)
    assert Own.of(over, cypress, {}).worth(table.deal) == pytest.approx(71.44, abs=0.005)


def test_every_proposal_is_the_next_best_or_a_repetition() -> None:
    over, (itex, cypress) = itex_and_cypress()
    sitting = {"itex": Micro(interests=itex), "cypress": Micro(interests=cypress)}
    table = played(over, Alternating(), sitting)
    made = [
        e.what.deal for e in table.events if isinstance(e.what, Propose) and e.seat == "itex"
    ]
    own = Own.of(over, itex, {})
    assert [own.worth(deal) for deal in made] == sorted(map(own.worth, made), reverse=True)
    assert made == [own.ranked(place) for place in range(len(made))]


def test_it_repeats_while_the_other_side_repeats() -> None:
    over, (itex, cypress) = itex_and_cypress()
    micro, best = Micro(interests=itex), Own.of(over, cypress, {}).above(100)
    setup = Setup(agenda=over, seats=seats(("itex", "cypress")), rules=Stacked())
    table, rng, made = open_table(setup), random.Random(1), []
    for _ in range(6):
        move = micro.move(view(table, "itex"), rng)
        assert isinstance(move, Propose)
        made.append(move.deal)
        table = after(table, "itex", move)
        table = after(table, "cypress", Propose(deal=best))
    own = Own.of(over, itex, {})
    assert set(made) == {own.ranked(0), own.ranked(1)}
    assert made[:2] == [own.ranked(0), own.ranked(1)]


def test_it_walks_down_an_agenda_of_10_to_the_30_deals() -> None:
    over, alba = large("alba")
    _, brae = large("brae")
    sitting = {"alba": Micro(interests=alba), "brae": Micro(interests=brae)}
    table = played(over, Stacked(rounds=40), sitting)
    made = {
        frozendict(e.what.deal)
        for e in table.events
        if isinstance(e.what, Propose) and e.seat == "alba"
    }
    assert len(made) == 40
