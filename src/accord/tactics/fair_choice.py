"""Choosing for others too: of the deals good enough for oneself, the one best for them."""

from collections.abc import Sequence
from enum import StrEnum
from math import exp

from accord.tactics.model import Model, mixed
from accord.tactics.own import Own
from accord.talks import Options

TRIES = 6
"""So many ways to weigh several others are tried."""

PULL = 3.0
"""How strongly those who fare badly are given weight."""


class Aim(StrEnum):
    """What is looked to where there are several others."""

    WORST = "worst"
    """The one among them that fares worst."""
    MEAN = "mean"
    """All of them alike."""


def best_for_others(
    own: Own, target: float, models: Sequence[Model], aim: Aim = Aim.WORST
) -> Options:
    """Find a deal worth at least a target that others are thought to like.

    Each of the others is thought to rate deals from 0 to 1. The deal with the largest mean is
    found as `Own.toward` finds it. That in which the worst rating is the largest is looked for
    by weighing the others alike at first and then more whoever fares badly, and may be missed.

    Source: S. Arora, E. Hazan and S. Kale, The multiplicative weights update method: a
    meta-algorithm and applications, Theory of Computing 8 (2012), 121-164, for the weights.

    Args:
        own: The party's interests.
        target: What the deal is worth at least, in points.
        models: The others, at least one.
        aim: What is looked to.
    """
    count = len(models)
    best = own.toward(target, mixed(models, [1 / count] * count))
    if count == 1 or aim is Aim.MEAN:
        return best
    rated = [model.worth(best) for model in models]
    least, lost = min(rated), [0.0] * count
    for _ in range(TRIES - 1):
        lost = [before + rating for before, rating in zip(lost, rated, strict=True)]
        pulls = [exp(-PULL * (loss - min(lost))) for loss in lost]
        deal = own.toward(target, mixed(models, [pull / sum(pulls) for pull in pulls]))
        rated = [model.worth(deal) for model in models]
        if min(rated) > least + 1e-9:
            best, least = deal, min(rated)
    return best
