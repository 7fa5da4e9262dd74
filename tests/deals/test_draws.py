"""Sets of numbers are drawn once, and are the same however often they are asked for."""

import numpy as np
import pytest
from tests.deals.test_handle import road

from accord.deals import draws as draws_module
from accord.deals.draws import Draws
from accord.deals.worth import Worth

RANGED = Worth.of(*road(walk_away=(50.0, 90.0)))


def walk_aways(draws: Draws, one_way: bool = False) -> np.ndarray:
    return np.concatenate([one.walk_away for one in draws.sets(one_way)])


@pytest.mark.parametrize("one_way", [False, True])
def test_sets_are_kept_if_few_and_drawn_again_alike_if_many(
    one_way: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draws_module, "_BATCH", 7)
    few, many = Draws(RANGED, 7, 3), Draws(RANGED, 20, 3)
    assert few.sets(one_way) is few.sets(one_way)
    assert [len(one) for one in many.sets(one_way)] == [7, 7, 6]
    assert (walk_aways(many, one_way) == walk_aways(many, one_way)).all()
    assert (walk_aways(many, one_way)[:7] == walk_aways(few, one_way)).all()


def test_fewer_sets_are_at_most_so_many() -> None:
    draws = Draws(RANGED, 20, 3)
    assert draws.fewer(20) is draws.fewer(30) is draws
    assert len(walk_aways(draws.fewer(5))) == 5


def test_deals_that_are_held_back_change_no_number() -> None:
    draws = Draws(RANGED, 20, 3)
    ban = ((0,), np.array([True] + [False] * (RANGED.sizes[0] - 1)))
    held = draws.holding([ban])
    assert held.worth.bans == (*RANGED.bans, ban)
    assert (walk_aways(held) == walk_aways(draws)).all()
