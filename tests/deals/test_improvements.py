"""Deals better for some and worse for none than a given one, against all deals, one by one."""

import json
import math
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_counts import many
from tests.deals.test_handle import Case, all_deals, cases, refuses, road, worth
from tests.deals.test_published import itex_and_cypress

from accord.deals import Deals, to_json
from accord.deals.improvements import improving
from accord.errors import AccordError
from accord.model import Agenda, Deal, Interests


def crossed(talks: Agenda, sides: list[Interests], deal: Deal) -> list[tuple[str, str]]:
    """List what a deal crosses: the party, empty for a constraint, and the id."""
    found = [("", c.id) for c in talks.constraints if c.crossed_by(deal)]
    return found + [
        (s.party, line.id) for s in sides for line in s.red_lines if line.crossed_by(deal)
    ]


def better(case: Case, start: Deal) -> list[tuple[int, tuple[str, ...]]]:
    """List all improving deals in order, by the definition, in exact fractions."""
    talks, sides = case
    before = [worth(s, start) for s in sides]
    kept = set(crossed(talks, sides, start))
    found = []
    for deal in all_deals(talks):
        gains = [worth(s, deal) - b for s, b in zip(sides, before, strict=True)]
        if min(gains) >= 0 and max(gains) > 0 and set(crossed(talks, sides, deal)) <= kept:
            places = [list(talks.issues[i].choices).index(o) for i, o in deal.items()]
            distance = sum(deal[i] != start[i] for i in deal)
            order = (distance, round(-min(gains), 6), round(-sum(gains), 6), places)
            found.append((order, tuple(deal.values())))
    return [(order[0], deal) for order, deal in sorted(found)]


@st.composite
def given_deals(draw: st.DrawFn) -> tuple[Case, Deal]:
    case = draw(cases())
    return case, draw(st.sampled_from(all_deals(case[0])))


@given(given_deals(), st.integers(1, 30))
def test_the_nearest_are_the_first_of_all_deals_in_order(
    given_case: tuple[Case, Deal], most: int
) -> None:
    case, start = given_case
    expected = better(case, start)
    found = Deals(*case).improve(start, most=most)
    assert found.efficient == (not expected)
    assert found.complete
    assert found.count.count == len(expected)
    assert found.count.interval == (len(expected), len(expected))
    assert [tuple(one.standing.valued.deal.values()) for one in found.nearest] == [
        deal for _, deal in expected[:most]
    ]
    assert [one.distance for one in found.nearest] == [n for n, _ in expected[:most]]


@given(given_deals())
def test_what_is_said_of_deals_is_right(given_case: tuple[Case, Deal]) -> None:
    (talks, sides), start = given_case
    found = Deals(talks, sides).improve(start)
    for one in [found.given, *(n.standing for n in found.nearest)]:
        deal = one.valued.deal
        assert [(o.party, o.id) for o in one.crosses] == crossed(talks, sides, deal)
        told = [s for s in sides if not refuses(s, deal)]
        missing = {s.party: s.walk_away_value.low - float(worth(s, deal)) for s in told}
        assert dict(one.short) == pytest.approx({p: m for p, m in missing.items() if m > 1e-6})
        assert set(one.short_throughout) == set(one.short)
        assert one.acceptable == (not one.crosses and not one.short)
        assert dict(one.valued.worth) == pytest.approx(
            {s.party: float(worth(s, deal)) for s in told}
        )
        assert set(one.valued.refused_by) == {s.party for s in sides if s not in told}
    assert dict(found.given.valued.deal) == dict(start)
    for near in found.nearest:
        deal = near.standing.valued.deal
        assert dict(near.changes) == {
            i: (start[i], deal[i]) for i in start if start[i] != deal[i]
        }
        gains = {
            s.party: float(worth(s, deal) - worth(s, start))
            for s in sides
            if not refuses(s, deal) and not refuses(s, start)
        }
        assert dict(near.gains) == pytest.approx(gains)
        assert set(near.told_apart) == {p for p, gain in gains.items() if gain}


@given(given_deals())
def test_the_best_has_the_largest_product_of_gains(given_case: tuple[Case, Deal]) -> None:
    (talks, sides), start = given_case
    found = Deals(talks, sides).improve(start)
    expected = better((talks, sides), start)
    assert (found.best is None) == (not expected)
    if found.best is None:
        return
    before = [worth(s, start) for s in sides]
    deals = [dict(zip(talks.issues, options, strict=True)) for _, options in expected]
    gains = [[worth(s, d) - b for s, b in zip(sides, before, strict=True)] for d in deals]
    ideal = [max(column) for column in zip(*gains, strict=True)]

    def merit(own: list[Fraction]) -> tuple[int, Fraction]:
        """The most parties that gain, then the product of what they gain of their most."""
        shares = [g / most for g, most in zip(own, ideal, strict=True) if g]
        return len(shares), math.prod(shares, start=Fraction(1))

    best = max(map(merit, gains))
    chosen = gains[deals.index(dict(found.best.standing.valued.deal))]
    assert merit(chosen)[0] == best[0]
    assert float(merit(chosen)[1]) == pytest.approx(float(best[1]), rel=1e-6)
    assert found.best_exact


