"""What stands in the way, against every deal and every set of obstacles."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from tests.deals.build import agenda, interests, span
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

from accord.deals.blocks import Blocks, Search
from accord.deals.worth import Worth
from accord.kernels.solutions import nash
from accord.model import Agenda, Deal, Interests

Named = frozenset[tuple[str, str]]


def blocks(talks: Agenda, sides: list[Interests]) -> Blocks:
    return Search.of(Worth.of(talks, sides)).blocks()


def met(case: Case, deal: Deal) -> Named:
    """Name the obstacles that a deal meets."""
    talks, sides = case
    crossed = {("", c.id) for c in talks.constraints if c.crossed_by(deal)}
    for s in sides:
        crossed |= {(s.party, line.id) for line in s.red_lines if line.crossed_by(deal)}
        if worth(s, deal) < Fraction(s.walk_away_value.low):
            crossed.add((s.party, ""))
    return frozenset(crossed)


def named(obstacles: object) -> Named:
    return frozenset((o.party, o.id) for o in obstacles)  # type: ignore[attr-defined]


def drops(case: Case, deal: Deal) -> float:
    return float(
        sum(max(Fraction(0), Fraction(s.walk_away_value.low) - worth(s, deal)) for s in case[1])
    )


@given(cases())
def test_openings_are_the_minimal_sets_that_deals_meet(case: Case) -> None:
    found = blocks(*case)
    sets = {met(case, deal) for deal in all_deals(case[0])}
    minimal = {s for s in sets if not any(t < s for t in sets)}
    assert found.complete
    assert len({named(o.ease) for o in found.openings}) == len(found.openings)
    assert {named(o.ease) for o in found.openings} == minimal - {frozenset()}


@given(cases())
def test_the_best_deal_asks_least_of_all_that_are_opened_and_then_is_the_nash_solution(
    case: Case,
) -> None:
    talks, sides = case
    for opening in blocks(*case).openings:
        assert opening.exact
        eased = named(opening.ease)
        assert met(case, opening.best.deal) == eased
        refusing = {s.party for s in sides if refuses(s, opening.best.deal)}
        assert set(opening.best.refused_by) == refusing
        giving = {o.party for o in opening.ease if o.kind == "walk_away"}
        assert set(opening.give) == giving - refusing
        if not giving & refusing:
            total = sum(opening.give.values())
            assert total == pytest.approx(drops(case, opening.best.deal))
        deals = [deal for deal in all_deals(talks) if met(case, deal) <= eased]
        least = min(drops(case, deal) for deal in deals)
        assert drops(case, opening.best.deal) == pytest.approx(least, abs=1e-6)
        tied = [deal for deal in deals if drops(case, deal) <= least + 1e-6]
        points = np.array([[float(worth(s, deal)) for s in sides] for deal in tied])
        walk_away = np.array([s.walk_away_value.low for s in sides])
        start = np.minimum(walk_away, points.min(axis=0))
        gains = np.maximum(points - start, 0.0)
        mine = points[tied.index(dict(opening.best.deal))] - start
        # No deal lets more parties gain, nor as many with a larger product.
        most = (gains > 1e-6).sum(axis=1).max()
        assert (mine > 1e-6).sum() == most
        best = nash(points, start, points.max(axis=0))
        assert any(np.allclose(mine, gains[n], atol=1e-6) for n in best)


@given(cases())
def test_openings_come_in_the_order_of_the_files_whatever_they_ask(case: Case) -> None:
    talks, sides = case
    files = [("", c.id) for c in talks.constraints]
    files += [(s.party, line.id) for s in sides for line in s.red_lines]
    files += [(s.party, "") for s in sides]
    asked = [
        [files.index((one.party, one.id)) for one in o.ease] for o in blocks(*case).openings
    ]
    assert asked == sorted(asked, key=lambda places: (len(places), places))
    assert all(places == sorted(places) for places in asked)


@given(cases())
def test_what_is_to_be_eased_is_what_the_openings_ease(case: Case) -> None:
    search = Search.of(Worth.of(*case))
    openings, _ = search.openings()
    assert search.to_ease == tuple(one.ease for one in openings)


@given(cases())
def test_easing_an_opening_opens_a_deal_and_no_part_of_it_does(case: Case) -> None:
    for opening in blocks(*case).openings:
        assert blocks(*eased(case, opening.ease)) == Blocks()
        for part in combinations(opening.ease, len(opening.ease) - 1):
            assert blocks(*eased(case, part)).openings


@given(cases())
def test_refusals_keep_their_party_from_deals_that_all_others_accept(case: Case) -> None:
    talks, sides = case
    refusals = {
        line.id
        for s in sides
        for line in s.red_lines
        if any(
            line.crossed_by(d)
            and all(accepts(t, d) for t in sides if t is not s)
            and worth(s, d) >= Fraction(s.walk_away_value.low)
            for d in possible(talks)
        )
    }
    blocked = not any(all(accepts(s, d) for s in sides) for d in possible(talks))
    assert {o.id for o in blocks(*case).refusals} == (refusals if blocked else set())


def test_a_cut_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    talks, sides = road(red_lines=[{"aid": ("none",)}])
    assert len(blocks(talks, sides).openings) == 3
    monkeypatch.setattr("accord.deals.blocks.MOST_OPENINGS", 1)
    found = blocks(talks, sides)
    assert not found.complete
    assert [len(opening.ease) for opening in found.openings] == [1]


def test_without_room_some_openings_are_found_still_and_said_not_to_be_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = road(red_lines=[{"aid": ("none",)}])
    monkeypatch.setattr("accord.deals.blocks.openings.MOST_WAYS", {3: 1})
    found = blocks(*case)
    assert not found.complete
    assert found.openings
    for opening in found.openings:
        assert met(case, opening.best.deal) == named(opening.ease)


def test_many_parties_on_a_large_agenda_are_told_of_openings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("accord.deals.blocks.openings.MOST_WAYS_OF_MANY", 2**8)
    rng = np.random.default_rng(7)
    options = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(30)}
    sides = [
        interests(
            f"p{party}",
            {
                issue: (
                    float(rng.integers(1, 20)),
                    {o: float(rng.integers(0, 101)) for o in listed},
                )
                for issue, listed in options.items()
            },
            75.0,
            red_lines=[{f"i{party}": ("o1", "o2"), f"i{party + 9}": ("o3", "o4")}],
        )
        for party in range(7)
    ]
    case = agenda(options), sides
    found = blocks(*case)
    assert found.openings
    for opening in found.openings:
        assert met(case, opening.best.deal) == named(opening.ease)


def eased(case: Case, obstacles: object) -> Case:
    talks, sides = case
    gone = named(obstacles)
    kept = tuple(c for c in talks.constraints if ("", c.id) not in gone)
    return evolve(talks, constraints=kept), [
        evolve(
            s,
            red_lines=tuple(r for r in s.red_lines if (s.party, r.id) not in gone),
            walk_away=span(-1e6) if (s.party, "") in gone else s.walk_away,
        )
        for s in sides
    ]


def test_an_agenda_of_10_to_the_30_deals_is_searched_completely() -> None:
    options = {f"i{n}": [f"o{m}" for m in range(10)] for n in range(30)}
    sides = [
        interests(
            party,
            {
                issue: (1.0 + n, {o: 11.0 * abs(m - 9 * away) for m, o in enumerate(listed)})
                for n, (issue, listed) in enumerate(options.items())
            },
            60.0,
            red_lines=[{f"i{n}": ("o0",), f"i{n + 1}": ("o9",)} for n in range(away, 20, 2)],
        )
        for party, away in (("a", 0), ("b", 1))
    ]
    found = blocks(agenda(options), sides)
    assert found.complete
    assert [named(o.ease) for o in found.openings] == [{("a", "")}, {("b", "")}]
