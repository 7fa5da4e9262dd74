"""Which numbers the verdict turns on, against shares computed by hand."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, cases

from accord.deals import Deals, to_json

ONE = agenda({"x": ("a",)})


def test_a_walk_away_value_against_a_value() -> None:
    # Value v in 0..100, walk-away r in 0..100: a deal where v >= r, half of the square. For v
    # in the upper half the share is 3/4, in the lower 1/4; for r the other way round.
    side = interests("p", {"x": (1.0, {"a": (0.0, 100.0)})}, (0.0, 100.0))
    found = Deals(ONE, [side], draws=20_000, seed=1).drivers
    shares = {d.number.kind: (d.share_low, d.share_high) for d in found.ranked}
    assert shares["value"] == pytest.approx((0.25, 0.75), abs=0.015)
    assert shares["walk_away"] == pytest.approx((0.75, 0.25), abs=0.015)
    for one in found.ranked:
        assert one.distinguishable
        expected = 0.5 if one.number.kind == "value" else -0.5
        assert one.interval[0] < expected < one.interval[1]
        assert (one.number.range.low, one.number.range.high) == (0, 100)
    assert not found.reason


def test_a_wide_range_matters_more_than_a_narrow_one() -> None:
    # 20 a + 80 b >= 5000 r / 50 with a in 0..100, b in 45..55 and a bonus in -1..1: the sum
    # 20 a + 80 b + 100 bonus is above 5000 in half of the draws; a moves it by 2000, b by 800,
    # the bonus by 200. The weight of an issue whose options are worth the threshold moves
    # nothing, nor does a value that no deal takes.
    talks = agenda({"x": ("a",), "y": ("b",), "z": ("c", "never")})
    side = interests(
        "p",
        {
            "x": (20.0, {"a": (0.0, 100.0)}),
            "y": (80.0, {"b": (45.0, 55.0)}),
            "z": ((10.0, 30.0), {"c": 50.0, "never": (0.0, 100.0)}),
        },
        50.0,
        interactions=[({"x": ["a"]}, (-1.0, 1.0)), ({"z": ["never"]}, (1.0, 2.0))],
        red_lines=[{"z": ["never"]}],
    )
    found = Deals(talks, [side], draws=20_000, seed=2).drivers
    named = [
        (d.number.kind, d.number.issue, d.number.option, d.number.interaction)
        for d in found.ranked
    ]
    assert named[:3] == [
        ("value", "x", "a", None),
        ("value", "y", "b", None),
        ("bonus", "", "", 0),
    ]
    assert {*named[3:]} == {
        ("weight", "z", "", None),
        ("value", "z", "never", None),
        ("bonus", "", "", 1),
    }
    assert [d.distinguishable for d in found.ranked] == [True] * 3 + [False] * 3
    # The sum is above in the upper half of a wherever 20 (a - 50) outweighs the rest: the rest
    # has a density, trapezoid of half widths 300 and 500 of 1000: E|rest| / 1000 is what a
    # loses of the whole difference of 1.
    rest = np.abs(np.add.outer(np.linspace(-400, 400, 2001), np.linspace(-100, 100, 2001)))
    assert found.ranked[0].difference == pytest.approx(1 - rest.mean() / 1000, abs=0.015)


def test_noise_is_not_taken_for_a_driver() -> None:
    # One number decides; forty others are on options that nobody can take.
    never = [f"n{n}" for n in range(40)]
    talks = agenda({"x": ("a", *never)})
    values = {"a": (0.0, 100.0), **dict.fromkeys(never, (0.0, 100.0))}
    side = interests("p", {"x": (1.0, values)}, 50.0, red_lines=[{"x": never}])
    for seed in range(5):
        found = Deals(talks, [side], draws=500, seed=seed).drivers
        assert [d.number.option for d in found.ranked if d.distinguishable] == ["a"]


@given(cases(ranges=5), st.integers(0, 3))
def test_the_halves_make_up_the_share_of_the_verdict(case: Case, seed: int) -> None:
    talks, sides = case
    zone = Deals(talks, sides, draws=100, seed=seed).verdict
    found = Deals(talks, sides, draws=100, seed=seed).drivers
    if zone.exists != "depends" or zone.share in (0, 1):
        assert not found.ranked
        assert found.reason
        return
    ranged = sum(
        not number.is_point
        for side in sides
        for number in (
            side.walk_away_value,
            *(given.weight for given in side.issues.values()),
            *(value for given in side.issues.values() for value in given.values.values()),
            *(interaction.bonus for interaction in side.interactions),
        )
    )
    assert len(found.ranked) == ranged
    for one in found.ranked:
        low, high = sorted((one.share_low, one.share_high))
        assert low <= zone.share <= high
    assert bool(found.reason) == (not any(one.distinguishable for one in found.ranked))
    assert (found.draws, found.seed) == (100, seed)


def test_reasons_are_given_where_nothing_is_ranked() -> None:
    exact = interests("p", {"x": (1.0, {"a": 50.0})}, 40.0)
    assert Deals(ONE, [exact]).drivers.reason == "no number is a range"
    sure = interests("p", {"x": (1.0, {"a": (50.0, 60.0)})}, 40.0)
    found = Deals(ONE, [sure]).drivers
    assert found.reason == "the verdict is the same for every value in the ranges"
    assert found.ranked == ()
    corner = interests("p", {"x": (1.0, {"a": (39.9999, 60.0)})}, 40.0)
    found = Deals(ONE, [corner], draws=100).drivers
    assert found.reason == "there was a deal in each of the 100 sets of numbers tried"


def test_where_too_few_sets_were_tried_for_any_number_nothing_is_ranked() -> None:
    side = interests("p", {"x": (1.0, {"a": (0.0, 100.0)})}, (0.0, 100.0))
    found = [Deals(ONE, [side], draws=2, seed=seed).drivers for seed in range(40)]
    alike = [one for one in found if not one.ranked and "the two halves" in one.reason]
    assert alike  # both sets in the same half of every range, one with a deal and one without


def test_it_is_plain_in_json() -> None:
    side = interests("p", {"x": (1.0, {"a": (0.0, 100.0)})}, (0.0, 100.0))
    plain = to_json(Deals(ONE, [side], draws=100).drivers)
    assert json.loads(json.dumps(plain)) == plain
    assert {one["kind"] for one in plain["ranked"]} == {"value", "walk_away"}
    assert plain["draws"] == 100
