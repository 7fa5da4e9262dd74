"""What stands against given terms, against every deal that keeps them."""

import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.test_blocks import drops, met, named
from tests.deals.test_handle import (
    Case,
    accepts,
    all_deals,
    cases,
    possible,
    refuses,
    road,
    worth,
)

from accord.deals import Deals, to_json
from accord.deals.why_not import WhyNot
from accord.errors import AccordError
from accord.model import Deal


@st.composite
def asked(draw: st.DrawFn) -> tuple[Case, dict[str, str]]:
    """Draw talks, and terms on some of the issues or all."""
    talks, sides = draw(cases())
    issues = draw(st.lists(st.sampled_from(list(talks.issues)), unique=True))
    if draw(st.booleans()):
        issues = list(talks.issues)
    terms = {i: draw(st.sampled_from(list(talks.issues[i].choices))) for i in issues}
    return (talks, sides), terms


def kept(case: Case, terms: dict[str, str]) -> list[Deal]:
    return [d for d in all_deals(case[0]) if all(d[i] == o for i, o in terms.items())]


@given(asked())
def test_the_best_deal_with_the_terms_is_the_nash_solution_of_those(
    question: tuple[Case, dict[str, str]],
) -> None:
    case, terms = question
    talks, sides = case
    found = Deals(talks, sides).why_not(terms)
    good = [
        d
        for d in possible(talks)
        if all(accepts(s, d) for s in sides) and d in kept(case, terms)
    ]
    assert (found.best is None) == (not good)
    assert found.error == 0
    nash = Deals(talks, sides).compromises["nash"]
    assert found.nash == (None if nash is None else nash.best)
    if found.best is None or found.nash is None:
        assert not found.change
        return
    assert found.best.deal in good
    assert not (found.openings or found.crossed or found.short)
    gains = {tuple(worth(s, d) - Fraction(s.walk_away_value.low) for s in sides) for d in good}
    ideal = [max(column) for column in zip(*gains, strict=True)]

    def product(gain: tuple[Fraction, ...]) -> tuple[int, Fraction]:
        shares = [g / i for g, i in zip(gain, ideal, strict=True) if g]
        return len(shares), math.prod(shares, start=Fraction(1))

    mine = tuple(worth(s, found.best.deal) - Fraction(s.walk_away_value.low) for s in sides)
    assert product(mine) == max(map(product, gains))
    for s in sides:
        change = worth(s, found.best.deal) - worth(s, found.nash.deal)
        assert found.change[s.party] == pytest.approx(float(change), abs=1e-6)


@given(asked())
def test_the_openings_are_the_minimal_sets_that_deals_with_the_terms_meet(
    question: tuple[Case, dict[str, str]],
) -> None:
    case, terms = question
    found = Deals(*case).why_not(terms)
    deals = kept(case, terms)
    sets = {met(case, deal) for deal in deals}
    minimal = {s for s in sets if not any(t < s for t in sets)}
    assert found.complete
    assert {named(o.ease) for o in found.openings} == minimal - {frozenset()}
    assert bool(found.openings) == (found.best is None)
    for opening in found.openings:
        assert opening.best.deal in deals
        least = min(drops(case, d) for d in deals if met(case, d) <= named(opening.ease))
        if not opening.unsaid:
            assert sum(opening.give.values()) == pytest.approx(least, abs=1e-6)


@given(asked())
def test_what_every_deal_with_the_terms_meets_is_said(
    question: tuple[Case, dict[str, str]],
) -> None:
    case, terms = question
    talks, sides = case
    found = Deals(talks, sides).why_not(terms)
    if found.best is not None:
        return
    deals = kept(case, terms)
    lines = [("", c.id, c) for c in talks.constraints]
    lines += [(s.party, line.id, line) for s in sides for line in s.red_lines]
    assert named(found.crossed) == {
        (party, id_) for party, id_, line in lines if all(line.crossed_by(d) for d in deals)
    }
    own = {s.party: [d for d in deals if not refuses(s, d)] for s in sides}
    short = {
        s.party: Fraction(s.walk_away_value.low) - max(worth(s, d) for d in own[s.party])
        for s in sides
        if own[s.party]
    }
    assert dict(found.short) == pytest.approx(
        {party: float(by) for party, by in short.items() if by > 0}, abs=1e-6
    )


def test_a_whole_deal_is_told_what_it_crosses_and_who_falls_short() -> None:
    talks, sides = road(red_lines=[{"aid": ("none",)}])
    found = Deals(talks, sides).why_not({"road": "shut", "aid": "none"})
    assert [line.id for line in found.crossed] == ["north-1"]
    assert dict(found.short) == {}  # no number of points, as it crosses a red line
    [opening] = found.openings
    assert named(opening.ease) == {("north", "north-1"), ("north", "")}
    assert dict(opening.give) == {}
    plain = to_json(found)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["best"] is None
    assert plain["crossed"][0]["id"] == "north-1"
    assert plain["openings"][0]["give"] == {"north": None}
    assert plain["openings"][0]["worth"]["north"] is None


def test_terms_that_stand_say_who_loses_by_them() -> None:
    talks, sides = road(walk_away=0.0)
    found = Deals(talks, sides).why_not({"road": "open"})
    assert found.best is not None
    assert found.nash is not None
    assert found.nash.deal["road"] == "shut"
    assert found.change["south"] < 0 < found.change["north"]
    plain = to_json(found)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["change"] == dict(found.change)


def test_terms_that_change_nothing_cost_nothing() -> None:
    talks, sides = road()
    found = Deals(talks, sides).why_not({})
    assert found.best == found.nash
    assert found == WhyNot(
        terms=found.terms,
        open=("road", "aid"),
        zone=Deals(talks, sides).verdict,
        best=found.best,
        nash=found.nash,
        change=found.change,
    )
    assert set(found.change.values()) == {0.0}


def test_every_mistake_in_the_terms_is_named_with_what_there_is() -> None:
    with pytest.raises(AccordError) as refused:
        Deals(*road()).why_not({"toad": "open", "aid": "hourly", "road": "open"})
    assert str(refused.value).splitlines() == [
        "There is no issue 'toad': choose from 'road', 'aid'.",
        "The issue 'aid' has no option 'hourly': choose from 'daily', 'weekly', 'none'.",
    ]
