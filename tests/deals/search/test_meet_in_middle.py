"""Deals found in two halves of an agenda, against the list of all deals."""

import random
from unittest.mock import patch

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.delegates.build import agendas, large, sides

from accord.deals.search.enumerated import Enumerated
from accord.deals.search.halves import halves
from accord.deals.search.meet_in_middle import MeetInMiddle
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.model import Agenda, Interests
from accord.tactics import Own

agreed = agendas().flatmap(lambda over: st.tuples(st.just(over), sides(over)))


def both(over: Agenda, interests: Interests) -> tuple[Own, Own]:
    numbers = Worth.of(over, [interests])
    space = OpenDeals.of(numbers, numbers.names.open({}))
    listed, halved = Enumerated.of(space, numbers), MeetInMiddle.of(space, numbers)
    return Own(over, numbers, space, listed), Own(over, numbers, space, halved)


@given(agreed, st.integers(-20, 120).map(float), st.integers(0, 2**20), st.data())
def test_the_deals_found_are_the_very_ones(
    talks: tuple[Agenda, Interests], target: float, seed: int, data: st.DataObject
) -> None:
    listed, halved = both(*talks)
    assert listed.deals.top() == halved.deals.top()
    for place in data.draw(st.permutations(range(4))):
        assert listed.ranked(place) == halved.ranked(place)
    if listed.has_deal:
        estimate = {
            issue: {option: float(data.draw(st.integers(0, 2))) for option in given.choices}
            for issue, given in talks[0].issues.items()
        }
        assert listed.above(target) == halved.above(target)
        assert listed.toward(target, estimate) == halved.toward(target, estimate)
        drawn = listed.draw(target, random.Random(seed))
        assert halved.draw(target, random.Random(seed)) == drawn
        with patch.multiple("accord.deals.search.meet_in_middle", FEW=0, NEAR=1):
            assert halved.draw(target, random.Random(seed)) == drawn


@given(agreed)
def test_no_bonus_and_no_ban_lies_across(talks: tuple[Agenda, Interests]) -> None:
    own = both(*talks)[0]
    space = OpenDeals.whole(own.numbers, own.numbers.names.open({}))
    small, large = halves(space.sizes, space.bans, space.bonuses)
    assert sorted(small.issues + large.issues) == list(range(len(space.sizes)))
    for about, _ in [*space.bans, *space.bonuses]:
        assert set(about) <= set(small.issues) or set(about) <= set(large.issues)


def test_halves_are_even_where_nothing_joins_the_issues() -> None:
    over, interests = large("alba", issues=5)
    free = evolve(interests, interactions=(), red_lines=())
    own = both(over, free)[0]
    sizes = [len(half.open) for half in own.left.halves]
    assert sizes == [100, 1000]


def test_10_to_the_5_deals_with_bonuses_and_red_lines() -> None:
    listed, halved = both(*large("alba", issues=5))
    for target in (50.0, 61.7, 75.25, 84.4, 99.0):
        assert listed.above(target) == halved.above(target)
    assert [listed.ranked(n) for n in range(300)] == [halved.ranked(n) for n in range(300)]
    for seed in range(20):
        drawn = listed.draw(55.0, random.Random(seed))
        assert halved.draw(55.0, random.Random(seed)) == drawn


class Given(random.Random):
    """Draws what it is told."""

    def __init__(self, number: float) -> None:
        super().__init__()
        self.number = number

    def random(self) -> float:
        return self.number


@given(agreed, st.integers(0, 100).map(float))
def test_among_many_deals_each_is_drawn_as_often(
    talks: tuple[Agenda, Interests], target: float
) -> None:
    listed, halved = both(*talks)
    if not listed.has_deal:
        return
    ranked = [deal for deal in map(listed.ranked, range(200)) if deal is not None]
    least = min(max(target, listed.walk_away), listed.highest)
    good = [deal for deal in ranked if listed.sum(deal) >= listed.need(least)]
    chances = [Given((place + 0.5) / len(good)) for place in range(len(good))]
    with patch("accord.deals.search.meet_in_middle.MOST_HALVED", 0):
        drawn = [halved.draw(target, chance) for chance in chances]
    assert sorted(map(str, drawn)) == sorted(map(str, good))
