"""The distance to the frontier, against brute force and against the frontier itself."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import agendas, every_deal, is_open, plain_worth, sides

from accord.deals.frontiers import acceptable_frontier
from accord.kernels.ties import TIE
from accord.model import Agenda, Interests
from accord.play.distance import distance
from accord.play.nearest import every_worth
from accord.play.numbers import ranged

PARTIES = ("alba", "brae", "cora", "dene")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Agenda, tuple[Interests, ...], int]:
    over = draw(agendas())
    count = draw(st.integers(2, 4))
    own = tuple(draw(sides(over, party)) for party in PARTIES[:count])
    return over, own, draw(st.integers(0, 10**6))


@given(cases())
def test_it_is_that_to_the_nearest_of_the_acceptable_deals_that_none_dominates(
    case: tuple[Agenda, tuple[Interests, ...], int],
) -> None:
    over, own, number = case
    deals = every_deal(over)
    worths = {deal: [plain_worth(one, deal) for one in own] for deal in deals}
    acceptable = [
        worths[deal]
        for deal in deals
        if all(is_open(over, one, {}, deal) for one in own)
        and all(
            w >= one.walk_away_value.middle - TIE
            for w, one in zip(worths[deal], own, strict=True)
        )
    ]
    best = [
        mine
        for mine in acceptable
        if not any(
            all(y >= x - TIE for x, y in zip(mine, other, strict=True))
            and any(y > x + TIE for x, y in zip(mine, other, strict=True))
            for other in acceptable
        )
    ]
    deal = deals[number % len(deals)]
    found = distance(ranged(over, own), deal)
    if not best:
        assert found is None
        return
    assert found is not None
    assert found.error == 0
    assert found.points == pytest.approx(
        min(math.dist(worths[deal], one) for one in best), abs=1e-6
    )


@given(cases())
def test_deals_are_listed_in_the_order_of_the_agenda(
    case: tuple[Agenda, tuple[Interests, ...], int],
) -> None:
    over, own, _ = case
    worth = ranged(over, own)
    deals = every_deal(over)
    expected = [[plain_worth(one, deal) for deal in deals] for one in own]
    assert np.allclose(every_worth(worth), expected)


def test_it_is_that_of_the_listed_frontier_on_a_larger_agenda() -> None:
    rng, options = random.Random(3), ["a", "b", "c", "d"]
    over = agenda({f"i{n}": options for n in range(6)})
    own = tuple(
        interests(
            party,
            {
                issue: (rng.randint(1, 20), {o: rng.randint(0, 100) for o in options})
                for issue in over.issues
            },
            walk_away=35.0,
            interactions=[({"i4": ("a",), "i1": ("b", "c")}, 5.0)],
        )
        for party in PARTIES[:3]
    )
    worth = ranged(over, own)
    frontier, error = acceptable_frontier(worth)
    assert error == 0
    for deal in rng.sample(every_deal(over), 20):
        here = [plain_worth(one, deal) for one in own]
        found = distance(ranged(over, own), deal)
        assert found is not None
        assert found.points == pytest.approx(
            min(math.dist(here, one) for one in frontier.points), abs=1e-6
        )
