"""Whether some deal is there for every value, against many values, one by one."""

import json
import sys
from itertools import product

import numpy as np
import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, cases, possible, refuses, worth

from accord.deals import Deals, to_json
from accord.deals.always_some_deal import PartyNumbers
from accord.deals.worth import Worth
from accord.kernels.ties import TIE
from accord.model import Interests, Range

X = agenda({"x": ("a", "b")})


def at(side: Interests, numbers: PartyNumbers) -> Interests:
    """Put values in the place of ranges."""

    def exactly(given: Range, value: float) -> Range:
        assert given.low - 1e-9 <= value <= given.high + 1e-9
        return Range(value, value)

    assert side.party == numbers.party
    issues = {
        issue: evolve(
            given,
            weight=exactly(given.weight, numbers.weights[issue]),
            values=frozendict(
                {
                    option: exactly(value, numbers.values[issue][option])
                    for option, value in given.values.items()
                }
            ),
        )
        for issue, given in side.issues.items()
    }
    bonuses = [
        evolve(one, bonus=exactly(one.bonus, value))
        for one, value in zip(side.interactions, numbers.bonuses, strict=True)
    ]
    return evolve(
        side,
        issues=frozendict(issues),
        interactions=tuple(bonuses),
        walk_away=exactly(side.walk_away_value, numbers.walk_away),
    )


@given(cases(ranges=6), st.integers(0, 3))
def test_the_answer_agrees_with_draws_and_counterexamples(case: Case, seed: int) -> None:
    talks, sides = case
    found = Deals(talks, sides).throughout
    assert found.holds is not None
    read = Worth.of(talks, sides)
    draws = read.draw(np.random.default_rng(seed), 300)
    if found.holds:
        assert not found.counterexample
        choices = read.names.choices(found.deals)
        for deal in found.deals:
            assert deal in possible(talks)
            assert not any(refuses(side, deal) for side in sides)
        surplus = draws.surplus(choices, np.arange(300)[:, None])
        assert (surplus.min(axis=2).max(axis=1) >= -2e-4).all()
    else:
        assert not found.deals
        there = [at(s, n) for s, n in zip(sides, found.counterexample, strict=True)]
        for other in possible(talks):
            assert any(
                refuses(side, other) or worth(side, other) < side.walk_away_value.low - TIE / 3
                for side in there
            )
    zone = Deals(talks, sides, draws=50, seed=seed).verdict
    assert zone.throughout_holds == found.holds
    if zone.exists != "depends":
        assert zone.throughout_holds == zone.exists


@given(st.data())
def test_the_answer_is_that_of_all_corners_where_only_values_are_ranges(
    data: st.DataObject,
) -> None:
    # Every deal is one option, so its surplus has a number of its own for each party, and the
    # worst for all deals at once is the low end of every value and the high walk-away value.
    options = tuple("abcd")[: data.draw(st.integers(1, 4))]
    ends = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
        lambda n: (float(min(n)), float(max(n)))
    )
    sides = [
        interests(
            party,
            {"x": (1.0, {o: data.draw(ends) for o in options})},
            data.draw(ends),
        )
        for party in "pq"
    ]
    corners = product(
        *(
            {n.low, n.high}
            for side in sides
            for n in (side.walk_away_value, *side.issues["x"].values.values())
        )
    )
    half = 1 + len(options)
    right = all(
        any(c[1 + n] >= c[0] and c[half + 1 + n] >= c[half] for n in range(len(options)))
        for c in corners
    )
    assert Deals(agenda({"x": options}), sides).throughout.holds == right


def share_out(low: float, high: float, first: float, second: float) -> list[Interests]:
    """Let `a` be good for p while w, of x, weighs much, `b` while it weighs little."""
    p = interests(
        "p",
        {
            "x": ((low, high), {"a": 100.0, "b": 0.0}),
            "y": (50.0, {"a": 0.0, "b": 100.0}),
        },
        (first, second),
    )
    return [p]


def test_two_deals_cover_a_range_between_them() -> None:
    # x weighs w of w + 50: `a a` is worth 100 w / (w + 50), `b b` the rest of 100.
    both = [{"x": ["a"], "y": ["b"]}, {"x": ["b"], "y": ["a"]}]
    talks = agenda({"x": ("a", "b"), "y": ("a", "b")}, both)
    found = Deals(talks, share_out(20.0, 100.0, 40.0, 50.0)).throughout
    assert found.holds
    assert {tuple(deal.items()) for deal in found.deals} == {(("x", o), ("y", o)) for o in "ab"}
    zone = Deals(talks, share_out(20.0, 100.0, 40.0, 50.0)).verdict
    assert (zone.exists, zone.share, zone.throughout_holds) == ("depends", 1, True)
    assert "mixed-integer" in zone.method
    # Half a point more and around w = 50 there is a gap.
    found = Deals(talks, share_out(20.0, 100.0, 40.0, 50.5)).throughout
    assert found.holds is False
    [values] = found.counterexample
    share = values.weights["x"] / (values.weights["x"] + 50)
    assert max(share, 1 - share) < values.walk_away / 100


def test_a_corner_that_draws_miss_is_found() -> None:
    # Six options fail together only where all six values are below 2 of 0..100.
    options = tuple(f"o{n}" for n in range(6))
    side = interests("p", {"x": (1.0, dict.fromkeys(options, (0.0, 100.0)))}, 2.0)
    talks = agenda({"x": options})
    zone = Deals(talks, [side], draws=100).verdict
    assert (zone.exists, zone.share, zone.throughout_holds) == ("depends", 1, False)
    assert Deals(talks, [side]).throughout.holds is False


def test_products_of_ranges_are_exact() -> None:
    # The walk-away value and the weights multiply: with v = r in all corners but one.
    side = interests(
        "p",
        {"x": ((1.0, 3.0), {"a": (50.0, 60.0)}), "y": ((1.0, 3.0), {"c": (40.0, 50.0)})},
        (40.0, 45.0),
    )
    talks = agenda({"x": ("a",), "y": ("c",)})
    # Worst: (1 x 50 + 3 x 40) / 4 = 42.5.
    assert Deals(talks, [side]).throughout.holds is False
    assert Deals(talks, [evolve(side, walk_away=Range(40, 42.5))]).throughout.holds is True
    assert Deals(talks, [evolve(side, walk_away=Range(40, 42.51))]).throughout.holds is False


def test_weights_may_come_down_to_zero() -> None:
    side = interests("p", {"x": ((0.0, 1.0), {"a": 0.0, "b": 25.0})}, 25.0)
    assert Deals(X, [side]).throughout.holds is True
    assert Deals(X, [evolve(side, walk_away=Range(25, 25.1))]).throughout.holds is False


def test_a_search_that_is_given_up_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["accord.deals.always_some_deal"], "MOST_ROUNDS", 1)
    side = interests("p", {"x": (1.0, {"a": (0.0, 100.0), "b": (0.0, 100.0)})}, 50.0)
    found = Deals(X, [side]).throughout
    assert found.holds is None
    assert "not decided" in found.method


def test_it_is_plain_in_json() -> None:
    side = interests(
        "p",
        {"x": ((1.0, 2.0), {"a": (0.0, 60.0), "b": 40.0})},
        (30.0, 50.0),
        interactions=[({"x": ["a"]}, (0.0, 0.5))],
    )
    plain = to_json(Deals(X, [side]).throughout)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["holds"] is False
    assert plain["counterexample"][0]["values"]["x"]["b"] == 40
