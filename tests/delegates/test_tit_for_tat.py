"""Tit for tat concedes what the formulas say."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tactics.test_acceptance import ALBA, deal, turn

from accord.delegates.absolute_tit_for_tat import AbsoluteTitForTat
from accord.delegates.averaged_tit_for_tat import AveragedTitForTat
from accord.delegates.relative_tit_for_tat import RelativeTitForTat
from accord.tactics.tit_for_tat import TitForTat

offers = st.lists(st.integers(0, 100), max_size=8)


def asked(tactic: TitForTat, received: Sequence[int]) -> float:
    """Return the target after so many offers; what it has offered itself does not count."""
    return tactic.target(turn([50] * len(received), list(received)))


def kept(worth: float) -> float:
    """Keep a target between walk-away value and best deal."""
    return min(max(worth, 10.0), 100.0)


def quotient(before: int, after: int) -> float:
    return before / after if before and after else 1.0


@given(offers, st.integers(1, 3))
def test_relative(received: list[int], delta: int) -> None:
    wanted = 100.0
    for n in range(delta, len(received)):
        # 1998, section 4.3: x(n + 1) = x(n - 1) y(n - 2 delta) / y(n - 2 delta + 2), where both
        # sides' offers are numbered together; here those of the other side are.
        wanted = kept(wanted * quotient(received[n - delta], received[n - delta + 1]))
    tactic = RelativeTitForTat(interests=ALBA, delta=delta)
    assert asked(tactic, received) == pytest.approx(wanted)


@given(offers, st.integers(1, 3))
def test_absolute(received: list[int], delta: int) -> None:
    wanted = 100.0
    for n in range(delta, len(received)):
        wanted = kept(wanted + received[n - delta] - received[n - delta + 1])
    tactic = AbsoluteTitForTat(interests=ALBA, delta=delta)
    assert asked(tactic, received) == pytest.approx(wanted)


@given(offers, st.integers(1, 3))
def test_averaged(received: list[int], gamma: int) -> None:
    wanted = 100.0
    for n in range(1, len(received)):
        wanted = kept(wanted * quotient(received[max(0, n - gamma)], received[n]))
    tactic = AveragedTitForTat(interests=ALBA, gamma=gamma)
    assert asked(tactic, received) == pytest.approx(wanted)


def test_shifts_stay_within_what_was_asked_for() -> None:
    at = turn([100, 90], [20, 35])
    tactic = AbsoluteTitForTat(interests=ALBA, shift=5)
    assert tactic.target(at) == pytest.approx(85)
    drawn = {tactic.offer(at, random.Random(seed))["price"] for seed in range(300)}
    assert drawn == {str(worth) for worth in range(81, 91)}


def test_nothing_is_conceded_before_anything_is_heard() -> None:
    for kind in (RelativeTitForTat, AbsoluteTitForTat, AveragedTitForTat):
        tactic = kind(interests=ALBA)
        assert tactic.offer(turn([], []), random.Random(0)) == deal(100)
