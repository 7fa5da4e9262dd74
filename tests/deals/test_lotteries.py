"""Lotteries over deals."""

import json

import numpy as np
import pytest
from hypothesis import given
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, cases, road

from accord.deals import Deals, to_json
from accord.model import Scale

SHAPE = [(0, 0), (10, 0), (10, 3), (6, 8), (0, 10)]


def polygon() -> Case:
    """Build talks whose five deals are worth the corners of a polygon."""
    talks = agenda({"deal": [f"d{n}" for n in range(len(SHAPE))]})
    return talks, [
        interests(
            party,
            {"deal": (100.0, {f"d{n}": float(p[place]) for n, p in enumerate(SHAPE)})},
            scale=Scale.POINTS,
        )
        for place, party in enumerate(("a", "b"))
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("nash", (6.2, 7.75)),
        ("kalai_smorodinsky", (6.8889, 6.8889)),
        ("egalitarian", (6.8889, 6.8889)),
        ("utilitarian", (6, 8)),
        ("perles_maschler", (6.4508, 7.4365)),
    ],
)
def test_the_polygon_has_its_solutions(rule: str, expected: tuple[float, float]) -> None:
    found = Deals(*polygon()).lotteries[rule]
    assert found is not None
    assert tuple(found.worth.values()) == pytest.approx(expected, abs=1e-4)
    assert {c.deal.deal["deal"] for c in found.lottery} <= {"d2", "d3"}


@given(cases())
def test_a_lottery_draws_acceptable_deals_and_is_no_worse_than_the_best_deal(
    case: Case,
) -> None:
    found = Deals(*case)
    for rule, one in found.lotteries.items():
        assert (one is None) == (not found.acceptable)
        if one is None:
            continue
        assert sum(c.probability for c in one.lottery) == pytest.approx(1)
        assert all(c.deal in found.acceptable for c in one.lottery)
        assert len(one.lottery) <= len(found.parties) + 1
        for party, worth in one.worth.items():
            expected = sum(c.probability * c.deal.worth[party] for c in one.lottery)
            assert worth == pytest.approx(expected, abs=1e-6)
        gain = np.array([one.worth[p] - found.walk_away[p] for p in found.parties])
        pure = found.compromises.get(rule)
        if pure is not None:
            best = [pure.best.worth[p] - found.walk_away[p] for p in found.parties]
            if rule == "utilitarian":
                assert gain.sum() >= sum(best) - 1e-5
            if rule == "egalitarian":
                assert gain.min() >= min(best) - 1e-5
            if rule == "nash":
                assert np.prod(gain) >= np.prod(best) - 1e-3


def test_perles_maschler_is_for_two_parties_who_have_something_at_stake() -> None:
    talks, (a, b) = polygon()
    options = a.issues["deal"].values
    third = {"deal": (1.0, {option: float(n) for n, option in enumerate(options)})}
    assert "perles_maschler" not in Deals(talks, [a, b, interests("c", third)]).lotteries
    nothing = {"deal": (1.0, dict.fromkeys(options, 0.0))}
    found = Deals(talks, [a, interests("c", nothing), b]).lotteries["perles_maschler"]
    alone = Deals(talks, [a, b]).lotteries["perles_maschler"]
    assert found is not None
    assert alone is not None
    assert {p: found.worth[p] for p in "ab"} == pytest.approx(dict(alone.worth))
    assert found.worth["c"] == 0


def test_without_an_acceptable_deal_there_is_no_lottery() -> None:
    found = Deals(*road(walk_away=200.0)).lotteries
    assert set(found.values()) == {None}
    assert to_json(found)["nash"] is None


def test_the_json_is_plain() -> None:
    plain = to_json(Deals(*polygon()).lotteries)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["nash"] == {
        "worth": {"a": pytest.approx(6.2), "b": pytest.approx(7.75)},
        "lottery": [
            {
                "probability": pytest.approx(0.95),
                "deal": {"deal": "d3"},
                "worth": {"a": 6.0, "b": 8.0},
            },
            {
                "probability": pytest.approx(0.05),
                "deal": {"deal": "d2"},
                "worth": {"a": 10.0, "b": 3.0},
            },
        ],
        "gap": 0.0,
    }
