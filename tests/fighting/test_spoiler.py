"""Incidents after which a capital cuts a mandate."""

import random
import re
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.fighting.spoiler import Spoiler, they_mean_it
from accord.model import Range
from accord.talks import MandateMoved, News
from accord.talks.moves import FULL_POWERS
from accord.testing.fighting_contract import check_fighting, trial_front

FRONT = trial_front(("alba", "brae"))
CUT = frozendict({"i1": ("o0",)})
BELIEF = {"believed": 0.7, "if_meant": 0.2, "if_not": 0.6}


def spoiler(chance: Any = 0.5, **given: Any) -> Spoiler:
    """Return a spoiler of what Alba's delegation may agree to."""
    given = {"mandate": CUT, **given}
    return Spoiler(id="spoiler", party="alba", chance=chance, **given)


@pytest.mark.parametrize("given", [{}, BELIEF, {"news": "A convoy was shot at."}])
def test_a_spoiler_keeps_to_the_contract(given: dict[str, Any]) -> None:
    check_fighting(spoiler("0.2..0.6", **given))


def test_the_belief_after_an_incident_is_that_of_bayes() -> None:
    # .7 x .2 of .7 x .2 + .3 x .6
    assert they_mean_it(0.7, 0.2, 0.6) == pytest.approx(0.4375, abs=1e-12)
    (first, *_) = spoiler(1, **BELIEF).course(FRONT, random.Random(0))
    assert first.round == 2
    assert first.happenings == (
        MandateMoved(party="alba", mandate=CUT, why="spoiler cut=alba believed=0.4375"),
    )


def test_without_a_belief_the_first_incident_cuts_the_mandate_and_it_stays_cut() -> None:
    course = list(spoiler(1, news="Fire.").course(FRONT, random.Random(0)))
    assert [one.round for one in course] == [*range(2, 13)]
    assert course[0].happenings == (
        News(text="Fire."),
        MandateMoved(party="alba", mandate=CUT, why="spoiler cut=alba"),
    )
    assert all(one.happenings == (News(text="Fire."),) for one in course[1:])
    assert not list(spoiler(0).course(FRONT, random.Random(0)))


@given(seed=st.integers(0, 999), chance=st.sampled_from([0.0, 0.2, 0.5, 1.0]))
def test_the_mandate_is_cut_while_the_belief_is_below_what_is_asked(
    seed: int, chance: float
) -> None:
    model = spoiler(chance, news="Fire.", **BELIEF)
    course = {one.round: one.happenings for one in model.course(FRONT, random.Random(seed))}
    belief, cut = 0.7, False
    for number in range(2, 13):
        happened = course.get(number, ())
        fire = News(text="Fire.") in happened
        seen = (0.2, 0.6) if fire else (0.8, 0.4)
        belief = belief * seen[0] / (belief * seen[0] + (1 - belief) * seen[1])
        moved = [one.mandate for one in happened if isinstance(one, MandateMoved)]
        now = belief < 0.5
        assert moved == ([CUT if now else FULL_POWERS] if now is not cut else [])
        cut = now


def test_what_is_given_back_is_the_mandate_with_which_the_talks_began() -> None:
    began = frozendict({"i1": ("o0", "o1")})
    front = evolve(FRONT, mandates=frozendict({"alba": began}))
    moved = [
        one.mandate
        for step in spoiler(0.4, **BELIEF).course(front, random.Random(3))
        for one in step.happenings
        if isinstance(one, MandateMoved)
    ]
    assert {*moved} == {CUT, began}


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (spoiler(believed=0.7), "spoiler: a belief needs all of 'believed', 'if_meant' and"),
        (spoiler(mandate=frozendict()), "spoiler: 'mandate' must say what is left to the"),
        (spoiler(mandate={"fish": ("a",)}), "The mandate of alba cannot stand: .* fish"),
        (evolve(spoiler(), party="dana"), "spoiler: there is no party 'dana' at the table"),
    ],
)
def test_what_cannot_go_with_the_talks_is_said(model: Spoiler, sentence: str) -> None:
    assert re.search(sentence, model.problem(FRONT))


def test_quiet_talks_without_a_last_round_have_a_course_that_ends() -> None:
    model = Spoiler(id="spoiler", party="alba", chance=Range(0, 0), mandate=CUT)
    front = evolve(trial_front(("alba", "brae")), rounds=None)
    assert [*model.course(front, random.Random(1))] == []
