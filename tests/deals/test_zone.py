"""The share of the ranges, against trying every deal on every draw."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, cases

from accord.deals import Deals
from accord.deals.by_draw import exists
from accord.deals.worth import Worth
from accord.kernels.ties import TIE, Ints
from accord.model import Scale


def every_allowed_choice(worth: Worth) -> Ints:
    sizes = worth.names.sizes
    choices = np.indices(sizes).reshape(len(sizes), -1).T
    for scope, ban in worth.bans:
        choices = choices[~ban[tuple(choices[:, scope].T)]]
    return choices


@pytest.mark.parametrize(("turns", "branches"), [(8, 2**14), (0, 2**14), (1, 0), (0, 0)])
@given(case=cases(ranges=30), seed=st.integers(0, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_the_share_is_that_of_the_draws_with_an_acceptable_deal(
    monkeypatch: pytest.MonkeyPatch, turns: int, branches: int, case: Case, seed: int
) -> None:
    # Every way to decide a draw is tried, with and without the ones before it.
    monkeypatch.setattr(exists, "_TURNS", turns)
    monkeypatch.setattr(exists, "_MOST_BRANCHES", branches)
    talks, sides = case
    zone = Deals(talks, sides, draws=30, seed=seed).verdict
    worth = Worth.of(talks, sides)
    choices = every_allowed_choice(worth)
    for one_way in (False, True):
        draws = worth.draw(np.random.default_rng(seed), 30, one_way)
        hits = 0
        for number in range(30):
            reading = draws[number]
            surplus = reading.points(choices) - reading.walk_away
            hits += bool((surplus >= -TIE).all(axis=1).any())
        if zone.exists == "depends":
            assert zone.one_way is not None
            assert (zone.one_way.share if one_way else zone.share) == hits / 30
        else:
            assert hits == 30 * zone.exists


@given(cases(ranges=30), st.integers(0, 5))
def test_where_a_party_errs_one_way_all_its_numbers_lie_at_one_place(
    case: Case, seed: int
) -> None:
    # From hopeful to doubtful: deals are worth more and no deal less, by the same u of every
    # range. Weights that are shares have no such direction.
    talks, sides = case
    drawn = Worth.of(talks, sides).draw(np.random.default_rng(seed), 3, one_way=True)
    assert drawn.places is not None
    first = 0
    for held, side in zip(sides, drawn.ranges, strict=True):
        places = []
        for label, place in zip(side.labels, drawn.places.T[first:], strict=False):
            if label.kind == "walk_away":
                places.append(1 - place)
            elif label.kind != "weight" or held.scale is Scale.POINTS:
                places.append(place)
        first += len(side.labels)
        for other in places[1:]:
            assert other == pytest.approx(places[0], abs=1e-9)
        assert ((places[0] >= 0) & (places[0] <= 1)).all()


def test_errors_that_go_one_way_do_not_cancel_out() -> None:
    # Of ten issues alike, each worth 0 to 100, the worth of a deal drawn each by itself lies
    # near 50; where all err one way it is spread over the whole range.
    issues = {f"i{n}": ("o",) for n in range(10)}
    side = interests("a", {i: (1.0, {"o": (0.0, 100.0)}) for i in issues}, 80.0)
    zone = Deals(agenda(issues), [side], draws=2000).verdict
    assert zone.share < 0.01  # ten uniform numbers with a mean above 0.8
    assert zone.one_way is not None
    assert zone.one_way.share == pytest.approx(0.2, abs=0.03)


@given(cases(ranges=30))
def test_the_surplus_of_a_deal_in_a_draw_is_its_worth_less_the_walk_away_value(
    case: Case,
) -> None:
    worth = Worth.of(*case)
    choices = every_allowed_choice(worth)
    draws = worth.draw(np.random.default_rng(0), 4)
    surplus = draws.surplus(choices, np.arange(4)[:, None])
    for number in range(4):
        reading = draws[number]
        assert surplus[number] == pytest.approx(
            reading.points(choices) - reading.walk_away, abs=1e-6
        )


def test_draws_come_from_all_of_the_ranges() -> None:
    side = interests("a", {"x": ((10.0, 30.0), {"yes": (0.0, 100.0)}), "y": (20.0, {"": 50.0})})
    worth = Worth.of(agenda({"x": ("yes",), "y": ("",)}), [side])
    draws = worth.draw(np.random.default_rng(1), 500)
    worths = draws.points(np.zeros((1, 2), np.int64), np.arange(500))
    assert np.min(worths) == pytest.approx(20, abs=5)
    assert np.max(worths) == pytest.approx(80, abs=5)
