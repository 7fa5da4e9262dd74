"""Battles along a front: printed numbers, and courses that are the walk of them."""

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fighting.answered import answered, moved, played, whys

from accord.errors import AccordError
from accord.fighting import parse
from accord.testing.fighting_contract import trial_front

SLANTCHEV = "battles:n=6,k=3,p=0.5,d=0.9,b1=0.3,b2=0.3"


def test_what_slantchev_prints_can_be_read_off() -> None:
    found = answered(SLANTCHEV)
    printed = [0.2355753449, 0.3781362938, 0.5154140127, 0.6320547891, 0.7998386678]
    assert found["x"][1:6] == pytest.approx(printed, abs=5e-11)
    assert found["y"] == pytest.approx(found["x"][::-1])
    worth = [round(one, 4) for one in found["fight_one"][1:6]]
    assert worth == [0.1543, 0.2762, 0.3929, 0.5301, 0.7186]
    assert found["battles"] == pytest.approx([0, 5, 8, 9, 8, 5, 0])


def test_a_patient_side_expects_its_chance_of_winning() -> None:
    found = answered("battles:n=10,k=3,p=0.6")
    assert found["fight_one"][3] == pytest.approx(0.716122, abs=5e-7)
    assert found["battles"][3] == pytest.approx(20.806118, abs=5e-7)
    assert "x" not in found  # whoever waits loses nothing: no split is the only one


def test_a_battle_moves_both_by_what_the_front_is_worth() -> None:
    course = played("battles:one=alba,n=6,k=3,win.alba=80,lose.alba=20,win.brae=50", seed=3)
    first = course[0]
    assert first.round == 2
    won = whys(first)[0] == "battles won=alba k=4 n=6"
    assert won or whys(first)[0] == "battles won=brae k=4 n=6"
    assert abs(moved(course, "alba")[0][1]) == pytest.approx(10)
    assert abs(moved(course, "brae")[0][1]) == pytest.approx(50 / 6)


@given(st.integers(0, 2**32))
def test_a_course_ends_where_one_side_holds_nothing(seed: int) -> None:
    model = parse("battles:one=alba,n=4,k=2,p=0.5,cost.alba=3,cost.brae=1").at()
    course = [*model.course(trial_front(("alba", "brae")), random.Random(seed))]
    # From one half of 100 at 4 battles to come, to all or nothing.
    assert round(sum(by for _, by in moved(course, "alba")), 6) in (50 + 12, -50 + 12)
    assert round(sum(by for _, by in moved(course, "brae")), 6) in (50 + 4, -50 + 4)
    assert [one.round for one in course] == [*range(2, len(course) + 2)]


def test_the_mean_of_drawn_courses_is_what_it_says_by_itself() -> None:
    text = "battles:one=alba,n=6,k=2,p=0.55,d=0.9,b1=0.2,cost.alba=2"
    found, courses = answered(text)["mean_no_deal_one"], 4000
    model, front = parse(text).at(), trial_front(("alba", "brae"))
    ends = [
        sum(
            by
            for number, by in moved([*model.course(front, random.Random(seed))], "alba")
            if number <= 5
        )
        for seed in range(courses)
    ]
    assert fmean(ends) == pytest.approx(found[4] - found[0], abs=1.5)


def test_a_front_that_is_lost_moves_nothing() -> None:
    assert played("battles:one=alba,n=6,k=0") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("battles:n=6,k=7", "battles: k must be at most n, not 7 of 6"),
        ("battles:n=6,k=3,p=1.2", "battles: p must be at least 0 and at most 1, not 1.2"),
    ],
)
def test_what_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(AccordError, match=said):
        parse(text)


def test_it_must_be_said_between_whom_the_war_is() -> None:
    model = parse("battles:n=6,k=3")
    assert "set 'one'" in model.problem(trial_front(("alba", "brae")))
    three = trial_front(("alba", "brae", "cedar"))
    assert "set 'two'" in parse("battles:one=alba,n=6,k=3").problem(three)
    assert not parse("battles:one=alba,two=cedar,n=6,k=3").problem(three)
    assert "both 'alba'" in parse("battles:one=alba,two=alba,n=6,k=3").problem(three)
