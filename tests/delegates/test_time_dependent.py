"""Time-dependent tactics offer what the formula says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.delegates.build import (
    agendas,
    every_deal,
    is_open,
    large,
    plain_worth,
    played,
    sides,
)

from accord.delegates.boulware import Boulware
from accord.delegates.conceder import Conceder
from accord.delegates.linear import Linear
from accord.delegates.time_dependent import TimeDependent
from accord.kernels.ties import TIE
from accord.model import Agenda, Interests
from accord.tactics import Const
from accord.tactics.concession import target
from accord.talks import Alternating, OpenFloor, Propose, Stacked, Table


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Agenda, Interests, Interests]:
    over = draw(agendas(3))
    return over, draw(sides(over)), draw(sides(over, "brae"))


@given(pairs(), st.floats(0.05, 20), st.floats(0, 1), st.integers(1, 6))
def test_what_is_offered_is_the_deal_nearest_above_the_formula(
    case: tuple[Agenda, Interests, Interests], beta: float, k: float, rounds: int
) -> None:
    over, mine, theirs = case
    least = mine.walk_away_value.middle
    worths = [
        plain_worth(mine, deal) for deal in every_deal(over) if is_open(over, mine, {}, deal)
    ]
    good = [worth for worth in worths if worth >= least - TIE - 1e-9]
    never = Const(1000)
    table = played(
        over,
        Alternating(rounds=rounds),
        {
            "alba": TimeDependent(interests=mine, beta=beta, k=k, accept=never),
            "brae": TimeDependent(interests=theirs, accept=never),
        },
    )
    made = [e for e in table.events if isinstance(e.what, Propose) and e.seat == "alba"]
    assert bool(good) == bool(made)
    for event in made:
        assert isinstance(event.what, Propose)
        time = 1.0 if rounds == 1 else (event.round - 1) / (rounds - 1)
        asked = least + (1 - (k + (1 - k) * time ** (1 / beta))) * (max(good) - least)
        above = [worth for worth in good if worth >= asked - TIE - 1e-9]
        assert plain_worth(mine, event.what.deal) == pytest.approx(
            min(above, default=max(good)), abs=1e-6
        )


def test_the_variants_concede_late_evenly_and_early() -> None:
    _, mine = large("alba", issues=3)
    half = {
        kind.name: target(0.5, 0, 100, kind(interests=mine).beta)
        for kind in (Boulware, Linear, Conceder)
    }
    assert half["boulware"] == pytest.approx(100 * (1 - 0.5**5))
    assert half["linear"] == pytest.approx(50)
    assert half["conceder"] == pytest.approx(100 * (1 - 0.5**0.25))


def test_at_no_time_all_is_asked_for_and_in_the_end_the_least() -> None:
    assert target(0.0, 30, 90, 0.2) == 90
    assert target(1.0, 30, 90, 0.2) == 30
    assert target(0.0, 30, 90, 1.0, k=0.5) == 60


def talks(rules: Alternating | Stacked | OpenFloor, horizon: int = 20) -> Table:
    over, mine = large("alba", issues=3)
    _, theirs = large("brae", issues=3)
    return played(
        over,
        rules,
        {
            "alba": Linear(interests=mine, horizon=horizon, accept=Const(1000)),
            "brae": Linear(interests=theirs, horizon=horizon, accept=Const(1000)),
        },
        most=60,
    )


def worths(table: Table) -> list[float]:
    _, mine = large("alba", issues=3)
    return [
        plain_worth(mine, e.what.deal)
        for e in table.events
        if isinstance(e.what, Propose) and e.seat == "alba"
    ]


@pytest.mark.parametrize("rules", [Alternating(rounds=8), Stacked(moves=20)])
def test_the_least_is_reached_with_the_last_chance(rules: Alternating | Stacked) -> None:
    offered = worths(talks(rules))
    assert offered == sorted(offered, reverse=True)
    assert offered[-1] == pytest.approx(50, abs=0.5)
    assert offered[-2] > offered[-1]


@pytest.mark.parametrize("rules", [Alternating(), OpenFloor()])
def test_without_a_limit_the_horizon_stands_in(rules: Alternating | OpenFloor) -> None:
    offered = worths(talks(rules, horizon=5))
    assert offered[4] == pytest.approx(50, abs=0.5)
    assert offered[3] > offered[4]
    assert all(worth == offered[4] for worth in offered[5:])
