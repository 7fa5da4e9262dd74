"""Attrition: printed numbers, and courses by law and by chance."""

import random
from collections.abc import Iterator
from statistics import fmean
from typing import Any

import pytest
from tests.fighting.answered import ENDLESS, answered, moved, played, whys

from accord.errors import AccordError
from accord.fighting import parse
from accord.fighting.attrition import Attrition
from accord.testing.fighting_contract import trial_front


@pytest.mark.parametrize(
    ("rate", "left", "time"), [(0.01, 60.0, 109.8612), (0.012, 68.3130, 84.8388)]
)
def test_what_lanchester_leaves_can_be_read_off(rate: float, left: float, time: float) -> None:
    found = answered(f"attrition:s1=100,s2=80,r1={rate},r2=0.01")
    assert found["left_one"] == pytest.approx(left, abs=5e-5)
    assert found["left_two"] == 0
    assert found["time"] == pytest.approx(time, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "two", "square", "linear"),
    [
        (3, 2, 0.775, 0.6875),
        (10, 8, 0.791358, 0.685471),
        (20, 16, 0.875340, 0.750220),
        (100, 80, 0.995126, 0.932638),
    ],
)
def test_chances_can_be_read_off(one: int, two: int, square: float, linear: float) -> None:
    text = f"attrition:s1={one},s2={two},r1=0.01,r2=0.01"
    assert answered(text)["win"] == pytest.approx(square, abs=5e-7)
    assert answered(f"{text},law=linear")["win"] == pytest.approx(linear, abs=5e-7)


@pytest.mark.parametrize("law", ["square", "linear"])
def test_drawn_fights_are_won_as_often_as_the_chance_says(law: str) -> None:
    text = f"attrition:one=alba,s1=10,s2=8,r1=0.3,r2=0.3,law={law}"
    model, front, draws = parse(text).at(), ENDLESS, 1500
    chance = answered(text)["win"]
    ends = [
        sum(by for _, by in moved([*model.course(front, random.Random(seed))], "alba"))
        for seed in range(draws)
    ]
    won = fmean(end > 0 for end in ends)
    assert abs(won - chance) < 4 * (chance * (1 - chance) / draws) ** 0.5
    assert {round(end, 6) for end in ends} == {
        round(100 * (1 - chance), 6),
        round(-100 * chance, 6),
    }


def test_drawn_strengths_fall_as_the_law_runs_where_many_fight() -> None:
    text = "attrition:one=alba,s1=300,s2=240,r1=0.1,r2=0.1,cost.alba=1"
    runs = answered(text)["strength_one"]
    model, front = parse(text).at(), trial_front(("alba", "brae"))
    for seed in range(5):
        course = [*model.course(front, random.Random(seed))]
        left = {one.round: whys(one)[0] for one in course}[5]
        assert float(left.split("alba=")[1].split()[0]) == pytest.approx(runs[4], abs=30)


def test_without_chance_only_what_is_still_to_be_lost_moves() -> None:
    course = played(
        "attrition:one=alba,s1=100,s2=80,r1=0.01,r2=0.01,chance=no,cost.alba=0.5,win.brae=70"
    )
    runs = answered("attrition:s1=100,s2=80,r1=0.01,r2=0.01")["strength_one"]
    number, by = moved(course, "alba")[0]
    assert number == 2
    assert by == pytest.approx(0.5 * (runs[0] - runs[1]))
    assert moved(course, "brae") == []


@pytest.mark.parametrize("text", ["s1=2000,s2=8", "s1=0.2,s2=8", "s1=100..500,s2=8"])
def test_units_that_cannot_be_followed_one_by_one_are_refused(text: str) -> None:
    with pytest.raises(AccordError, match="count in other units, or set chance=no"):
        parse(f"attrition:{text},r1=1,r2=1")
    parse(f"attrition:{text},r1=1,r2=1,chance=no")


@pytest.mark.parametrize("law", ["square", "linear"])
def test_a_fight_without_chance_comes_to_an_end(law: str) -> None:
    text = f"attrition:one=alba,s1=50,s2=40,r1=0.2,r2=0.1,chance=no,law={law},cost.alba=1"
    model = parse(text).at()
    course = [*model.course(trial_front(("alba", "brae")), random.Random(0))]
    left = answered(text)["left_one"]
    assert sum(by for _, by in moved(course, "alba")) == pytest.approx(50 - left, abs=1e-3)


def test_a_course_that_hardly_moves_ends_with_the_talks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    prospects = Attrition.prospects

    def counted(self: Attrition, *given: Any) -> Iterator[Any]:
        for one in prospects(self, *given):
            looked.append(self.name)
            yield one

    monkeypatch.setattr(Attrition, "prospects", counted)
    front = trial_front(("alba", "brae"))
    # Even forces under the linear law are never gone; by chance one loss in millions of rounds.
    for rest in ("r1=0.1,r2=0.1,law=linear,chance=no", "r1=1e-9,r2=1e-9,cost.alba=1"):
        looked.clear()
        model = parse(f"attrition:one=alba,s1=20,s2=20,{rest}").at()
        assert [*model.course(front, random.Random(1))] == []
        assert len(looked) == front.rounds
