"""Fair compromises, each by a search of its own where the frontier cannot be listed whole."""

import math
from typing import NamedTuple

import numpy as np

from accord.kernels.mixed import Mixed, Pick
from accord.kernels.ties import TIE, Floats, Ints

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""The rules, by name."""


class Fairest(NamedTuple):
    """A deal that is best by a rule.

    Attributes:
        choice: Shape (issues,), the option on every issue.
        gap: By how much another may be better; 0 where that is ruled out.
    """

    choice: Ints
    gap: float


class Fair(NamedTuple):
    """What is best by each rule among the deals at or above a floor.

    Attributes:
        ideal: Shape (parties,), the most that each can have: a deal attains it.
        best: The deal by each rule, by its name. Gaps are, by `nash`, of the logarithm of the
            product of gains; by `kalai_smorodinsky` percent of the largest gain; by
            `egalitarian` and `utilitarian` points.
    """

    ideal: Floats
    best: dict[str, Fairest]


def fair_deals(deals: Mixed, floor: Floats) -> Fair | None:
    """Find the best deal by every rule; the rules are those of `solutions`.

    Args:
        deals: The deals.
        floor: Shape (parties,), in points: the disagreement point.

    Returns:
        The deals; None where there is none at or above the floor, or none was found in time.
    """
    most = [deals.best(row, floor) for row in np.eye(deals.parties)]
    ideal = np.array([found.value for found in most])
    if not np.isfinite(ideal).all():
        return None
    picks = dict.fromkeys(RULES, deals.best(np.ones(deals.parties), floor))
    able = np.where(ideal - floor > TIE, 1.0, 0.0)
    if able.any():
        picks["egalitarian"] = deals.leximin(floor, able, floor)
        picks["kalai_smorodinsky"] = deals.leximin(floor, able * (ideal - floor) / 100, floor)
        if picks["egalitarian"].value > TIE:
            picks["nash"] = deals.product(floor, ideal, floor)
        else:
            # Not all who can gain do so at once, and which of them should is a search of its
            # own: the deal by shares stands in, with nothing certain of it.
            picks["nash"] = Pick(picks["kalai_smorodinsky"].choice, -math.inf, math.inf)
    best = {
        rule: Fairest(pick.choice, max(pick.gap, *(found.gap for found in most)))
        for rule, pick in picks.items()
        if pick.choice is not None
    }
    return Fair(ideal, best) if len(best) == len(RULES) else None
