"""Stalemates: when a moment is ripe, who gives in, and what both lose until then."""

import random
from statistics import fmean

import pytest
from tests.fighting.answered import ENDLESS, answered, moved, played, whys

from accord.errors import AccordError
from accord.fighting import parse

RIPE = (
    "stalemate:hurt.alba=4,hurt.brae=2.5,no_deal.alba=70,no_deal.brae=60,"
    "deal.alba=55,deal.brae=50"
)
ATTRITION = "stalemate:hurt.alba=5,hurt.brae=8,prize.alba=100,prize.brae=80"


def test_a_moment_is_ripe_when_the_last_would_rather_have_the_deal() -> None:
    found = answered(RIPE)
    assert (found["ripe_alba"], found["ripe_brae"], found["ripe"]) == (4, 4, 4)
    assert (found["time_alba"], found["time"]) == (3.75, 4)
    assert found["no_deal_alba"][:3] == (70, 66, 62)


def test_a_moment_that_is_ripe_is_ripe_now_and_one_that_nothing_hurts_never() -> None:
    assert answered(RIPE.replace("no_deal.alba=70", "no_deal.alba=50"))["ripe_alba"] == 0
    never = answered(RIPE.replace("hurt.alba=4", "hurt.alba=0"))
    assert never["ripe_alba"] is None
    assert never["ripe"] is None


def test_a_shock_hastens_it() -> None:
    found = answered(f"{RIPE},shock=9,shock_round=3")
    assert (found["ripe_alba"], found["ripe_brae"]) == (2, 2)
    course = played(f"{RIPE},shock=9,shock_round=3")
    assert moved(course, "brae")[:3] == [(2, -2.5), (3, -11.5), (4, -2.5)]


def test_hazards_are_those_of_a_war_of_attrition() -> None:
    found = answered(ATTRITION)
    assert found["hazard_alba"] == pytest.approx(0.1)
    assert found["hazard_brae"] == pytest.approx(0.05)
    assert found["mean_time"] == pytest.approx(6.6667, abs=5e-5)
    assert found["first_alba"] == pytest.approx(0.6667, abs=5e-5)


def test_drawn_wars_of_attrition_end_as_often_and_as_late() -> None:
    model, front, draws = parse(ATTRITION).at(), ENDLESS, 2000
    courses = [[*model.course(front, random.Random(seed))] for seed in range(draws)]
    ends = [whys(course[-1])[-1] for course in courses]
    assert fmean("gives-in=alba" in end for end in ends) == pytest.approx(2 / 3, abs=0.045)
    # Between two rounds: the mean of the time rounded up is 1 / (1 - exp(-.15)).
    assert fmean(course[-1].round - 1 for course in courses) == pytest.approx(7.18, abs=0.6)


def test_who_holds_out_expects_no_more_than_who_gives_in() -> None:
    """At the hazard of the other a side wins as much as it pays while it waits."""
    found = answered(ATTRITION)
    assert found["hazard_brae"] * 100 == pytest.approx(5)
    assert found["hazard_alba"] * 80 == pytest.approx(8)


def test_prizes_are_of_two_sides_that_are_hurt() -> None:
    for text in ("hurt.alba=5,prize.alba=9", "hurt.alba=5,prize.alba=9,prize.brae=9"):
        with pytest.raises(AccordError, match="prize must be of two sides"):
            parse(f"stalemate:{text}")


def test_where_nothing_hurts_nothing_moves() -> None:
    assert played("stalemate") == []
