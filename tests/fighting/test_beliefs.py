"""Beliefs that battles bring together: printed numbers, and what a course adds up to."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fighting.answered import answered, moved, played, whys

from accord.fighting import parse
from accord.testing.fighting_contract import trial_front

OPPOSED = "beliefs:n=10,k=5,a1=8,b1=4,a2=4,b2=8"


def test_chances_are_means_over_beliefs_and_not_at_their_mean() -> None:
    found = answered(OPPOSED)
    assert found["win_one"] == pytest.approx(0.851767, abs=5e-7)
    assert 1 - found["win_two"] == pytest.approx(0.148233, abs=5e-7)
    assert found["win_one_at_mean"] == pytest.approx(0.969697, abs=5e-7)
    even = answered("beliefs:n=10,k=3")
    assert even["win_one"] == pytest.approx(0.446515, abs=5e-7)


def test_eight_battles_bring_a_gap_of_a_third_to_a_fifth() -> None:
    gaps = answered(OPPOSED)["gap"]
    assert gaps[0] == pytest.approx(1 / 3)
    assert gaps[8] == pytest.approx(0.2)


@given(st.integers(2, 40), st.integers(2, 40), st.integers(2, 60), st.floats(0, 1))
def test_with_equal_weight_a_gap_shrinks_whatever_the_battles(
    a1: int, a2: int, more: int, p: float
) -> None:
    weight = max(a1, a2) + more
    text = f"beliefs:n=4,k=2,p={p:.6f},a1={a1},b1={weight - a1},a2={a2},b2={weight - a2}"
    gaps = answered(text)["gap"]
    shrunk = [gaps[0] * weight / (weight + m) for m in range(len(gaps))]
    assert gaps == pytest.approx(shrunk, abs=1e-12)


def test_a_zone_opens_where_the_costs_outweigh_the_disagreement() -> None:
    cheap = answered(f"{OPPOSED},cost.one=0.1,cost.two=0.1")
    assert cheap["zone_opens_after"] is None
    dear = answered(f"{OPPOSED},cost.one=3,cost.two=3")
    assert dear["zone_opens_after"] == 0
    assert dear["costs"][0] == pytest.approx(2 * 3 * dear["battles_one"] / 100)
    some = answered(f"{OPPOSED},cost.one=1.5,cost.two=1.5")
    opens = some["zone_opens_after"]
    assert 0 < opens <= 12
    differs = [one - two for one, two in zip(some["excess"], some["costs"], strict=True)]
    assert [differ > 0 for differ in differs] == [m < opens for m in range(len(differs))]


@settings(max_examples=25)
@given(st.floats(0.5, 3), st.floats(0, 0.5), st.floats(0, 1), st.booleans())
def test_where_power_shifts_too_fighting_goes_on_no_less_long(
    cost: float, rise: float, d: float, other: bool
) -> None:
    text = f"{OPPOSED},cost.one={cost:.3f},cost.two={cost:.3f}"
    alone = answered(text)["zone_opens_after"]
    shifting = answered(f"{text},rise={-rise if other else rise:.3f},d={d:.3f}")
    after = shifting["zone_opens_after"]
    assert after is None or (alone is not None and after >= alone)


def test_where_power_shifts_too_fighting_can_go_on_longer_or_to_the_end() -> None:
    text = f"{OPPOSED},cost.one=1,cost.two=1"
    after = [answered(f"{text},rise={rise}")["zone_opens_after"] for rise in (0, 0.1, 0.4)]
    assert after == [20, 31, None]


def test_a_course_moves_each_by_what_it_believes() -> None:
    course = played(f"{OPPOSED},one=alba,p=1,win.alba=90,lose.alba=40", seed=1)
    assert [one.round for one in course] == [2, 3, 4, 5, 6]
    begins = answered(OPPOSED)
    alba = sum(by for _, by in moved(course, "alba"))
    assert alba == pytest.approx(50 * (1 - begins["win_one"]))
    brae = sum(by for _, by in moved(course, "brae"))
    assert brae == pytest.approx(-100 * begins["win_two"])
    steps = [by for _, by in moved(course, "alba")]
    assert all(one > 0 for one in steps)
    assert whys(course[0])[0] == "beliefs won=alba k=6 n=10"


@given(st.integers(0, 2**32))
def test_what_is_learnt_is_what_was_seen(seed: int) -> None:
    """After any battles a belief is that of one who had counted them from the start."""
    model = parse("beliefs:one=alba,n=6,k=3,a1=3,b1=2,a2=1,b2=4,p=0.4").at()
    course = [*model.course(trial_front(("alba", "brae")), random.Random(seed))][:5]
    wins = sum("won=alba" in whys(one)[0] for one in course)
    losses = len(course) - wins
    k = 3 + wins - losses
    later = answered(f"beliefs:n=6,k={k},a1={3 + wins},b1={2 + losses},p=0.4")
    first = answered("beliefs:n=6,k=3,a1=3,b1=2,p=0.4")
    total = sum(by for _, by in moved(course, "alba"))
    assert total == pytest.approx(100 * (later["win_one"] - first["win_one"]))


def test_rounds_follow_one_another() -> None:
    rounds = [one.round for one in played("beliefs:one=alba,n=20,k=10", seed=5)]
    assert all(after == before + 1 for before, after in pairwise(rounds))
