"""What deals are worth to oneself, and the search for them, against lists of all deals."""

import random
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.delegates.build import agendas, every_deal, is_open, large, plain_worth, sides

from accord.deals.search.by_issue import ByIssue
from accord.deals.search.enumerated import Enumerated
from accord.deals.search.finder import DealFinder
from accord.deals.search.meet_in_middle import MeetInMiddle
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.kernels.ties import TIE, Floats
from accord.model import Agenda, Interests
from accord.tactics import Estimate, Own
from accord.talks import Options

Finder = Callable[[OpenDeals, Worth], DealFinder]

FINDERS: list[Finder] = [Enumerated.of, MeetInMiddle.of, ByIssue.of]
Case = tuple[Agenda, Interests, dict[str, tuple[str, ...]]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    over = draw(agendas())
    allowed = {
        issue: tuple(options)
        for issue, given in over.issues.items()
        if draw(st.booleans())
        and (
            options := draw(
                st.lists(st.sampled_from(list(given.choices)), min_size=1, unique=True)
            )
        )
    }
    return over, draw(sides(over)), allowed


def own(case: Case, of: Finder) -> Own:
    over, interests, allowed = case
    numbers = Worth.of(over, [interests])
    space = OpenDeals.of(numbers, numbers.names.open(allowed))
    open_ = {issue: frozenset(options) for issue, options in allowed.items()}
    return Own(over, numbers, space, of(space, numbers), open_)


def good(case: Case) -> dict[Options, float]:
    """Return the acceptable deals and what they are worth, from the definition."""
    over, interests, allowed = case
    worths = {
        deal: plain_worth(interests, deal)
        for deal in every_deal(over)
        if is_open(over, interests, allowed, deal)
    }
    least = interests.walk_away_value.middle - TIE
    return {deal: worth for deal, worth in worths.items() if worth >= least - 1e-9}


@given(cases())
def test_worth_and_acceptability_are_as_defined(case: Case) -> None:
    mine, acceptable = own(case, Enumerated.of), good(case)
    for deal in every_deal(case[0]):
        assert mine.worth(deal) == pytest.approx(plain_worth(case[1], deal), abs=1e-8)
        assert mine.acceptable(deal) == (deal in acceptable)


@pytest.mark.parametrize("of", FINDERS)
@given(case=cases())
def test_the_best_deal_is_the_best(of: Finder, case: Case) -> None:
    mine, acceptable = own(case, of), good(case)
    assert mine.has_deal == bool(acceptable)
    if acceptable:
        assert mine.highest == pytest.approx(max(acceptable.values()), abs=1e-8)


@pytest.mark.parametrize("of", FINDERS)
@given(case=cases(), target=st.integers(-20, 120).map(float))
def test_the_nearest_deal_above_is_found(of: Finder, case: Case, target: float) -> None:
    mine, acceptable = own(case, of), good(case)
    if not acceptable:
        return
    above = [worth for worth in acceptable.values() if worth >= target - TIE - 1e-9]
    wanted = min(above) if above else max(acceptable.values())
    found = mine.above(target)
    assert mine.acceptable(found)
    # `ByIssue` looks no further once it is within a thousandth of a point.
    within = 1e-8 if of is Enumerated.of else 1.1e-3
    assert mine.worth(found) == pytest.approx(wanted, abs=within)


@pytest.mark.parametrize("of", FINDERS)
@given(case=cases(), target=st.integers(-20, 120).map(float), data=st.data())
def test_the_deal_with_the_largest_estimate_is_found(
    of: Finder, case: Case, target: float, data: st.DataObject
) -> None:
    mine, acceptable = own(case, of), good(case)
    if not acceptable:
        return
    estimate = {
        issue: {option: float(data.draw(st.integers(0, 5))) for option in given.choices}
        for issue, given in case[0].issues.items()
    }

    def counted(deal: Options) -> float:
        return sum(estimate[issue][option] for issue, option in deal.items())

    found = mine.toward(target, estimate)
    assert mine.acceptable(found)
    top = max(acceptable.values())
    reached = [d for d, worth in acceptable.items() if worth >= min(target, top) - TIE - 1e-9]
    assert found in reached
    assert counted(found) == max(map(counted, reached))
    if of is Enumerated.of:
        equal = [acceptable[d] for d in reached if counted(d) == counted(found)]
        assert acceptable[found] == pytest.approx(max(equal), abs=1e-8)


@pytest.mark.parametrize("of", FINDERS)
@given(case=cases())
def test_deals_come_in_the_order_of_worth(of: Finder, case: Case) -> None:
    mine, acceptable = own(case, of), good(case)
    ranked = [mine.ranked(place) for place in range(len(acceptable) + 1)]
    assert ranked.pop() is None
    found = [deal for deal in ranked if deal is not None]
    assert set(found) == set(acceptable)
    worths = list(map(mine.worth, found))
    assert worths == sorted(worths, reverse=True)


@pytest.mark.parametrize("of", FINDERS)
@given(case=cases(), target=st.integers(-20, 120).map(float), seed=st.integers(0, 9))
def test_draws_are_good_enough_and_can_be_repeated(
    of: Finder, case: Case, target: float, seed: int
) -> None:
    mine, acceptable = own(case, of), good(case)
    if not acceptable:
        return
    drawn = mine.draw(target, random.Random(seed))
    assert drawn == mine.draw(target, random.Random(seed))
    assert acceptable[drawn] >= min(target, max(acceptable.values())) - TIE - 1e-9


def test_every_good_deal_can_be_drawn() -> None:
    over, interests = large("alba", issues=2)
    mine = Own.of(over, interests, {})
    rng = random.Random(0)
    drawn = {mine.draw(0.0, rng) for _ in range(2000)}
    assert drawn == set(good((over, interests, {})))


def test_an_agenda_of_10_to_the_30_deals_is_searched() -> None:
    over, interests = large("alba")
    mine = Own.of(over, interests, {})
    best = mine.above(float("inf"))
    assert mine.highest == pytest.approx(plain_worth(interests, best), abs=1e-8)
    for target in (50, 61.7, 75.25, 84.4):
        found = mine.above(target)
        assert mine.acceptable(found)
        assert target - TIE <= plain_worth(interests, found) < target + 0.01
    ranked = [mine.ranked(place) for place in range(3000)]
    assert len(set(ranked)) == 3000
    worths = [plain_worth(interests, deal) for deal in ranked if deal is not None]
    assert all(a >= b - 1e-8 for a, b in pairwise(worths))
    assert worths[0] == pytest.approx(mine.highest, abs=1e-8)


@pytest.mark.parametrize(("seed", "share"), [(1, 0.95), (2, 0.8), (3, 0.6)])
def test_trading_off_over_10_to_the_30_deals_is_exact(seed: int, share: float) -> None:
    """Held to a mixed-integer program, with interactions and red lines."""
    over, interests = large("alba", seed=seed)
    mine = Own.of(over, interests, {})
    rng = random.Random(seed)
    theirs = {
        issue: {option: rng.random() for option in given.choices}
        for issue, given in over.issues.items()
    }
    target = mine.walk_away + share * (mine.highest - mine.walk_away)
    found = mine.toward(target, theirs)
    assert mine.acceptable(found)
    assert mine.worth(found) >= target - TIE
    counted = sum(theirs[issue][option] for issue, option in found.items())
    assert counted == pytest.approx(most_for_others(mine, target, theirs), abs=1e-5)


def most_for_others(mine: Own, target: float, theirs: Estimate) -> float:
    """Return how large an estimate can be, by a program with a 0-1 variable an option."""
    numbers = mine.numbers
    places = {
        (issue, option): n
        for n, (issue, option) in enumerate(
            (issue, option) for issue, gains in mine.gains.items() for option in gains
        )
    }
    count = len(places) + len(numbers.bonuses)
    whens = [one.when for one in numbers.interests[0].interactions]
    bonuses = zip(whens, numbers.bonuses.tolist(), strict=True)
    worth, aim = np.zeros(count), np.zeros(count)
    for (issue, option), n in places.items():
        worth[n] = mine.gains[issue][option] / mine.point
        aim[n] = theirs[issue][option]
    rows: list[tuple[Floats, float, float]] = []
    for issue, gains in mine.gains.items():
        rows.append((row := np.zeros(count), 1, 1))
        row[[places[issue, option] for option in gains]] = 1
    (held,) = numbers.interests
    for combination in (line.never for line in (*mine.agenda.constraints, *held.red_lines)):
        rows.append((row := np.zeros(count), 0, len(combination) - 1))
        row[[places[i, o] for i, options in combination.items() for o in options]] = 1
    for n, (combination, bonus) in enumerate(bonuses, start=len(places)):
        worth[n] = bonus / mine.point
        taken = [places[i, o] for i, options in combination.items() for o in options]
        rows.append((row := np.zeros(count), -np.inf, len(combination) - 1))
        row[taken], row[n] = 1, -1
        for issue, options in combination.items():
            rows.append((row := np.zeros(count), 0, np.inf))
            row[[places[issue, o] for o in options]], row[n] = 1, -1
    rows.append((worth, target - TIE, np.inf))
    matrix, low, high = zip(*rows, strict=True)
    solved = milp(
        -aim,
        constraints=LinearConstraint(np.array(matrix), low, high),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return -float(solved.fun)


def test_the_first_deals_are_ranked_one_after_the_other() -> None:
    over, interests = large("alba", issues=4)
    mine = Own.of(over, interests, {})
    ranked = [deal for deal in map(mine.ranked, range(100)) if deal is not None]
    assert len(set(ranked)) == 100
    assert [mine.worth(deal) for deal in ranked] == sorted(
        map(mine.worth, ranked), reverse=True
    )