def test_itex_and_cypress_can_improve_on_a_dominated_deal() -> None:
    talks, sides = itex_and_cypress()
    start = {issue: next(iter(talks.issues[issue].choices)) for issue in talks.issues}
    found = Deals(talks, sides).improve(start)
    expected = better((talks, sides), start)
    assert not found.efficient
    assert found.count.count == len(expected)
    assert [tuple(n.standing.valued.deal.values()) for n in found.nearest] == [
        deal for _, deal in expected[:20]
    ]


def test_the_published_nash_deal_of_itex_and_cypress_cannot_be_improved() -> None:
    talks, sides = itex_and_cypress()
    nash = max(all_deals(talks), key=lambda d: worth(sides[0], d) * worth(sides[1], d))
    assert float(worth(sides[0], nash)) == pytest.approx(72.15, abs=0.005)
    found = Deals(talks, sides).improve(nash)
    assert found.efficient
    assert found.count.count == 0
    assert found.nearest == ()
    assert found.best is None


def test_a_red_line_that_is_crossed_already_may_stay_crossed() -> None:
    talks = agenda({"road": ("open", "shut"), "aid": ("none", "weekly", "daily")})
    values = {"none": 0.0, "weekly": 50.0, "daily": 100.0}
    roads = {"open": 0.0, "shut": 0.0}
    red = [{"road": ("open",)}, {"aid": ("daily",)}]
    sides = [
        interests("a", {"road": (1, roads), "aid": (1, values)}, 30.0, red_lines=red),
        interests("b", {"road": (1, roads), "aid": (1, values)}),
    ]
    found = Deals(talks, sides).improve({"road": "open", "aid": "none"})
    assert [o.id for o in found.given.crosses] == ["a-1"]
    assert dict(found.given.short) == {}
    assert found.given.valued.refused_by == ("a",)
    assert not found.given.acceptable
    assert [dict(n.changes) for n in found.nearest] == [
        {"aid": ("none", "weekly")},
        {"road": ("open", "shut"), "aid": ("none", "weekly")},
    ]
    assert [[o.id for o in n.standing.crosses] for n in found.nearest] == [["a-1"], []]


def test_a_deal_among_a_great_many_is_improved_and_the_number_estimated() -> None:
    talks, sides = many()
    start = {i: "o3" for i in talks.issues}
    found = Deals(talks, sides, seed=3).improve(start, draws=500)
    assert found.complete
    assert len(found.nearest) == 20
    assert not found.count.exact
    assert found.count.among == 7**24
    assert found.count.interval[0] <= (found.count.estimate or 0) <= found.count.interval[1]
    assert "500 draws" in found.count.method
    assert "seed 3" in found.count.method
    assert found == Deals(talks, sides, seed=3).improve(start, draws=500)
    best = found.best
    assert best is not None
    assert min(best.gains.values()) > 0


@pytest.mark.parametrize(
    ("deal", "options", "sentence"),
    [
        ({"a": "x"}, {}, "The deal takes no option of the issue 'b'."),
        ({"a": "x", "b": "z"}, {}, "The deal takes no option of the issue 'b'."),
        (
            {"a": "x", "b": "y", "c": "y"},
            {},
            "There is no issue 'c' on the agenda: take it out.",
        ),
        ({"a": "x", "b": "y"}, {"most": 0}, "'most' is 0; it must be at least 1."),
        ({"a": "x", "b": "y"}, {"draws": 0}, "'draws' is 0; it must be at least 1."),
    ],
)
def test_what_cannot_be_asked_is_refused(
    deal: Deal, options: dict[str, int], sentence: str
) -> None:
    talks = agenda({"a": ("x", "y"), "b": ("x", "y")})
    values = {"x": 0.0, "y": 1.0}
    side = interests("p", {"a": (1, values), "b": (1, values)})
    with pytest.raises(AccordError) as refused:
        Deals(talks, [side]).improve(deal, **options)
    assert str(refused.value) == sentence


def test_the_json_holds_it_all() -> None:
    talks, sides = road()
    start = next(d for d in all_deals(talks) if not Deals(talks, sides).improve(d).efficient)
    plain = to_json(Deals(talks, sides).improve(start))
    assert json.loads(json.dumps(plain)) == plain
    assert plain["deal"] == dict(start)
    assert plain["efficient"] is False
    assert plain["complete"] is True
    first = plain["nearest"][0]
    assert first["distance"] == len(first["changes"])
    assert {i: change["to"] for i, change in first["changes"].items()}.items() <= first[
        "deal"
    ].items()
    assert plain["best"]["gains"].keys() == plain["worth"].keys()
    assert plain["count"]["exact"] is True
    assert plain["method"].startswith("the nearest: exact")


def test_where_the_frontier_is_too_much_the_best_is_looked_for_and_says_so() -> None:
    talks, sides = itex_and_cypress()
    third = evolve(sides[0], id="third", party="third", held_by="third")
    start = {issue: next(iter(talks.issues[issue].choices)) for issue in talks.issues}
    exact = Deals(talks, [*sides, third]).improve(start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(improving, "MOST_COMPARED", 0)
        found = Deals(talks, [*sides, third]).improve(start)
    assert exact.best_exact
    assert not found.best_exact
    assert "there may be better ones" in found.method
    assert found.best is not None
    assert found.nearest == exact.nearest
    assert min(found.best.gains.values()) >= 0
