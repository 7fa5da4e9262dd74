"""What models say by themselves, by key, from the text that a person would write."""

import random
from itertools import islice
from typing import Any

from attrs import evolve

from accord.fighting import BetweenRounds, parse
from accord.talks import WalkAwayMoved
from accord.testing.fighting_contract import check_fighting, trial_front

ENDLESS = evolve(trial_front(("alba", "brae")), rounds=None)
"""Talks without a last round: a course goes on until nothing moves any more."""


def answered(text: str) -> dict[str, Any]:
    """Return what the model of a text says by itself, ranges at their middle."""
    return {one.key: one.value for one in parse(text).at().answers()}


def played(text: str, seed: int = 0, rounds: int = 12) -> list[BetweenRounds]:
    """Return the course of a model between alba and brae, after its contract was checked."""
    model = parse(text)
    check_fighting(model)
    front = trial_front(("alba", "brae"))
    return [*islice(model.at().course(front, random.Random(seed)), rounds)]


def moved(course: list[BetweenRounds], party: str) -> list[tuple[int, float]]:
    """Return before which rounds a course moves a party's walk-away value, and by how much."""
    return [
        (one.round, happening.by)
        for one in course
        for happening in one.happenings
        if isinstance(happening, WalkAwayMoved) and happening.party == party
    ]


def whys(one: BetweenRounds) -> list[str]:
    """Return the codes of why walk-away values move before a round."""
    return [had.why for had in one.happenings if isinstance(had, WalkAwayMoved)]
