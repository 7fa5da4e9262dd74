"""How sure a deal is, against all deals of every draw."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, all_deals, cases, refuses

from accord.deals import Deals, to_json
from accord.deals.draws import Draws
from accord.deals.robustness import sureness
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.solutions import nash
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Scale

DRAWS = 20


def every_choice(worth: Worth) -> tuple[Ints, Ints]:
    """List all deals, and which of them nothing excludes."""
    sizes = worth.names.sizes
    choices = np.indices(sizes).reshape(len(sizes), -1).T
    taken = np.zeros(len(choices), dtype=bool)
    for scope, ban in worth.bans:
        taken |= ban[tuple(choices[:, scope].T)]
    return choices, np.flatnonzero(~taken)


def standing_of(points: Floats, mine: int) -> tuple[bool, bool]:
    """Return whether an acceptable deal is on the frontier, and whether a Nash choice."""
    own = points[mine]
    dominated = any(
        all(p >= o - TIE for p, o in zip(point, own, strict=True))
        and any(p > o + TIE for p, o in zip(point, own, strict=True))
        for point in points
    )
    zero = np.zeros(points.shape[1])
    return not dominated, mine in nash(points, zero, points.max(axis=0))


@given(cases(ranges=30), st.integers(0, 3))
def test_the_shares_are_those_of_every_deal_in_every_draw(case: Case, seed: int) -> None:
    worth = Worth.of(*case)
    choices, allowed = every_choice(worth)
    asked = choices[:: max(1, len(choices) // 6)]
    found = sureness(Draws(worth, DRAWS, seed), asked)
    draws = worth.draw(np.random.default_rng(seed), DRAWS)
    counts = np.zeros((len(asked), 3))
    for number in range(DRAWS):
        reading = draws[number]
        surplus = reading.points(choices[allowed]) - reading.walk_away
        kept = np.flatnonzero((surplus >= -TIE).all(axis=1))
        listed = choices[allowed][kept].tolist()
        for place, choice in enumerate(asked.tolist()):
            if choice in listed:
                best, fair = standing_of(surplus[kept], listed.index(choice))
                counts[place] += [1, best, fair]
    for one, (acceptable, frontier, product_) in zip(found, counts / DRAWS, strict=True):
        assert one.acceptable.share == acceptable
        assert one.frontier.share == frontier
        assert one.nash.share == product_
        assert not one.frontier.undecided
        assert not one.nash.undecided


@given(cases(ranges=4))
def test_the_verdict_is_that_of_all_corners_of_the_ranges(case: Case) -> None:
    # For one deal the surplus times the sum of weights is monotone in every single number.
    talks, sides = case
    deals = all_deals(talks)[:3]
    for one, deal in zip(Deals(talks, sides, draws=1).how_sure(deals), deals, strict=True):
        excluded = [c.id for c in talks.constraints if c.crossed_by(deal)]
        assert list(one.constraints) == excluded
        verdicts = []
        for side in sides:
            worths = []
            numbers = [side.walk_away_value, *(b.bonus for b in side.interactions)]
            numbers += [given.weight for given in side.issues.values()]
            numbers += [given.values[deal[i]] for i, given in side.issues.items()]
            for ends in product(*({n.low, n.high} for n in numbers)):
                walk_away, *rest = ends
                bonuses, rest = rest[: len(side.interactions)], rest[len(side.interactions) :]
                weights, values = rest[: len(deal)], rest[len(deal) :]
                total = sum(w * v for w, v in zip(weights, values, strict=True))
                met = [b.met_by(deal) for b in side.interactions]
                total += 100 * sum(b for b, m in zip(bonuses, met, strict=True) if m)
                shares = side.scale is Scale.RELATIVE and any(
                    given.weight.high for given in side.issues.values()
                )
                whole = sum(weights) if shares else 100
                worths.append(total - whole * walk_away >= -1e-6)
            if refuses(side, deal) or not any(worths):
                verdicts.append("never")
            else:
                verdicts.append("necessarily" if all(worths) else "possibly")
        assert list(one.parties.values()) == verdicts
        if excluded or "never" in verdicts:
            assert one.verdict == "never"
        else:
            assert one.verdict == ("possibly" if "possibly" in verdicts else "necessarily")


def test_shares_known_by_hand() -> None:
    # The seller accepts from 40..60 points on: a price of 50 in half of the ranges. There
    # nobody has more without the other having less, and 50 x (50 - walk-away) is the largest
    # product unless 75 has a larger one: 25 (75 - r) > 50 (50 - r), so r > 25: never the best.
    values = {"25": 25.0, "50": 50.0, "75": 75.0}
    seller = interests("seller", {"price": (1.0, values)}, (40.0, 60.0))
    buyer = interests("buyer", {"price": (1.0, {k: 100 - v for k, v in values.items()})}, 0.0)
    talks = agenda({"price": tuple(values)})
    low, even, high = Deals(talks, [seller, buyer], draws=4000, seed=3).how_sure(
        [{"price": p} for p in values]
    )
    assert (low.verdict, even.verdict, high.verdict) == ("never", "possibly", "necessarily")
    assert dict(even.parties) == {"seller": "possibly", "buyer": "necessarily"}
    assert low.acceptable.interval == low.frontier.interval == low.nash.interval == (0, 0)
    assert even.acceptable.interval[0] < 0.5 < even.acceptable.interval[1]
    assert even.frontier.share == even.acceptable.share
    assert even.nash.share == 0
    assert high.acceptable.method == "exact"
    assert high.acceptable.interval == (1, 1)
    assert high.nash.share == high.frontier.share == 1
    assert high.nash.draws == 4000


def test_without_ranges_all_is_exact() -> None:
    talks = agenda({"x": ("a", "b", "c")})
    side = interests("p", {"x": (1.0, {"a": 0.0, "b": 50.0, "c": 100.0})}, 50.0)
    found = Deals(talks, [side]).how_sure([{"x": o} for o in "abc"])
    assert [one.verdict for one in found] == ["never", "necessarily", "necessarily"]
    assert [one.frontier.share for one in found] == [0, 0, 1]
    assert [one.nash.share for one in found] == [0, 0, 1]
    assert {one.nash.method for one in found} == {"exact"}


def test_where_some_gain_nothing_the_number_of_those_who_gain_decides() -> None:
    # No deal gives both a gain in the draws; a deal that gives one a gain beats none.
    talks = agenda({"x": ("none", "a", "b")})
    sides = [
        interests("a", {"x": ((1.0, 2.0), {"none": 0.0, "a": 10.0, "b": 0.0})}, 0.0),
        interests("b", {"x": (1.0, {"none": 0.0, "a": 0.0, "b": (5.0, 9.0)})}, 0.0),
    ]
    none, a, b = Deals(talks, sides, draws=50).how_sure([{"x": o} for o in ("none", "a", "b")])
    assert (none.nash.share, a.nash.share, b.nash.share) == (0, 1, 1)
    assert (none.frontier.share, a.frontier.share, b.frontier.share) == (0, 1, 1)


def test_draws_given_up_widen_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    # No weights make the even deal the best, so only a search shows that it is the fairest.
    worths = {"mine": 100.0, "even": 40.0, "yours": 0.0}
    sides = [
        interests("p", {"x": (1.0, worths)}, (0.0, 5.0)),
        interests("q", {"x": (1.0, dict(zip(worths, (0.0, 40.0, 100.0), strict=True)))}, -1.0),
    ]
    talks = agenda({"x": tuple(worths)})
    [searched] = Deals(talks, sides, draws=100).how_sure([{"x": "even"}])
    assert searched.nash.share == searched.frontier.share == 1
    monkeypatch.setattr("accord.deals.by_draw.status.MOST_WORK", -1)
    [one] = Deals(talks, sides, draws=100).how_sure([{"x": "even"}])
    for share in (one.nash, one.frontier):
        assert share.undecided == 100
        assert share.share == 0
        assert share.interval == (0, 1)
        assert "100 of them are undecided" in share.method


def test_the_compromises_of_a_large_agenda_are_judged_in_every_draw() -> None:
    rng = np.random.default_rng(5)
    options = tuple("abcde")
    issues = [f"i{n}" for n in range(14)]

    def around(number: float) -> tuple[float, float]:
        return max(0.0, number - 4), number + 4

    sides = [
        interests(
            party,
            {
                issue: (
                    around(rng.uniform(5, 50)),
                    {o: around(rng.uniform(0, 100)) for o in options},
                )
                for issue in issues
            },
            (55.0, 60.0),
        )
        for party in "pq"
    ]
    talks = agenda(dict.fromkeys(issues, options))
    solutions = Deals(talks, sides, draws=1).compromises
    deals = [found.best.deal for found in solutions.values() if found]
    for one in Deals(talks, sides, draws=200).how_sure(deals):
        assert not one.nash.undecided
        assert not one.frontier.undecided
        assert one.nash.share <= one.frontier.share <= one.acceptable.share == 1
    again = Deals(talks, sides, draws=200).how_sure(deals[:1])
    assert Deals(talks, sides, draws=200).how_sure(deals[:1]) == again


def test_it_is_plain_in_json() -> None:
    talks = agenda({"x": ("a", "b")})
    side = interests("p", {"x": (1.0, {"a": (0.0, 60.0), "b": 40.0})}, (30.0, 50.0))
    [one] = to_json(Deals(talks, [side], draws=10, seed=2).how_sure([{"x": "a"}]))
    assert json.loads(json.dumps(one)) == one
    assert one["verdict"] == "possibly"
    assert one["acceptable"]["draws"] == 10
    assert one["acceptable"]["seed"] == 2


def test_what_cannot_be_judged_is_refused() -> None:
    talks = agenda({"x": ("a",)})
    side = interests("p", {"x": (1.0, {"a": 1.0})})
    with pytest.raises(AccordError, match="takes no option of the issue 'x'"):
        Deals(talks, [side]).how_sure([{"x": "b"}])
    with pytest.raises(AccordError, match="at least 1"):
        Deals(talks, [side], draws=0).how_sure([{"x": "a"}])
