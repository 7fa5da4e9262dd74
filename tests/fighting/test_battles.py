"""Battles along a front: printed numbers, and courses that are the walk of them."""

import random
from itertools import islice
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fighting.answered import ENDLESS, answered, moved, played, whys

from accord.errors import AccordError
from accord.fighting import parse
from accord.fighting.battles import Battles
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
    course = [*model.course(ENDLESS, random.Random(seed))]
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


THREE = "battles:n=6,k=3,d=0.9,b1=0.1,b2=0.1,types.weak=0.7,types.even=0.5,types.strong=0.3"


def test_of_three_types_each_has_the_split_of_its_own_p() -> None:
    found = answered(THREE)
    for name, p in (("weak", 0.7), ("even", 0.5), ("strong", 0.3)):
        known = answered(f"battles:n=6,k=3,d=0.9,b1=0.1,b2=0.1,p={p}")
        assert found[f"x_{name}"] == known["x"]
        assert found[f"fight_two_{name}"] == known["fight_two"]
    assert (
        found["fight_two_weak"][3] < found["fight_two_even"][3] < found["fight_two_strong"][3]
    )


def test_a_last_offer_is_taken_by_the_weak_and_by_all_where_few_are_strong() -> None:
    found = answered(THREE)
    offer = found["screening_offer"]
    for name in ("weak", "even", "strong"):
        assert found[f"takes_{name}"] == (found[f"fight_two_{name}"][3] <= offer + 1e-9)
    assert found["takes_weak"]
    few = answered(f"{THREE},weights.weak=98,weights.even=1,weights.strong=1")
    assert not few["takes_strong"]
    most = answered(f"{THREE},weights.weak=1,weights.even=1,weights.strong=98")
    assert most["takes_strong"]
    assert most["screening_offer"] > few["screening_offer"]


def test_a_type_refuses_what_is_a_little_less_than_it_takes() -> None:
    text = "battles:n=6,k=5,types.a=0.59,types.b=0.37,types.c=0.99,types.d=0.94"
    found = answered(f"{text},weights.a=7,weights.d=6")
    assert 0 < found["fight_two_d"][5] - found["fight_two_c"][5] < 1e-6
    least = {name: found[f"fight_two_{name}"][5] for name in "abcd"}
    fights = {name: found[f"fight_one_{name}"][5] for name in "abcd"}
    weights = {"a": 7, "b": 1, "c": 1, "d": 6}

    def worth(offer: float) -> float:
        each = {n: 1 - offer if offer >= least[n] else fights[n] for n in "abcd"}
        return sum(weights[n] * each[n] for n in "abcd") / 15

    best = max(least.values(), key=worth)
    assert found["screening_offer"] == pytest.approx(best, abs=1e-15)
    assert found["screening_worth"] == pytest.approx(worth(best), abs=1e-14)
    for name in "abcd":
        assert found[f"takes_{name}"] == (best >= least[name])


def test_battles_tell_the_types_apart_by_bayes() -> None:
    found = answered(f"{THREE},weights.weak=2")
    assert found["weak_if_won"][0] == pytest.approx(0.5)
    assert found["weak_if_won"][2] == pytest.approx(
        0.5 * 0.49 / (0.5 * 0.49 + 0.25 * 0.25 + 0.25 * 0.09)
    )
    assert found["strong_if_lost"][12] > 0.95


def test_what_no_type_can_do_says_nothing_of_the_types() -> None:
    found = answered("battles:n=6,k=3,types.weak=1,types.strong=1")
    assert found["weak_if_lost"] == (0.5,)
    assert len(found["weak_if_won"]) == 13


def test_a_course_is_that_of_a_type_that_was_drawn_and_learnt_from_battles() -> None:
    text = "battles:one=alba,n=2,k=1,types.weak=0.9,types.strong=0.1,weights.strong=3"
    model, front = parse(text).at(), trial_front(("alba", "brae"))
    courses = [[*model.course(front, random.Random(seed))] for seed in range(1500)]
    wins = fmean(whys(one[0])[0] == "battles won=alba k=2 n=2" for one in courses)
    assert wins == pytest.approx(0.25 * 0.9 + 0.75 * 0.1, abs=0.05)
    # Alba expects the mean of both; brae knows which it is, and expects that.
    begins = 100 * (0.25 * 0.9 + 0.75 * 0.1)
    assert {round(by, 6) for one in courses for _, by in moved(one, "alba")} == {
        round(100 - begins, 6),
        round(-begins, 6),
    }
    assert {round(by, 6) for one in courses for _, by in moved(one, "brae")} == {
        -90,
        10,
        -10,
        90,
    }


def test_battles_bring_what_is_believed_to_what_is_so() -> None:
    text = "battles:one=alba,n=60,k=30,types.weak=0.7,types.strong=0.3,weights.weak=1"
    model = parse(text).at()
    assert isinstance(model, Battles)
    for seed in range(10):
        steps = islice(model.prospects(("alba", "brae"), random.Random(seed)), 40)
        *_, (_, (one, two)) = steps
        assert one.won + two.won == pytest.approx(1, abs=0.01)


def test_a_chance_beside_those_of_types_is_refused() -> None:
    for p in ("0.5", "0.3..0.4"):
        with pytest.raises(AccordError, match="p is said of each type: leave out 'p', or"):
            parse(f"battles:n=6,k=3,p={p},types.weak=0.7,types.strong=0.3")


def test_a_weight_of_no_type_is_refused() -> None:
    with pytest.raises(AccordError, match="there is no type 'week' to weigh"):
        parse("battles:n=6,k=3,types.weak=0.5,weights.week=1")
